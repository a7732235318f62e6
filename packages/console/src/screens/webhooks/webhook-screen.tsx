import type { Webhook } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { SearchX, Send } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { CodeBlock, InlineCode } from '../../parts/code.tsx'
import { agoOrIn, formatTime } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { BackLink, Card, Facts, Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { Deliveries } from './deliveries.tsx'
import { hostOf, sentenceOf, stateLooks, stateOf } from './webhook.ts'
import { type WebhookAct, WebhookActs, WebhookMenu } from './webhook-acts.tsx'
import styles from './webhooks.module.css'

const route = getRouteApi('/app/webhooks/$id')

const VERIFY = `import { Webhook } from 'standardwebhooks'

// Throws if the delivery is not genuine, or is older than five minutes.
const event = new Webhook(process.env.WEBHOOK_SECRET).verify(body, headers)`

export function WebhookScreen() {
  const { id } = route.useParams()
  const client = useClient()
  const t = useTexts()
  const query = useQuery({
    queryKey: ['webhooks', 'one', id],
    queryFn: async ({ signal }) =>
      (await client.GET('/accounts/webhooks', { signal })).data.find((webhook) => webhook.id === id) ?? null,
  })
  const back = <BackLink to="/webhooks">{t('webhooks.title')}</BackLink>
  if (query.data) return <Found webhook={query.data} back={back} />
  return (
    <Page title={t('webhooks.one')} back={back}>
      <Loaded query={query} lines={6}>
        {() => (
          <Empty
            icon={<SearchX aria-hidden="true" />}
            title={t('webhooks.missing.title')}
            actions={<ButtonLink to="/webhooks">{t('webhooks.missing.action')}</ButtonLink>}
          >
            {t('webhooks.missing.text')}
          </Empty>
        )}
      </Loaded>
    </Page>
  )
}

function Found({ webhook, back }: { webhook: Webhook; back: React.ReactNode }) {
  const t = useTexts()
  const may = useMay()
  const navigate = route.useNavigate()
  const [act, setAct] = useState<WebhookAct>()
  const { name, tone } = stateLooks[stateOf(webhook)]
  return (
    <Page
      title={webhook.description || hostOf(webhook)}
      back={back}
      mark={<Badge {...(tone && { tone })}>{t(name)}</Badge>}
      actions={
        <>
          {may('testWebhook') && (
            <Button onClick={() => setAct({ kind: 'test', webhook })}>
              <Send aria-hidden="true" />
              {t('webhooks.test')}
            </Button>
          )}
          <WebhookMenu webhook={webhook} onAct={setAct} />
        </>
      }
    >
      <Trouble webhook={webhook} />
      <Card>
        <Facts
          of={[
            [t('webhooks.field.url'), <InlineCode key="url">{webhook.url}</InlineCode>],
            [t('webhooks.field.events'), <Events key="events" of={webhook.events} />],
            [t('webhooks.column.delivered'), <Time key="delivered" at={webhook.delivered_on} />],
            [t('webhooks.fact.created'), <Time key="created" at={webhook.created_on} near={false} />],
            webhook.previous_secret_until !== null && [
              t('webhooks.fact.former'),
              <Time key="former" at={webhook.previous_secret_until} near={false} />,
            ],
            [t('webhooks.fact.id'), <InlineCode key="id">{webhook.id}</InlineCode>],
          ]}
        />
      </Card>
      <Deliveries webhook={webhook} />
      <Card title={t('webhooks.verify.title')} description={t('webhooks.verify.text')}>
        <CodeBlock label={t('webhooks.verify.label')}>{VERIFY}</CodeBlock>
      </Card>
      {act && (
        <WebhookActs
          act={act}
          onClose={() => setAct(undefined)}
          onDeleted={() => void navigate({ to: '/webhooks', replace: true })}
        />
      )}
    </Page>
  )
}

/** What is wrong with a webhook, what happens next by itself, and what to do. */
function Trouble({ webhook }: { webhook: Webhook }) {
  const t = useTexts()
  const state = stateOf(webhook)
  if (state === 'on' || state === 'off') return null
  if (state !== 'failing')
    return (
      <Callout tone="bad" title={t(`webhooks.trouble.${state}`)}>
        {t('webhooks.trouble.missed')}
      </Callout>
    )
  const since = formatTime(webhook.failing_since)
  return (
    <Callout tone="warn" title={t('webhooks.trouble.failing', { since })}>
      {webhook.retry_on
        ? t('webhooks.trouble.waiting', { when: agoOrIn(new Date(webhook.retry_on)), at: formatTime(webhook.retry_on) })
        : t('webhooks.trouble.refusing')}
    </Callout>
  )
}

function Events({ of }: { of: Webhook['events'] }) {
  const t = useTexts()
  if (!of) return t('webhooks.events.all')
  return (
    <ul className={styles.chosen}>
      {of.map((action) => (
        <li key={action} title={action}>
          {sentenceOf(action)}
        </li>
      ))}
    </ul>
  )
}
