import { createHmac, randomBytes } from 'node:crypto'
import type { AuditEvent } from '@quiva/client'
import type { Connect } from '../connect.ts'
import type { Output } from '../output.ts'
import { type AuditOptions, newEvents } from './audit.ts'

type Action = NonNullable<AuditOptions['action']>
type Parts = { connect: Connect; output: Output }

export type ListenOptions = { event?: string[] }

/** As long as the gateway waits for a receiver. */
const PATIENCE_MS = 10_000

/** What became of one event; `status` is null without an answer. */
type Forwarded = { event_id: string; action: string; status: number | null; duration_ms: number }

/**
 * Forwards what happens in the account to a server on this computer, in the form and with the signatures of a webhook.
 * The events come from the audit log, so the gateway needs no way to this computer, and no webhook is created.
 */
export async function listenForEvents(url: string, { event: wanted }: ListenOptions, parts: Parts): Promise<void> {
  const { connect, output } = parts
  const { client } = await connect.signedIn()
  const { id: accountId = '' } = (await client.GET('/accounts/info')).data
  // The gateway knows the actions, and says so if one is wrong.
  for (const action of (wanted ?? []) as Action[])
    await client.GET('/accounts/audit-events', { params: { query: { action, limit: 1 } } })
  const key = randomBytes(32)
  output.note(`The secret, until this command ends: whsec_${key.toString('base64')}`)
  if (output.asJson && !(await output.stream(JSON.stringify({ secret: `whsec_${key.toString('base64')}` })))) return
  output.note(`Events are forwarded to ${url}. Press Ctrl-C to stop.`)
  for await (const event of newEvents(client, {})) {
    if (wanted && !wanted.includes(event.action)) continue
    const forwarded = await forward(url, key, event, accountId)
    const { status, duration_ms: took } = forwarded
    const text = `${event.id}  ${event.action}  ${status ?? 'no answer'}  ${took} ms`
    if (!(await output.stream(output.asJson ? JSON.stringify(forwarded) : text))) return
  }
}

async function forward(url: string, key: Buffer, event: AuditEvent, accountId: string): Promise<Forwarded> {
  const { email: _, ...actor } = event.actor
  const data = { ...event, actor, account_id: accountId }
  const body = JSON.stringify({ type: event.action, timestamp: event.occurred_on, data })
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', key).update(`${event.id}.${timestamp}.${body}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': event.id,
    'webhook-timestamp': `${timestamp}`,
    'webhook-signature': `v1,${signature}`,
  }
  const begun = performance.now()
  const signal = AbortSignal.timeout(PATIENCE_MS)
  // As a webhook: no redirect is followed, and nothing of the answer is kept.
  const status = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' }).then(
    async (answer) => {
      await answer.body?.cancel()
      return answer.status
    },
    () => null,
  )
  return { event_id: event.id, action: event.action, status, duration_ms: Math.round(performance.now() - begun) }
}
