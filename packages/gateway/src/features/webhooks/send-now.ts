import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { newId } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { isForeignKeyViolation } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { OpenLine } from '../../platform/outbound/guarded-post.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { addAttempts } from './delivery-store.ts'
import { type Delivery, findEndpoint, findEvent, lastLookedAt, listDeliveries, type Outcome } from './endpoint-store.ts'
import { payloadOf, testPayload } from './events.ts'
import type { WebhookMetrics } from './metrics.ts'
import type { OpenSecrets } from './secrets.ts'
import { signedHeaders } from './signature.ts'

export type SendNow = {
  /** testWebhook: delivers a test at once, to a disabled endpoint too. */
  test(principal: Principal, id: string, origin: Origin): Promise<Delivery>
  /** resendWebhookEvent: delivers an event of the account's log at once, wanted or not. */
  resend(principal: Principal, id: string, eventId: string, origin: Origin): Promise<Delivery>
  /** listWebhookDeliveries: the attempts of the last seven days, newest first. */
  deliveries(
    accountId: string,
    id: string,
    page: { before: string | undefined; limit: number; outcome?: Outcome | undefined },
  ): Promise<{ deliveries: Delivery[]; next: string | null }>
}

const kinds = {
  test: { operation: 'testWebhook', action: 'webhook.tested' },
  resend: { operation: 'resendWebhookEvent', action: 'webhook.event_resent' },
} as const

type Message = Pick<Delivery, 'event_id' | 'action' | 'purpose'> & { body: string }

type Deps = {
  database: Database
  openLine: OpenLine
  openSecrets: OpenSecrets
  sendsPerAccount: Limiter
  metrics: Pick<WebhookMetrics, 'note'>
}

export function createSendNow({ database, openLine, openSecrets, sendsPerAccount, metrics }: Deps): SendNow {
  async function send(
    { principal, origin }: { principal: Principal; origin: Origin },
    { operation, action }: (typeof kinds)[keyof typeof kinds],
    id: string,
    makeMessage: (tx: Tx) => Message | Promise<Message>,
  ): Promise<Delivery> {
    const { accountId } = principal
    await sendsPerAccount.count(accountId)
    const { endpoint, message } = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, operation, 'account')
      const found = await findEndpoint(tx.db, accountId, id)
      if (!found) throw new Refusal('unknown_webhook')
      const made = await makeMessage(tx)
      const details = { host: new URL(found.url).host, ...(made.purpose === 'resend' && { event_id: made.event_id }) }
      // Before it is sent: a receiver may keep it waiting longer than whoever asked for it.
      const target = { type: 'webhook' as const, id }
      await record(tx, { action, accountId, actor: principal, origin, target, details })
      return { endpoint: found, message: made }
    })
    const { body, ...about } = message
    const now = Date.now()
    const headers = signedHeaders(message.event_id, body, openSecrets(endpoint, now), now)
    const line = openLine()
    const posted = await line.post(endpoint.url, headers, body).finally(() => line.close())
    metrics.note(posted)
    const { status, error, durationMs } = posted
    const attempt = { ...about, attempt: 1, attempted_at: now, duration_ms: durationMs, status, error }
    const [deliveryId = ''] = await database.transaction((tx) => addAttempts(tx, id, [attempt])).catch(explain)
    return { id: deliveryId, ...attempt }
  }

  return {
    test: (principal, id, origin) =>
      send({ principal, origin }, kinds.test, id, () => ({
        event_id: newId('evt'),
        action: 'webhook.test',
        purpose: 'test',
        body: testPayload(id, Date.now()),
      })),

    resend: (principal, id, eventId, origin) =>
      send({ principal, origin }, kinds.resend, id, async (tx) => {
        const event = await findEvent(tx.db, principal.accountId, eventId)
        if (!event) throw invalid('/body/event_id', 'must be the id of an event in the audit log')
        return { event_id: event.id, action: event.action, purpose: 'resend', body: payloadOf(event) }
      }),

    async deliveries(accountId, id, { before, limit, outcome }) {
      if (!(await findEndpoint(database.read, accountId, id))) throw new Refusal('unknown_webhook')
      const found = await listDeliveries(database.read, accountId, id, { before, limit: limit + 1, outcome })
      const deliveries = found.slice(0, limit)
      if (found.length > limit) return { deliveries, next: deliveries.at(-1)?.id ?? null }
      const next = outcome === undefined ? undefined : await lastLookedAt(database.read, id, before)
      return { deliveries, next: next ?? null }
    },
  }
}

/** The endpoint was deleted while it got the delivery. */
function explain(error: unknown): never {
  if (isForeignKeyViolation(error)) throw new Refusal('unknown_webhook', { cause: error })
  throw error
}
