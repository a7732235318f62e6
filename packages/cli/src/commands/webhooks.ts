import type { BodyOf, WebhookDelivery as Delivery } from '@quiva/client'
import type { Connect } from '../connect.ts'
import { minute, type Output, table, visible } from '../output.ts'

type Parts = { connect: Connect; output: Output }

type NewWebhook = BodyOf<'/accounts/webhooks', 'post'>

export type AddWebhookOptions = { event?: string[]; description?: string }

/** createWebhook: the secret alone on standard output. */
export async function addWebhook(
  url: string,
  { event, description }: AddWebhookOptions,
  { connect, output }: Parts,
): Promise<void> {
  const { client } = await connect.signedIn()
  // The gateway knows the actions, and says so if one is wrong.
  const events = event as NewWebhook['events']
  const body = { url, ...(events && { events }), ...(description !== undefined && { description }) }
  const { data } = await client.POST('/accounts/webhooks', { body })
  output.note(`The webhook ${data.id} was created. Its secret, which is shown only now:`)
  output.result(data, data.secret)
}

/** listWebhooks. */
export async function listWebhooks({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.GET('/accounts/webhooks')
  const rows = data.map((one) => [
    one.id,
    one.url,
    one.events?.join(', ') ?? 'all',
    stateOf(one),
    one.delivered_on === null ? 'never' : minute(one.delivered_on),
    one.description,
  ])
  const header = ['ID', 'URL', 'EVENTS', 'STATE', 'DELIVERED (UTC)', 'DESCRIPTION']
  output.result(data, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('There are no webhooks. Add one with: quiva webhooks add <url>')
}

function stateOf(one: { disabled: boolean; disabled_reason: string | null; failing_since: string | null }): string {
  if (one.disabled) return one.disabled_reason === 'by_user' ? 'disabled' : `disabled (${one.disabled_reason})`
  return one.failing_since === null ? 'enabled' : `failing since ${minute(one.failing_since)}`
}

/** updateWebhook, which disables or enables it. */
export async function switchWebhook(id: string, disabled: boolean, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.PATCH('/accounts/webhooks', { body: { id, disabled } })
  output.result(data, `The webhook ${visible(id)} is ${disabled ? 'disabled' : 'enabled'}.`)
}

/** deleteWebhook. */
export async function removeWebhook(id: string, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { message } = await client.DELETE('/accounts/webhooks', { body: { id } })
  output.result({ id, message }, message)
}

/** rotateWebhookSecret: the secret alone on standard output. */
export async function rotateWebhook(id: string, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.POST('/accounts/webhooks/rotate-secret', { body: { id } })
  output.note(`The former secret signs until ${minute(data.previous_secret_until)} UTC. The new one:`)
  output.result(data, data.secret)
}

/** testWebhook. */
export async function testWebhook(id: string, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.POST('/accounts/webhooks/test', { body: { id } })
  output.result(data, inWords(data))
}

/** resendWebhookEvent. */
export async function resendEvent(id: string, eventId: string, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.POST('/accounts/webhooks/resend', { body: { id, event_id: eventId } })
  output.result(data, inWords(data))
}

function inWords({ delivered, status, error, duration_ms: ms }: Delivery): string {
  if (delivered) return `Delivered: status ${status}, ${ms} ms.`
  return `Not delivered: ${error}${status === null ? '' : `, status ${status}`}, ${ms} ms.`
}

const MOST_ON_A_PAGE = 500

/** listWebhookDeliveries, page after page. */
export async function listDeliveries(
  id: string,
  { limit = 100 }: { limit?: number },
  { connect, output }: Parts,
): Promise<void> {
  const { client } = await connect.signedIn()
  const found: Delivery[] = []
  const query = { id, limit: Math.min(MOST_ON_A_PAGE, limit) }
  for await (const one of client.ROWS('/accounts/webhooks/deliveries', { params: { query } })) {
    found.push(one)
    if (found.length === limit) break
  }
  const rows = found.map((one) => [
    minute(one.attempted_on),
    one.event_id,
    one.action,
    one.purpose === 'event' ? `attempt ${one.attempt}` : one.purpose,
    one.error ?? 'delivered',
    one.status === null ? '' : String(one.status),
    `${one.duration_ms} ms`,
  ])
  const header = ['WHEN (UTC)', 'EVENT', 'ACTION', 'WHY', 'RESULT', 'STATUS', 'TOOK']
  output.result(found, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('Nothing was delivered to it in the last seven days.')
}
