import type { Webhook } from '@quiva/client'
import { Link } from '@tanstack/react-router'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { formatTime } from '../../parts/formats.ts'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { hostOf, stateLooks, stateOf } from './webhook.ts'
import { type WebhookAct, WebhookActs, WebhookMenu } from './webhook-acts.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'
import { SecretOfWebhook } from './webhook-secret.tsx'

export function WebhooksScreen() {
  const client = useClient()
  const t = useTexts()
  const may = useMay()
  const [creating, setCreating] = useState(false)
  // Here and nowhere else, until the person has kept it.
  const [secret, setSecret] = useState<string>()
  const [act, setAct] = useState<WebhookAct>()
  const pages = usePages<Webhook>(['webhooks', 'list'], (_, signal) => client.GET('/accounts/webhooks', { signal }))
  const create = may('createWebhook') && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('webhooks.create')}
    </Button>
  )
  const columns: Column<Webhook>[] = [
    {
      id: 'url',
      title: t('webhooks.column.url'),
      width: 'minmax(14rem, 3fr)',
      kind: 'name',
      cell: (webhook) => (
        <>
          <Link to="/webhooks/$id" params={{ id: webhook.id }}>
            {webhook.description || hostOf(webhook)}
          </Link>
          <Under>{webhook.url}</Under>
        </>
      ),
    },
    {
      id: 'events',
      title: t('webhooks.column.events'),
      width: 'minmax(6rem, 1fr)',
      cell: ({ events }) =>
        events ? t('webhooks.events.count', { count: events.length }) : t('webhooks.events.all-short'),
    },
    {
      id: 'state',
      title: t('webhooks.column.state'),
      width: 'minmax(9rem, 1fr)',
      cell: (webhook) => {
        const { name, tone } = stateLooks[stateOf(webhook)]
        const since = webhook.failing_since
        return (
          <>
            <Badge {...(tone && { tone })}>{t(name)}</Badge>
            {since && !webhook.disabled && <Under>{t('webhooks.state.since', { time: formatTime(since) })}</Under>}
          </>
        )
      },
    },
    {
      id: 'delivered',
      title: t('webhooks.column.delivered'),
      width: 'minmax(7rem, 1fr)',
      cell: (webhook) => <Time at={webhook.delivered_on} />,
    },
    {
      id: 'acts',
      title: t('webhooks.column.acts'),
      hideTitle: true,
      width: '2rem',
      kind: 'end',
      cell: (webhook) => <WebhookMenu webhook={webhook} onAct={setAct} />,
    },
  ]
  return (
    <Page title={t('webhooks.title')} description={t('webhooks.intro')} actions={pages.rows.length > 0 && create}>
      <DataList
        label={t('webhooks.title')}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={<WebhookIcon aria-hidden="true" />} title={t('webhooks.empty.title')} actions={create}>
            {t('webhooks.empty.text')}
          </Empty>
        }
      />
      {creating && <WebhookDialog onClose={() => setCreating(false)} onSecret={setSecret} />}
      {secret !== undefined && <SecretOfWebhook secret={secret} onDone={() => setSecret(undefined)} />}
      {act && <WebhookActs act={act} onClose={() => setAct(undefined)} />}
    </Page>
  )
}
