import type { Webhook, WebhookDelivery } from '@quiva/client'
import type { Tone } from '../../parts/callout.tsx'
import { i18n, type TextName, text } from '../../texts/texts.ts'
import type { AccountAction } from './event-groups.ts'

/** What a webhook is called: the host, because the rest of the address may be long, or a secret of the receiver. */
export const hostOf = ({ url }: Pick<Webhook, 'url'>): string => new URL(url).host

export type WebhookState = 'on' | 'failing' | 'off' | 'given-up' | 'gone'

export function stateOf({ disabled, disabled_reason: reason, failing_since: failing }: Webhook): WebhookState {
  if (disabled) return reason === 'failing' ? 'given-up' : reason === 'gone' ? 'gone' : 'off'
  return failing === null ? 'on' : 'failing'
}

export const stateLooks = {
  on: { name: 'webhooks.state.on', tone: 'good' },
  failing: { name: 'webhooks.state.failing', tone: 'warn' },
  off: { name: 'webhooks.state.off', tone: undefined },
  'given-up': { name: 'webhooks.state.given-up', tone: 'bad' },
  gone: { name: 'webhooks.state.gone', tone: 'bad' },
} as const satisfies Record<WebhookState, { name: TextName; tone: Tone | undefined }>

/** Every action has a sentence, or this does not compile. */
const sentenceNameOf = (action: AccountAction): TextName => `webhooks.event.${action}`

/** What an action of the audit log means; the action itself if the gateway is newer than this page. */
export function sentenceOf(action: string): string {
  const name = sentenceNameOf(action as AccountAction)
  return name in i18n.messages ? text(name) : action
}

/** Why an attempt failed, as a person says it. */
export function failureOf({ error, status }: Pick<WebhookDelivery, 'error' | 'status'>): string {
  const name = `webhooks.error.${error}`
  return name in i18n.messages ? text(name as TextName, { status: status ?? 0 }) : String(error)
}
