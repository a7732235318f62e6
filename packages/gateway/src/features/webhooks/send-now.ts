import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { newId } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { isForeignKeyViolation } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { OpenLine } from '../../platform/outbound/guarded-post.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { addAttempts } from './delivery-store.ts'
import { type Delivery, findEndpoint, findEvent, listDeliveries } from './endpoint-store.ts'
import { payloadOf, testPayload } from './events.ts'
import type { OpenSecrets } from './secrets.ts'
import { signedHeaders } from './signature.ts'

export type SendNow = {
  /** testWebhook: delivers a test at once, to a disabled endpoint too. */
  test(principal: Principal, id: string): Promise<Delivery>
  /** resendWebhookEvent: delivers an event of the account's log at once, wanted or not. */
  resend(principal: Principal, id: string, eventId: string): Promise<Delivery>
  /** listWebhookDeliveries: the attempts of the last seven days, newest first. */
  deliveries(
    accountId: string,
    id: string,
    page: { before: string | undefined; limit: number },
  ): Promise<{ deliveries: Delivery[]; next: string | null }>
}

type Message = Pick<Delivery, 'event_id' | 'action' | 'purpose'> & { body: string }

type Deps = { database: Database; openLine: OpenLine; openSecrets: OpenSecrets; sendsPerAccount: Limiter }

export function createSendNow({ database, openLine, openSecrets, sendsPerAccount }: Deps): SendNow {
  async function send(
    principal: Principal,
    operation: 'testWebhook' | 'resendWebhookEvent',
    id: string,
    makeMessage: (tx: Tx) => Message | Promise<Message>,
  ): Promise<Delivery> {
    const { accountId } = principal
    const { endpoint, message } = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, operation, 'account')
      const found = await findEndpoint(tx.db, accountId, id)
      if (!found) throw new Refusal('unknown_webhook')
      return { endpoint: found, message: await makeMessage(tx) }
    })
    await sendsPerAccount.count(accountId)
    const { body, ...about } = message
    const now = Date.now()
    const headers = signedHeaders(message.event_id, body, openSecrets(endpoint, now), now)
    const line = openLine()
    const { status, error, durationMs } = await line.post(endpoint.url, headers, body).finally(() => line.close())
    const attempt = { ...about, attempt: 1, attempted_at: now, duration_ms: durationMs, status, error }
    const [deliveryId = ''] = await database.transaction((tx) => addAttempts(tx, id, [attempt])).catch(explain)
    return { id: deliveryId, ...attempt }
  }

  return {
    test: (principal, id) =>
      send(principal, 'testWebhook', id, () => ({
        event_id: newId('evt'),
        action: 'webhook.test',
        purpose: 'test',
        body: testPayload(id, Date.now()),
      })),

    resend: (principal, id, eventId) =>
      send(principal, 'resendWebhookEvent', id, async (tx) => {
        const event = await findEvent(tx.db, principal.accountId, eventId)
        if (!event) throw invalid('/body/event_id', 'must be the id of an event in the audit log')
        return { event_id: event.id, action: event.action, purpose: 'resend', body: payloadOf(event) }
      }),

    async deliveries(accountId, id, { before, limit }) {
      if (!(await findEndpoint(database.read, accountId, id))) throw new Refusal('unknown_webhook')
      const found = await listDeliveries(database.read, accountId, id, { before, limit: limit + 1 })
      const deliveries = found.slice(0, limit)
      return { deliveries, next: found.length > limit ? (deliveries.at(-1)?.id ?? null) : null }
    },
  }
}

/** The endpoint was deleted while it got the delivery. */
function explain(error: unknown): never {
  if (isForeignKeyViolation(error)) throw new Refusal('unknown_webhook', { cause: error })
  throw error
}
