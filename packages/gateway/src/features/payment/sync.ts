import { isDeepStrictEqual } from 'node:util'
import type { Stripe } from 'stripe'
import { type AccountSubscription, setSubscription } from '../../access/directory/accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { NO_DEFAULTS, readDefaults } from '../../access/plan-defaults.ts'
import { record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import type { AuditPayment } from './audit-payment.ts'
import { cancelAtOnce } from './cancel-at-once.ts'
import { type Catalogue, idOf } from './catalogue.ts'
import { expireSessions } from './checkout-sessions.ts'
import type { AccountActor } from './customers.ts'
import { describeSubscription } from './describe-subscription.ts'
import type { FollowPayment } from './late-payments.ts'
import type { StartFreePlan } from './start-free-plan.ts'
import { findSubscription, raiseVersion, type ShownSubscription } from './store.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'
import { accountStatusOf, currentOf, hasBegun, isPaid, listSubscriptions } from './subscriptions.ts'
import type { WithoutPlan } from './without-plan.ts'

/** How often the data read may turn out to be stale before the operation fails and is left to a later one. */
const TRIES = 5

/**
 * Makes the account show the subscription that Stripe has. It always asks Stripe, so it does not matter if events come
 * in another order, twice or never. It also ends everything that should not stay beside that subscription: a free plan
 * beside a paid one, an open checkout page, and the subscriptions of a deleted account. An account whose paid plan has
 * ended gets the free one. Resolves with the account's subscription, if it has one.
 */
export type Sync = (calls: Calls, by: AccountActor, customerId: string) => Promise<Stripe.Subscription | undefined>

/** What an account must show, and the subscription from which this follows. */
type Seen = { now: AccountSubscription; payment: 'late' | 'paid' | null; current: Stripe.Subscription | undefined }

const CANCELLED: Seen = {
  now: { status: 'cancelled', plan: null, defaults: NO_DEFAULTS },
  // Whoever stops paying and cancels has not paid.
  payment: null,
  current: undefined,
}

type Deps = {
  database: Database
  client: Pick<StripeClient, 'mode'>
  catalogue: Catalogue
  startFreePlan: StartFreePlan
  auditPayment: AuditPayment
  followPayment: FollowPayment
  withoutPlan: Pick<WithoutPlan, 'read'>
  invalidation: Invalidation
  log: Log
}

export function createSync({
  database,
  client: { mode },
  catalogue,
  startFreePlan,
  auditPayment,
  followPayment,
  withoutPlan,
  invalidation,
  log,
}: Deps): Sync {
  /** What a live account must show; undefined if Stripe has no subscription of it. */
  async function readSubscription(calls: Calls, accountId: string, customerId: string): Promise<Seen | undefined> {
    const subscriptions = await listSubscriptions(calls, customerId)
    const current = currentOf(subscriptions)
    if (!current) return afterLastOne(calls, accountId, customerId, subscriptions)
    if (hasBegun(current)) await endOthers(calls, accountId, current, subscriptions)
    const plan = hasBegun(current) ? await planOf(calls, current) : await noPlan()
    const { account: status, payment } = accountStatusOf(current)
    return { now: { status, ...plan }, payment, current }
  }

  /**
   * Ends everything that must not stay beside the current subscription: free plans, and open checkout pages once the
   * account pays.
   */
  async function endOthers(
    calls: Calls,
    accountId: string,
    current: Stripe.Subscription,
    subscriptions: Stripe.Subscription[],
  ): Promise<void> {
    const others = subscriptions.filter((one) => one.id !== current.id && hasBegun(one))
    const [paid, free] = [others.filter(isPaid), others.filter((one) => !isPaid(one))]
    await cancel(calls, accountId, free)
    if (!isPaid(current)) return
    await expireSessions(calls, idOf(current.customer))
    // Only the operator can decide which of them should stay.
    const ids = paid.map(({ id }) => id)
    if (ids.length > 0)
      log.warn(
        { accountId, current: current.id, others: ids },
        'an account has several paid subscriptions; cancel the others in Stripe',
      )
  }

  async function cancel(calls: Calls, accountId: string, subscriptions: Stripe.Subscription[]): Promise<void> {
    const by = { accountId, actor: { kind: 'system' as const } }
    for (const subscription of await cancelAtOnce(calls, subscriptions))
      await auditPayment(by, 'subscription.cancelled', { subscription, effective: 'now' })
  }

  async function afterLastOne(
    calls: Calls,
    accountId: string,
    customerId: string,
    subscriptions: Stripe.Subscription[],
  ): Promise<Seen | undefined> {
    const [last] = subscriptions
      .filter(({ status }) => status === 'canceled')
      .sort((a, b) => (b.ended_at ?? 0) - (a.ended_at ?? 0) || b.created - a.created)
    if (!last) return undefined
    const { free } = await catalogue.offers()
    if (free && isPaid(last)) {
      try {
        const started = await startFreePlan(calls, { accountId, actor: { kind: 'system' } }, customerId, free, last.id)
        return { now: { status: 'active', ...(await planOf(calls, started)) }, payment: 'paid', current: started }
      } catch (error) {
        // The customer was deleted at Stripe, and its subscriptions with it.
        if (!isMissing(error, 'customer')) throw error
      }
    }
    return { ...CANCELLED, now: { ...CANCELLED.now, ...(await noPlan()) } }
  }

  async function noPlan() {
    return { plan: null, defaults: await withoutPlan.read() }
  }

  /** The plan, and what the metadata of its price say of keys. */
  async function planOf(
    calls: Calls,
    subscription: Stripe.Subscription,
  ): Promise<Pick<AccountSubscription, 'plan' | 'defaults'>> {
    const products = [...(await catalogue.productsOf(calls, subscription)).values()]
    const found = products.find(({ kind }) => kind === 'plan') ?? products[0]
    if (!found) return noPlan()
    const price = subscription.items.data.find((item) => idOf(item.price.product) === found.product.id)?.price
    const { defaults, bad } = readDefaults(price?.metadata ?? {})
    if (bad.length > 0)
      log.warn({ price: price?.id, metadata: bad }, 'metadata of a price cannot be read; see docs/payments.md')
    return { plan: found.plan.slice(0, 100), defaults }
  }

  /** Stores what was read; false if it is stale, because somebody has stored something since `shown` was read. */
  async function write(
    by: AccountActor,
    customerId: string,
    shown: ShownSubscription,
    { now, payment }: Seen,
  ): Promise<boolean> {
    const { accountId, actor, origin } = by
    return database.transaction(async (tx) => {
      // The version is raised even if nothing differs: an earlier reading must not be stored after this one.
      if (!(await raiseVersion(tx, { accountId, mode }, customerId, shown.version))) return false
      await followPayment(tx, by, shown.graceUntil, payment)
      const before = describeSubscription(shown)
      const after = describeSubscription(now)
      if (isDeepStrictEqual(before, after)) return true
      await setSubscription(tx, accountId, now)
      await invalidation.evict(tx, [accountId])
      await record(tx, {
        action: 'subscription.changed',
        accountId,
        actor,
        ...(origin && { origin }),
        target: { type: 'account', id: accountId },
        details: { ...after, previous_status: shown.status, previous_plan: shown.plan },
      })
      return true
    })
  }

  return async (calls, by, customerId) => {
    const { accountId } = by
    for (let tries = 0; tries < TRIES; tries += 1) {
      const shown = await findSubscription(database.read, { accountId, mode })
      if (!shown) return undefined
      const seen = shown.deleted
        ? await close(calls, accountId, customerId)
        : await readSubscription(calls, accountId, customerId)
      if (!seen || (await write(by, customerId, shown, seen))) return seen?.current
    }
    throw new Refusal('payments_unavailable', { reason: 'the subscription kept changing' })
  }

  /** Ends everything that a deleted account still has, or got after its deletion. */
  async function close(calls: Calls, accountId: string, customerId: string): Promise<Seen> {
    await expireSessions(calls, customerId)
    await cancel(calls, accountId, await listSubscriptions(calls, customerId))
    return CANCELLED
  }
}
