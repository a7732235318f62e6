import { createApiKey, lastFour } from '../../src/access/api-key-format.ts'
import { addAccount, markActivated } from '../../src/access/directory/accounts.ts'
import { NO_LIMITS } from '../../src/access/key-limits/key-limits.ts'
import { addApiKey } from '../../src/features/api-keys/store.ts'
import { sha256 } from '../../src/platform/crypto/hashing.ts'
import { newId } from '../../src/platform/crypto/random.ts'
import type { Database } from '../../src/platform/database/database.ts'
import type { Engine, Place } from '../database/engines.ts'
import { type Answer, openTestGateway, type TestGateway } from '../gateway.ts'
import { DAY } from '../run/clock.ts'
import { openTestStripe, type TestStripe } from '../services/stripe/stripe.ts'
import { addUser, freshName, join } from './users.ts'

/** The root of an account that has not chosen a plan yet. `bearer` is an API key of theirs: it costs no password. */
export type TestPayer = { accountId: string; userId: string; email: string; bearer: string }

export type PayingGateway = {
  test: TestGateway
  stripe: TestStripe
  /** A new account. */
  payer(): Promise<TestPayer>
  /** The same, subscribed through the checkout, with the events delivered and worked off. */
  subscriber(price?: string, addons?: { id: string; quantity: number }[]): Promise<TestPayer & { subscription: string }>
  /** Lets Stripe deliver its events, and waits until the outbox has processed them. */
  deliver(): Promise<number[]>
  /** Waits until nothing is due in the outbox. */
  settle(): Promise<void>
  /** The payment status and plan that the account shows. */
  shown(payer: TestPayer): Promise<[status: string, plan: string | undefined]>
  customerOf(payer: TestPayer): Promise<string>
  /** The audit log's events about payments of the account, oldest first. */
  audit(payer: TestPayer): Promise<{ action: string; actor: string; details: Record<string, unknown> }[]>
  close(): Promise<void>
}

/**
 * A gateway that takes payments, and its Stripe. With `at` and `from`, a second gateway on the same database and the
 * same Stripe.
 */
export async function openPayingGateway(
  engine: Engine,
  {
    environment = {},
    at,
    from,
    watch,
  }: {
    environment?: Record<string, string>
    at?: Place
    from?: TestStripe
    watch?: (database: Database) => Database
  } = {},
): Promise<PayingGateway> {
  const stripe = from ?? (await openTestStripe())
  const test = await openTestGateway(engine, {
    environment: { ...stripe.environment, ...environment },
    place: at,
    watch,
  })

  const paying: PayingGateway = {
    test,
    stripe,
    async payer() {
      const user = await addUser(test)
      const name = freshName()
      const accountId = await test.database.transaction(async (tx) => {
        const subscription = { status: 'pending' as const, plan: null }
        const account = await addAccount(tx, { name, displayName: name, rootUserId: user.userId, subscription })
        await markActivated(tx, account)
        return account.accountId
      })
      return { accountId, userId: user.userId, email: user.email, bearer: await addKey(test, user, accountId) }
    },
    async subscriber(price = stripe.prices.pro, addons = []) {
      const payer = await paying.payer()
      const { body } = await checkout(test, payer, price, addons)
      const { id: subscription } = stripe.pay(body.data)
      // One event is enough.
      await stripe.deliver((bytes, headers) => postTo(test, bytes, headers), 1)
      await paying.settle()
      return { ...payer, subscription }
    },
    async deliver() {
      const statuses = await stripe.deliver((body, headers) => postTo(test, body, headers))
      await paying.settle()
      return statuses
    },
    async settle() {
      for (const deadline = Date.now() + 5000; ; await new Promise((resolve) => setTimeout(resolve, 5))) {
        const due = await test.database.read
          .selectFrom('outbox')
          .select('id')
          .where('due_at', '<=', Date.now())
          .where('failed_at', 'is', null)
          .where('kind', '!=', 'recurring')
          .executeTakeFirst()
        if (!due) return
        if (Date.now() > deadline) throw new Error('the outbox is not empty after five seconds')
      }
    },
    async shown({ bearer }) {
      const { body } = await test.call('GET /accounts/info', { bearer })
      return [body.data.subscription_status, body.data.subscription_plan]
    },
    async customerOf({ accountId }) {
      const row = await test.database.read
        .selectFrom('payment_customers')
        .select('customer_id')
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return row.customer_id
    },
    async audit({ accountId }) {
      const rows = await test.database.read
        .selectFrom('audit_events')
        .select(['action', 'actor_kind', 'details'])
        .where('account_id', '=', accountId)
        .orderBy('id')
        .execute()
      return rows
        .filter(({ action }) => /^(payment|subscription)\./.test(action))
        .map(({ action, actor_kind: actor, details }) => ({ action, actor, details: JSON.parse(details) }))
    },
    async close() {
      await test.close()
      if (!from) await stripe.close()
    },
  }
  return paying
}

/** Adds an API key directly to the database, without creds for the message bus. */
async function addKey({ database }: TestGateway, { userId }: { userId: string }, accountId: string): Promise<string> {
  const key = createApiKey()
  const now = Date.now()
  await database.transaction((tx) =>
    addApiKey(tx, {
      id: newId('key'),
      accountId,
      userId,
      name: 'payer',
      keyHash: sha256(key),
      lastFour: lastFour(key),
      natsUserKey: '',
      natsSeedSealed: '',
      issuedByKeyId: null,
      createdAt: now,
      expiresAt: now + 90 * DAY,
      ...NO_LIMITS,
      ...{ environment: 'live', metadata: null, tags: null },
      credsBlockedAt: null,
    }),
  )
  return key
}

/** Posts a webhook as Stripe does. */
export function postTo(test: TestGateway, body: string, headers: Record<string, string>): Promise<Answer> {
  return test.call('POST /accounts/payment/webhook', { body, headers })
}

export function checkout(
  test: TestGateway,
  { bearer }: Pick<TestPayer, 'bearer'>,
  price: string,
  addons: { id: string; quantity: number }[] = [],
): Promise<Answer> {
  const body = { base_subscription: price, addons: addons.map((addon) => ({ ...addon, type: 'addon' })) }
  return test.call('POST /accounts/payment/checkout-url', { bearer, body })
}

/** Adds a member with a key of their own to the payer's account. */
export async function addColleague(
  test: TestGateway,
  payer: TestPayer,
  role: 'admin' | 'developer' | 'monitor' | 'billing',
) {
  const user = await addUser(test)
  await join(test, user, payer, { role })
  return { ...user, bearer: await addKey(test, user, payer.accountId) }
}
