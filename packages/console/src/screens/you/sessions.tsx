import type { Session } from '@quiva/client'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { formatTime } from '../../parts/formats.ts'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useMe } from '../../session/me.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './you.module.css'

export function Sessions() {
  const client = useClient()
  const t = useTexts()
  const { user: email } = useMe()
  const [endingAll, setEndingAll] = useState(false)
  const pages = usePages<Session>(['sessions'], async (page, signal) => {
    const { data, next_cursor } = await client.GET('/accounts/session-tokens', { params: { query: page }, signal })
    return { data: data.auth, next_cursor: next_cursor ?? null }
  })
  const end = useAct((token: string) => client.DELETE('/accounts/auth-token', { params: { query: { token } } }), {
    reads: ['sessions'],
    say: t('you.sessions.ended'),
  })
  const endAll = useAct(() => client.DELETE('/accounts/tokens', { body: { email } }), { reads: ['sessions'] })
  const columns: Column<Session>[] = [
    {
      id: 'agent',
      title: t('you.sessions.title'),
      width: 'minmax(0, 1fr)',
      kind: 'name',
      cell: (session) => (
        <>
          <div className={styles.entryTitle}>
            {t('you.sessions.of', { agent: session.agent, platform: session.platform })}
            {session.current && <Badge tone="good">{t('you.sessions.current')}</Badge>}
            {session.is_suspended && <Badge tone="bad">{t('you.sessions.suspended')}</Badge>}
          </div>
          <Under>
            {session.account} ·{' '}
            {t('you.sessions.where', { ip: session.ip, location: session.location, method: session.method })} ·{' '}
            {t('you.sessions.since', { date: formatTime(session.created_on) })}
          </Under>
        </>
      ),
    },
    {
      id: 'end',
      title: t('you.sessions.end'),
      width: 'auto',
      kind: 'end',
      cell: (session) =>
        !session.current && (
          <Button
            size="small"
            aria-label={t('you.sessions.end-of', { agent: session.agent, ip: session.ip })}
            disabled={end.isPending}
            onClick={() => end.mutate(session.token)}
          >
            {t('you.sessions.end')}
          </Button>
        ),
    },
  ]
  return (
    <Card
      title={t('you.sessions.title')}
      description={t('you.sessions.text')}
      flush
      actions={
        <Button size="small" onClick={() => setEndingAll(true)}>
          {t('you.sessions.end-all')}
        </Button>
      }
    >
      <ProblemNote error={end.problem} />
      <DataList
        bare
        untitled
        label={t('you.sessions.title')}
        pages={pages}
        columns={columns}
        rowKey={(session) => session.token}
        empty={null}
      />
      <ConfirmDialog
        open={endingAll}
        onClose={() => setEndingAll(false)}
        title={t('you.sessions.end-all.title')}
        action={t('you.sessions.end-all')}
        busy={endAll.isPending}
        error={endAll.problem}
        onConfirm={() => endAll.mutate(undefined, { onSuccess: () => setEndingAll(false) })}
      >
        <p>{t('you.sessions.end-all.text')}</p>
      </ConfirmDialog>
    </Card>
  )
}
