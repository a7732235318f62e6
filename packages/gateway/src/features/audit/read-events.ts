import { setImmediate as turn } from 'node:timers/promises'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { normaliseEmail } from '../../platform/values/email.ts'
import {
  type EventFilter,
  type EventPage,
  type EventRow,
  findMemberId,
  type PageBounds,
  readPage,
} from './event-store.ts'

/**
 * How many events an export reads at once; twice as many are in memory. On SQLite, all requests wait during a read, for
 * 2 ms.
 */
const BATCH = 250

/** The client's filter; it names a user by id or address. */
export type EventQuery = Omit<EventFilter, 'userId'> & { user?: string | undefined }

export type ReadEvents = {
  /** listAuditEvents: a page of the account's log. */
  list(accountId: string, query: EventQuery, page: PageBounds): Promise<EventPage>
  /**
   * exportAuditEvents: the whole log in the same order, a batch at a time, as fast as the client takes them. Each event
   * that was there at the start comes exactly once, whatever is written in the meantime: newer events belong before the
   * first one, and no event ever changes. Before each batch it asks `mayGoOn`; if that is false, the export ends with
   * an error, so that it does not look complete.
   */
  export(
    principal: Principal,
    query: EventQuery,
    origin: Origin,
    mayGoOn: () => Promise<boolean>,
  ): Promise<AsyncGenerator<EventRow[]>>
}

export function createReadEvents(database: Database, exportsPerUser: Limiter): ReadEvents {
  /** Undefined if the account does not know the user: the list is then empty, as it is for any stranger. */
  async function filterOf(accountId: string, { user, ...filter }: EventQuery): Promise<EventFilter | undefined> {
    if (!user?.includes('@')) return { ...filter, userId: user }
    const userId = await findMemberId(database.read, accountId, normaliseEmail(user))
    return userId === undefined ? undefined : { ...filter, userId }
  }

  async function* batches(accountId: string, filter: EventFilter | undefined, mayGoOn: () => Promise<boolean>) {
    let after: string | undefined
    while (filter) {
      if (!(await mayGoOn())) throw new Refusal('unauthorized')
      const { events, next } = await readPage(database.read, accountId, filter, { after, limit: BATCH })
      if (events.length > 0) yield events
      // SQLite answers synchronously: without a turn of the event loop, all other requests would wait until the whole
      // log is read.
      await turn()
      if (next === null) return
      after = next
    }
  }

  return {
    async list(accountId, query, page) {
      const filter = await filterOf(accountId, query)
      return filter ? readPage(database.read, accountId, filter, page) : { events: [], next: null }
    },

    async export(principal, query, origin, mayGoOn) {
      const { accountId, userId } = principal
      await exportsPerUser.count(userId)
      const filter = await filterOf(accountId, query)
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'exportAuditEvents', 'account')
        await record(tx, {
          action: 'audit.exported',
          accountId,
          actor: principal,
          origin,
          target: { type: 'account', id: accountId },
        })
      })
      const read = batches(accountId, filter, mayGoOn)
      // The first batch is read before the answer starts, so that a credential that is no longer valid gets an ordinary
      // refusal.
      const first = await read.next()
      return goOn(first, read)
    },
  }
}

async function* goOn<T>(first: IteratorResult<T, unknown>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done === true) return
  yield first.value
  yield* rest
}
