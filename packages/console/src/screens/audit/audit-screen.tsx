import type { AuditEvent } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { auditActions } from '../../../../gateway/src/platform/audit/actions.ts'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Switch } from '../../parts/checks.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { SearchField, Toolbar } from '../../parts/form.tsx'
import { Page } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { FilterSelect } from '../../parts/select.tsx'
import { Empty, NoMatch } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './audit.module.css'
import { EventDialog } from './event-dialog.tsx'
import type { AuditSearch } from './routes.tsx'
import { sentenceOf } from './sentence.ts'
import { useExport } from './use-export.ts'

const route = getRouteApi('/app/audit')
const ANY = ''
const LIVE_MS = 3_000

/** The log, newest first; its filters are in the address. */
export function AuditScreen() {
  const { client, queries } = useGateway()
  const t = useTexts()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const [live, setLive] = useState(false)
  const [shown, setShown] = useState<AuditEvent>()
  const query = queryOf(search)
  const pages = usePages<AuditEvent>(['audit', query], (page, signal) =>
    client.GET('/accounts/audit-events', { params: { query: { ...query, ...page } }, signal }),
  )
  useNewest(live, query, pages.rows[0]?.id, () => void queries.invalidateQueries({ queryKey: ['audit', query] }))
  const exporting = useExport(query)
  const change = (next: { [Name in keyof AuditSearch]: string }) =>
    void navigate({ search: (old) => kept({ ...old, ...next }), replace: true })
  const columns: Column<AuditEvent>[] = [
    {
      id: 'event',
      title: t('audit.column.event'),
      width: 'minmax(16rem, 3fr)',
      kind: 'name',
      cell: (event) => (
        <button type="button" className={styles.event} onClick={() => setShown(event)}>
          {sentenceOf(event)}
          <Under>{event.action}</Under>
        </button>
      ),
    },
    {
      id: 'where',
      title: t('audit.column.where'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ ip }) => ip ?? '–',
    },
    { id: 'when', title: t('audit.column.when'), width: '9rem', cell: (event) => <Time at={event.occurred_on} /> },
  ]
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page
      title={t('audit.title')}
      description={t('audit.intro')}
      actions={
        <>
          <Switch checked={live} onChange={setLive} label={t('audit.live')} />
          <Button onClick={() => exporting.mutate()} busy={exporting.isPending} title={t('audit.export.hint')}>
            <Download aria-hidden="true" />
            {t('audit.export')}
          </Button>
        </>
      }
    >
      <Toolbar>
        <SearchField
          label={t('audit.search')}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text })}
        />
        <SearchField
          label={t('audit.filter.person.placeholder')}
          value={search.person ?? ''}
          onSearch={(text) => change({ person: text })}
        />
        <FilterSelect
          label={t('audit.filter.action')}
          value={search.action ?? ANY}
          none={ANY}
          choices={[
            { value: ANY, label: t('audit.filter.any-action') },
            ...auditActions.map((action) => ({ value: action, label: action })),
          ]}
          onChange={(action) => change({ action })}
        />
        <Day label={t('audit.filter.from')} value={search.from} onChange={(from) => change({ from })} />
        <Day label={t('audit.filter.to')} value={search.to} onChange={(to) => change({ to })} />
      </Toolbar>
      <ProblemNote error={exporting.error} />
      <DataList
        label={t('audit.title')}
        pages={pages}
        columns={columns}
        rowKey={(event) => event.id}
        empty={
          isFiltered ? (
            <NoMatch onClear={() => void navigate({ search: {} })} />
          ) : (
            <Empty icon={<ScrollText aria-hidden="true" />} title={t('audit.empty.title')}>
              {t('audit.empty.text')}
            </Empty>
          )
        }
      />
      {shown && <EventDialog event={shown} onClose={() => setShown(undefined)} />}
    </Page>
  )
}

function Day({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | undefined
  onChange: (day: string) => void
}) {
  return (
    <label className={styles.day}>
      {label}
      <input type="date" value={value ?? ''} onChange={({ target }) => onChange(target.value)} />
    </label>
  )
}

const kept = (search: AuditSearch): AuditSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''))

/** The filters as the gateway takes them: days become times, in the reader's zone; the last day counts whole. */
function queryOf({ from, to, action, ...rest }: AuditSearch) {
  const dayAfter = (day: string) => new Date(new Date(`${day}T00:00`).setDate(new Date(`${day}T00:00`).getDate() + 1))
  return {
    ...rest,
    ...(action && { action: action as 'api_key.issued' }),
    ...(from && { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to && { to: dayAfter(to).toISOString() }),
  }
}

/** Looks for a newer event every few seconds, with a request for one row, and reads the list anew when there is one. */
function useNewest(
  live: boolean,
  query: ReturnType<typeof queryOf>,
  newest: string | undefined,
  onNews: () => void,
): void {
  const { client } = useGateway()
  useQuery({
    queryKey: ['audit-newest', query],
    enabled: live,
    refetchInterval: LIVE_MS,
    queryFn: async ({ signal }) => {
      const { data } = await client.GET('/accounts/audit-events', { params: { query: { ...query, limit: 1 } }, signal })
      if (data[0] && data[0].id !== newest) onNews()
      return data[0]?.id ?? ''
    },
  })
}
