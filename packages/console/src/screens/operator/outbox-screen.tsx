import type { OutboxItem } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CircleCheck, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useGateway } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { Toolbar } from '../../parts/form.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Menu } from '../../parts/menu.tsx'
import { Facts } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { FilterSelect } from '../../parts/select.tsx'
import { Empty, NoMatch } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './operator.module.css'
import { OperatorPage } from './operator-page.tsx'
import type { OutboxSearch } from './routes.tsx'

const route = getRouteApi('/app/operator/outbox')
const ANY = ''
const STATES = ['waiting', 'retrying', 'failed'] as const
const tones = { waiting: 'info', retrying: 'warn', failed: 'bad' } as const

/** The work that waits, fails or was given up; its data are never shown, because there may be secrets in them. */
export function OutboxScreen() {
  const { client } = useGateway()
  const t = useTexts()
  const navigate = route.useNavigate()
  const { state, kind } = route.useSearch()
  const [leaving, setLeaving] = useState<OutboxItem>()
  const query = { ...(state && { state: state as OutboxItem['state'] }), ...(kind && { kind }) }
  const pages = usePages<OutboxItem>(['operator', 'outbox', query], (page, signal) =>
    client.GET('/operator/outbox', { params: { query: { ...query, ...page } }, signal }),
  )
  const kinds = useQuery({
    queryKey: ['operator', 'outbox-kinds'],
    queryFn: async ({ signal }) =>
      (await client.GET('/operator/outbox', { params: { query: { limit: 1 } }, signal })).kinds,
  })
  const retry = useOutboxChange('retry', t('operator.outbox.retried'))
  const discard = useOutboxChange('discard', t('operator.outbox.discarded'))
  const change = (next: OutboxSearch) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...next }).filter(([, value]) => value !== ANY)),
      replace: true,
    })
  const columns: Column<OutboxItem>[] = [
    {
      id: 'item',
      title: t('operator.outbox.item'),
      width: 'minmax(14rem, 3fr)',
      kind: 'name',
      cell: (item) => (
        <>
          {item.kind}
          {item.about && <Under>{t('operator.outbox.about', { about: item.about })}</Under>}
          {item.error && <div className={styles.error}>{item.error}</div>}
          {!item.can_be_retried && <Under>{t('operator.outbox.spent')}</Under>}
        </>
      ),
    },
    {
      id: 'state',
      title: t('operator.outbox.state'),
      width: 'minmax(7rem, 1fr)',
      cell: (item) => <Badge tone={tones[item.state]}>{t(`operator.outbox.${item.state}`)}</Badge>,
    },
    {
      id: 'attempts',
      title: t('operator.outbox.attempts'),
      width: '5rem',
      cell: (item) => formatNumber(item.attempts),
    },
    {
      id: 'when',
      title: t('operator.outbox.when'),
      width: '9rem',
      cell: (item) => <Time at={item.due_on ?? item.failed_on} />,
    },
    {
      id: 'acts',
      title: t('action.more'),
      hideTitle: true,
      width: '2rem',
      kind: 'end',
      cell: (item) => (
        <Menu
          label={t('operator.outbox.actions', { kind: item.kind, id: item.id })}
          items={[
            {
              label: t('operator.outbox.retry'),
              icon: <RotateCw aria-hidden="true" />,
              disabled: !item.can_be_retried,
              onSelect: () => retry.mutate(item.id),
            },
            // Recurring jobs belong to the gateway itself: there is always a next time.
            ...(item.kind === 'recurring'
              ? []
              : [
                  {
                    label: t('operator.outbox.discard'),
                    icon: <Trash2 aria-hidden="true" />,
                    danger: true,
                    onSelect: () => setLeaving(item),
                  },
                ]),
          ]}
        />
      ),
    },
  ]
  const isFiltered = state !== undefined || kind !== undefined
  return (
    <OperatorPage description={t('operator.outbox.intro')} error={pages.query.error}>
      <Toolbar>
        <FilterSelect
          label={t('operator.outbox.state')}
          value={state ?? ANY}
          none={ANY}
          choices={[
            { value: ANY, label: t('operator.outbox.any-state') },
            ...STATES.map((value) => ({ value: value as string, label: t(`operator.outbox.${value}`) })),
          ]}
          onChange={(value) => change({ state: value })}
        />
        <FilterSelect
          label={t('operator.outbox.kind')}
          value={kind ?? ANY}
          none={ANY}
          choices={[
            { value: ANY, label: t('operator.outbox.any-kind') },
            ...(kinds.data ?? []).map((one) => ({ value: one.kind, label: one.kind })),
          ]}
          onChange={(value) => change({ kind: value })}
        />
      </Toolbar>
      <ProblemNote error={retry.problem} />
      <DataList
        label={t('operator.nav.outbox')}
        pages={pages}
        columns={columns}
        rowKey={(item) => item.id}
        empty={
          isFiltered ? (
            <NoMatch onClear={() => void navigate({ search: {} })} />
          ) : (
            <Empty icon={<CircleCheck aria-hidden="true" />} title={t('operator.outbox.empty')}>
              {t('operator.outbox.empty.text')}
            </Empty>
          )
        }
      />
      {leaving && (
        <ConfirmDialog
          open
          onClose={() => {
            setLeaving(undefined)
            discard.reset()
          }}
          title={t('operator.outbox.discard.title')}
          action={t('operator.outbox.discard')}
          busy={discard.isPending}
          error={discard.problem}
          onConfirm={() => discard.mutate(leaving.id, { onSuccess: () => setLeaving(undefined) })}
        >
          <p>{t('operator.outbox.discard.text')}</p>
          <Facts
            of={[
              [t('operator.outbox.kind'), leaving.kind],
              leaving.about !== null && [t('operator.outbox.item'), leaving.about],
            ]}
          />
        </ConfirmDialog>
      )}
    </OperatorPage>
  )
}

function useOutboxChange(act: 'retry' | 'discard', done: string) {
  const { client } = useGateway()
  return useAct((id: string) => client.POST(`/operator/outbox/${act}`, { body: { id } }), {
    reads: ['operator'],
    say: done,
  })
}
