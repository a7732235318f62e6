import { eraseDeletedAccount, notePurge } from '../../access/directory/deleted-accounts.ts'
import { type AuditEvent, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { BusAccounts } from '../../transport/messaging/bus-accounts.ts'
import { listErasable, listPurgeable } from './deleted-accounts-store.ts'

const DAY_MS = 86_400_000

/** How long a deleted account's streams stay on the message bus. */
const STREAMS_KEPT_MS = 30 * DAY_MS

/** How long an operator can restore a deleted account; after that, only its audit events are left. */
export const DELETED_ACCOUNT_KEPT_MS = 365 * DAY_MS

const BATCH = 1000

/** Purges the streams of an account if it is still deleted. The key is the account's id. */
const purgeWork = defineWork<null>('purge-streams')

/** Purges deleted accounts and their streams after their retention times. */
export type TidyDeletedAccounts = (now: number) => Promise<void>

type Deps = { database: Database; outbox: Outbox; busAccounts: BusAccounts }

/**
 * Without a message bus there is nothing to purge; if a message bus is connected later, the streams are purged then.
 */
export function purgeStreamsOfDeletedAccounts({ database, busAccounts }: Omit<Deps, 'outbox'>): WorkHandler {
  return handlerFor(purgeWork, busAccounts.hasBus ? (_payload, { key }) => purgeStreams(key) : undefined)

  async function purgeStreams(accountId: string): Promise<void> {
    const now = Date.now()
    // The purge is noted before it is done, so that an operator who restores the account in between learns that the
    // streams are gone.
    const publicKey = await database.transaction(async (tx) => {
      const noted = await notePurge(tx, accountId, { now, deletedBefore: now - STREAMS_KEPT_MS })
      if (noted?.isFirst) await record(tx, { ...eventAbout(accountId), action: 'account.streams_purged' })
      return noted?.publicKey
    })
    if (publicKey !== undefined) await busAccounts.purgeStreams(publicKey)
  }
}

export function createTidyDeletedAccounts({ database, outbox, busAccounts }: Deps): TidyDeletedAccounts {
  async function enqueuePurges(now: number): Promise<void> {
    const ids = await listPurgeable(database.read, now - STREAMS_KEPT_MS, BATCH)
    await database.transaction(async (tx) => {
      for (const id of ids) await outbox.enqueue(tx, purgeWork, null, { key: id })
    })
  }

  async function erase(accountId: string, now: number): Promise<void> {
    await database.transaction(async (tx) => {
      const erased = await eraseDeletedAccount(tx, accountId, now - DELETED_ACCOUNT_KEPT_MS)
      if (!erased) return
      await busAccounts.remove(tx, erased)
      await record(tx, { ...eventAbout(accountId), action: 'account.erased', details: { name: erased.name } })
    })
  }

  return async function tidy(now) {
    if (busAccounts.hasBus) await enqueuePurges(now)
    for (;;) {
      const ids = await listErasable(database.read, now - DELETED_ACCOUNT_KEPT_MS, BATCH)
      for (const id of ids) await erase(id, now)
      if (ids.length < BATCH) return
    }
  }
}

function eventAbout(accountId: string): Omit<AuditEvent, 'action'> {
  return { accountId, actor: { kind: 'system' }, target: { type: 'account', id: accountId } }
}
