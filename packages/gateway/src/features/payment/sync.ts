import type { Stripe } from 'stripe'
import { type AccountSubscription, setSubscription } from '../../access/directory/accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import type { Note } from './audit-payment.ts'
import { endAtOnce } from './cancel-at-once.ts'
import { type Catalogue, idOf } from './catalogue.ts'
import { expireSessions } from './checkout-sessions.ts'
import type { Payer } from './customers.ts'
import type { StartFree } from './start-free-plan.ts'
import { findSubscription, raiseVersion } from './store.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'
import { currentOf, hasBegun, isPaid, listSubscriptions, standingOf } from './subscriptions.ts'

/** How often what was read may turn out to be stale before somebody else has to try. */
const TRIES = 5

/**
 * Makes the account show what Stripe has: always by asking Stripe, so that it does not matter which event came first,
 * or twice, or never. Puts right what nobody should pay for twice, too: a free plan beside a paid one, a page for paying
 * that is still open, a subscription of a closed account; and lets an account whose paid plan has ended fall back to the
 * free one. Resolves with the account's subscription, if it has one.
 */
export type Sync = (calls: Calls, by: Payer, customerId: string) => Promise<Stripe.Subscription | undefined>

/** What an account is to show, and the subscription that says so. */
type Seen = { now: AccountSubscription; current: Stripe.Subscription | undefined }

const CANCELLED: Seen = { now: { status: 'cancelled', plan: null }, current: undefined }

type Deps = {
  database: Database
  client: Pick<StripeClient, 'mode'>
  catalogue: Catalogue
  startFree: StartFree
  note: Note
  invalidation: Invalidation
  log: Log
}

export function createSync({ database, client: { mode }, catalogue, startFree, note, invalidation, log }: Deps): Sync {
  /** What a living account is to show; undefined if Stripe has nothing to say about it. */
  async function look(calls: Calls, accountId: string, customerId: string): Promise<Seen | undefined> {
    const subscriptions = await listSubscriptions(calls, customerId)
    const current = currentOf(subscriptions)
    if (!current) return afterTheEnd(calls, accountId, customerId, subscriptions)
    if (hasBegun(current)) await tidy(calls, accountId, current, subscriptions)
    const plan = hasBegun(current) ? await planOf(calls, current) : null
    return { now: { status: standingOf(current).account, plan }, current }
  }

  /** What is in the way of the one that counts: free plans beside it, and other ways to pay once something is paid for. */
  async function tidy(
    calls: Calls,
    accountId: string,
    current: Stripe.Subscription,
    subscriptions: Stripe.Subscription[],
  ): Promise<void> {
    const others = subscriptions.filter((one) => one.id !== current.id && hasBegun(one))
    const [paid, free] = [others.filter(isPaid), others.filter((one) => !isPaid(one))]
    await end(calls, accountId, free)
    if (!isPaid(current)) return
    await expireSessions(calls, idOf(current.customer))
    // Nobody can tell which one is meant: the operator has to.
    const ids = paid.map(({ id }) => id)
    if (ids.length > 0)
      log.warn(
        { accountId, current: current.id, others: ids },
        'an account has several paid subscriptions; cancel the others in Stripe',
      )
  }

  async function end(calls: Calls, accountId: string, subscriptions: Stripe.Subscription[]): Promise<void> {
    const payer = { accountId, actor: { kind: 'system' as const } }
    for (const subscription of await endAtOnce(calls, subscriptions))
      await note(payer, 'subscription.cancelled', { subscription, effective: 'now' })
  }

  async function afterTheEnd(
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
        const started = await startFree(calls, { accountId, actor: { kind: 'system' } }, customerId, free, last.id)
        return { now: { status: 'active', plan: await planOf(calls, started) }, current: started }
      } catch (error) {
        // The customer was deleted at Stripe, and its subscriptions with it.
        if (!isMissing(error, 'customer')) throw error
      }
    }
    return CANCELLED
  }

  async function planOf(calls: Calls, subscription: Stripe.Subscription): Promise<string | null> {
    const products = [...(await catalogue.productsOf(calls, subscription)).values()]
    return (products.find(({ kind }) => kind === 'plan') ?? products[0])?.plan.slice(0, 100) ?? null
  }

  /** Writes what was read, unless somebody has written since `shown`: then it is stale, and false. */
  async function write(
    { accountId, actor, origin }: Payer,
    customerId: string,
    shown: AccountSubscription & { version: number },
    now: AccountSubscription,
  ): Promise<boolean> {
    return database.transaction(async (tx) => {
      // Even where nothing differs: somebody with older news must not come after us.
      if (!(await raiseVersion(tx, { accountId, mode }, customerId, shown.version))) return false
      if (now.status === shown.status && now.plan === shown.plan) return true
      await setSubscription(tx, accountId, now)
      await invalidation.evict(tx, [accountId])
      await record(tx, {
        action: 'subscription.changed',
        accountId,
        actor,
        ...(origin && { origin }),
        target: { type: 'account', id: accountId },
        details: { ...now, previous_status: shown.status, previous_plan: shown.plan },
      })
      return true
    })
  }

  return async (calls, by, customerId) => {
    const { accountId } = by
    for (let tries = 0; tries < TRIES; tries += 1) {
      const shown = await findSubscription(database.read, { accountId, mode })
      if (!shown) return undefined
      const seen = shown.deleted ? await close(calls, accountId, customerId) : await look(calls, accountId, customerId)
      if (!seen || (await write(by, customerId, shown, seen.now))) return seen?.current
    }
    throw new Refusal('payments_unavailable', { cause: 'the subscription kept changing' })
  }

  /** Whatever a closed account still has, or has come to have since. */
  async function close(calls: Calls, accountId: string, customerId: string): Promise<Seen> {
    await expireSessions(calls, customerId)
    await end(calls, accountId, await listSubscriptions(calls, customerId))
    return CANCELLED
  }
}
