import { createHash } from 'node:crypto'
import type { Stripe } from 'stripe'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { idOf } from './catalogue.ts'
import type { Requester } from './requester.ts'
import { addCustomer, findAccountOf, findCustomer, findPayer, replaceCustomer } from './store.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { isMissing, isRefused, isRequestRefused, orMissing, retryWhileKeyInUse } from './stripe-errors.ts'

/** The account's id in the metadata of the objects that we create at Stripe. With it, a lost row can be restored. */
export const ACCOUNT_KEY = 'quiva_account'

/** The account for which something is done at Stripe, and the actor who does it. */
export type AccountActor = { accountId: string; actor: Actor; origin?: Origin }

export type Customers = {
  /** The account's customer: by our row, or else by its metadata at Stripe; undefined if there is none. */
  find(calls: Calls, accountId: string): Promise<string | undefined>
  /** The same; creates one if there is none. */
  ensure(calls: Calls, requester: Requester): Promise<string>
  /**
   * Runs `work` with the account's customer. If somebody has deleted that customer at Stripe, it runs once more with a
   * new one.
   */
  using<T>(calls: Calls, requester: Requester, work: (customerId: string) => Promise<T>): Promise<T>
  /** The account of the customer, by our row or by the customer's metadata; undefined if the customer is not ours. */
  accountOf(calls: Calls, customerId: string): Promise<string | undefined>
}

/** For how long a customer counts as not ours without asking Stripe again: an operator may make it ours by hand. */
const FOREIGN_MS = 10 * 60_000
const MOST_FOREIGN = 10_000

export function createCustomers(database: Database, { mode }: Pick<StripeClient, 'mode'>): Customers {
  const found: Actor = { kind: 'system' }
  /**
   * Customers that are not ours, and until when they count as such. If others use the operator's account at Stripe,
   * too, events of their customers also come here.
   */
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
   * Stores the customer, in place of `instead` if there is one. Resolves with the account's customer, which is another
   * one if somebody else stored theirs first.
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
   * Searches by metadata, in case the row was lost. Stripe's search lags by a minute; the idempotency key of `create`
   * does not.
   */
  async function search(calls: Calls, accountId: string): Promise<string | undefined> {
    const query = `metadata['${ACCOUNT_KEY}']:'${accountId}'`
    try {
      const { data } = await calls.stripe.customers.search({ query, limit: 1 }, calls.reading())
      return data[0]?.id
    } catch (error) {
      // Stripe has no search for accounts in India.
      if (!isRequestRefused(error)) throw error
      return searchByAddress(calls, accountId)
    }
  }

  /**
   * Searches by metadata among the customers with the address that we gave. A customer with another address is not
   * found.
   */
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
    const { id } = await retryWhileKeyInUse(() => calls.stripe.customers.create(wanted, calls.once(key))).catch(
      (error: unknown) => {
        // Stripe refuses some valid addresses: then the customer has none.
        if (!isRefused(error, 'email')) throw error
        return retryWhileKeyInUse(() => calls.stripe.customers.create(withoutEmail, calls.once(`${key}/no-email`)))
      },
    )
    const kept = await keep(id, requester, instead)
    // Two requests came at the same instant, and the account changed between them: nobody has seen the customer of this
    // one.
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
      // The account may have another customer by now: then this one belongs to no account.
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
