import type { Holder } from '@quiva/client'
import { ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Card, Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { type Pages, usePages } from '../../parts/use-pages.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { HowToRun } from './how-to-run.tsx'

/** The list says what is connected now, so it is read anew by itself. */
const ANEW_MS = 5_000

/** The programs that honour credentials of the account from their memory: whom a revocation has to reach. */
export function VerifiersScreen() {
  const client = useClient()
  const t = useTexts()
  const [showing, setShowing] = useState(false)
  const pages = usePages<Holder>(['verifiers'], (_, signal) => client.GET('/accounts/holders', { signal }))
  useAnew(pages)
  const columns: Column<Holder>[] = [
    {
      id: 'name',
      title: t('verifiers.column.name'),
      width: 'minmax(12rem, 2fr)',
      kind: 'name',
      cell: ({ name, version }) => (
        <>
          {name}
          <Under>{version}</Under>
        </>
      ),
    },
    {
      id: 'kind',
      title: t('verifiers.column.kind'),
      width: 'minmax(6rem, 1fr)',
      cell: ({ kind }) => <Badge>{t(`verifiers.kind.${kind}`)}</Badge>,
    },
    {
      id: 'entries',
      title: t('verifiers.column.entries'),
      width: 'minmax(7rem, 1fr)',
      cell: ({ entries }) => t('verifiers.entries', { count: entries }),
    },
    {
      id: 'since',
      title: t('verifiers.column.since'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ since }) => <Time at={since} />,
    },
    {
      id: 'renewed',
      title: t('verifiers.column.renewed'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ renewed_on }) => <Time at={renewed_on} none={t('verifiers.not-renewed')} />,
    },
    {
      id: 'gateway',
      title: t('verifiers.column.gateway'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ gateway, id }) => (
        <>
          {gateway}
          <Under>{id}</Under>
        </>
      ),
    },
  ]
  const some = pages.rows.length > 0
  return (
    <Page
      title={t('verifiers.title')}
      description={t('verifiers.intro')}
      actions={some && <Button onClick={() => setShowing(true)}>{t('verifiers.run')}</Button>}
    >
      {some && (
        <Callout title={t('verifiers.meaning.title', { count: pages.rows.length, entries: entriesOf(pages) })}>
          {t('verifiers.meaning.text')}
        </Callout>
      )}
      <DataList
        label={t('verifiers.title')}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={<ShieldCheck aria-hidden="true" />} title={t('verifiers.empty.title')}>
            {t('verifiers.empty.text')}
          </Empty>
        }
      />
      {pages.query.data && !some && (
        <Card title={t('verifiers.run')} description={t('verifiers.run.text')}>
          <HowToRun />
        </Card>
      )}
      <Dialog
        open={showing}
        onClose={() => setShowing(false)}
        title={t('verifiers.run')}
        description={t('verifiers.run.text')}
        wide
      >
        <HowToRun />
      </Dialog>
    </Page>
  )
}

const entriesOf = ({ rows }: Pages<Holder>): string => formatNumber(rows.reduce((sum, { entries }) => sum + entries, 0))

function useAnew({ query: { refetch } }: Pages<Holder>): void {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && void refetch(), ANEW_MS)
    return () => clearInterval(timer)
  }, [refetch])
}
