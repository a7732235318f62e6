import { createHash } from 'node:crypto'
import type { Stripe } from 'stripe'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { idOf } from './catalogue.ts'
import type { Requester } from './requester.ts'
import { addCustomer, findAccountOf, findCustomer, findPayer, replaceCustomer } from './store.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { inTurn, isMissing, isNo, isRefused, orMissing } from './stripe-errors.ts'

/** In the metadata of what we make at Stripe: whose it is. A lost row is found again by it. */
export const ACCOUNT_KEY = 'quiva_account'

/** The account for which something is done at Stripe, and who does it. */
export type AccountActor = { accountId: string; actor: Actor; origin?: Origin }

export type Customers = {
  /** The account's customer: by our row, or else by its metadata at Stripe; undefined if there is none. */
  find(calls: Calls, accountId: string): Promise<string | undefined>
  /** The same; creates one if there is none. */
  ensure(calls: Calls, requester: Requester): Promise<string>
  /**
   * Runs `work` with the account's customer. If somebody has deleted that one at Stripe, it runs once more with a new one.
   */
  using<T>(calls: Calls, requester: Requester, work: (customerId: string) => Promise<T>): Promise<T>
  /** The account whose customer that is, by our row or by its metadata; undefined if it is none of ours. */
  accountOf(calls: Calls, customerId: string): Promise<string | undefined>
}

/** How long a customer that is not ours is not asked for again: an operator may make it ours by hand. */
const FOREIGN_MS = 10 * 60_000
const MOST_FOREIGN = 10_000

export function createCustomers(database: Database, { mode }: Pick<StripeClient, 'mode'>): Customers {
  const found: Actor = { kind: 'system' }
  /** Customers of whoever else uses the operator's account at Stripe, until when; events of theirs come here, too. */
  const foreign = new Map<string, number>()

  function noteForeign(customerId: string): void {
    foreign.delete(customerId)
    for (const oldest of foreign.keys()) {
      if (foreign.size < MOST_FOREIGN) break
      foreign.delete(oldest)
    }
    foreign.set(customerId, performance.now() + FOREIGN_MS)
  }

  /**
   * Keeps what Stripe has, in place of `instead` if there is one; resolves with the account's customer, which is another
   * one if somebody was faster.
   */
  async function keep(
    customerId: string,
    { accountId, actor, origin }: AccountActor,
    instead: string | undefined,
  ): Promise<string> {
    const key = { accountId, mode }
    return database.transaction(async (tx) => {
      const replaced = instead !== undefined && (await replaceCustomer(tx, key, instead, customerId))
      if (!replaced && !(await addCustomer(tx, key, customerId))) return (await findCustomer(tx.db, key)) ?? customerId
      await record(tx, {
        action: 'payment.customer_created',
        accountId,
        actor,
        ...(origin && { origin }),
        target: { type: 'account', id: accountId },
        details: { customer: customerId },
      })
      return customerId
    })
  }

  /**
   * By metadata, for a row that was lost. Stripe's search lags by a minute; the idempotency key of `create` does not.
   */
  async function search(calls: Calls, accountId: string): Promise<string | undefined> {
    const query = `metadata['${ACCOUNT_KEY}']:'${accountId}'`
    try {
      const { data } = await calls.stripe.customers.search({ query, limit: 1 }, calls.reading())
      return data[0]?.id
    } catch (error) {
      // Stripe has no search for accounts in India.
      if (!isNo(error)) throw error
      return searchByAddress(calls, accountId)
    }
  }

  /** Among the customers with the address that we gave it, by its metadata. One with another address is not found. */
  async function searchByAddress({ stripe, reading }: Calls, accountId: string): Promise<string | undefined> {
    const email = (await findPayer(database.read, accountId))?.email
    if (email === undefined) return undefined
    const { data } = await stripe.customers.list({ email, limit: 100 }, reading())
    return data.find(({ metadata }) => metadata[ACCOUNT_KEY] === accountId)?.id
  }

  async function create(calls: Calls, requester: Requester, instead: string | undefined): Promise<string> {
    const { accountId } = requester
    const account = await findPayer(database.read, accountId)
    if (!account || account.deleted) throw new Refusal('unauthorized', { reason: 'the account was deleted' })
    const wanted = { email: account.email, name: account.name, metadata: { [ACCOUNT_KEY]: accountId } }
    // The same key with other members would be an error: somebody may have been renamed in between.
    const fingerprint = createHash('sha256').update(JSON.stringify(wanted)).digest('hex').slice(0, 16)
    const key = `customer/${accountId}/${instead ?? 'first'}/${fingerprint}`
    const { email: _, ...withoutEmail } = wanted
    await requester.recheck()
    const { id } = await inTurn(() => calls.stripe.customers.create(wanted, calls.once(key))).catch(
      (error: unknown) => {
        // Stripe refuses some valid addresses: then the customer has none.
        if (!isRefused(error, 'email')) throw error
        return inTurn(() => calls.stripe.customers.create(withoutEmail, calls.once(`${key}/no-email`)))
      },
    )
    const kept = await keep(id, requester, instead)
    // Two requests at the same instant, and the account changed between them: nobody has seen this customer.
    if (kept !== id) await calls.stripe.customers.del(id, {}, calls.reading())
    return kept
  }

  const customers: Customers = {
    async find(calls, accountId) {
      const known = await findCustomer(database.read, { accountId, mode })
      if (known !== undefined) return known
      const lost = await search(calls, accountId)
      return lost === undefined ? undefined : keep(lost, { accountId, actor: found }, undefined)
    },

    async ensure(calls, requester) {
      return (await customers.find(calls, requester.accountId)) ?? create(calls, requester, undefined)
    },

    async using(calls, requester, work) {
      const customerId = await customers.ensure(calls, requester)
      try {
        return await work(customerId)
      } catch (error) {
        if (!isMissing(error, 'customer')) throw error
        return work(await create(calls, requester, customerId))
      }
    },

    async accountOf(calls, customerId) {
      const known = await findAccountOf(database.read, customerId)
      if (known !== undefined) return known
      if ((foreign.get(customerId) ?? 0) > performance.now()) return undefined
      const customer = await retrieve(calls, customerId)
      const accountId = customer?.metadata[ACCOUNT_KEY]
      if (accountId === undefined || !(await findPayer(database.read, accountId))) {
        noteForeign(customerId)
        return undefined
      }
      // Another customer may be the account's by now: then this one is an orphan, and nobody's.
      return (await keep(customerId, { accountId, actor: found }, undefined)) === customerId ? accountId : undefined
    },
  }
  return customers
}

async function retrieve({ stripe, reading }: Calls, customerId: string): Promise<Stripe.Customer | undefined> {
  const customer = await orMissing(stripe.customers.retrieve(customerId, {}, reading()))
  return customer?.deleted ? undefined : customer
}

/** The customer that an object of Stripe belongs to. */
export function customerOf(reference: string | { id: string } | null): string | undefined {
  return reference === null ? undefined : idOf(reference)
}
