import { markExportsPushed } from '../../access/directory/account-claims.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { inPages } from '../../platform/database/in-pages.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor } from '../../platform/outbox/worker.ts'
import { listImporters } from './shares-store.ts'

/** Keyed by exporter: gives the accounts that import from it new claims. */
const importersWork = defineWork<null>('refresh-importers')

const PAGE = 100

type Deps = {
  database: Database
  outbox: Outbox
  /** Raises the version of an account's claims and has them pushed, behind what somebody waits for. */
  refresh: (tx: Tx, accountId: string) => Promise<void>
}

/**
 * Keeps the claims of importers in step with what is exported. The servers cut importers when the exporter's claims
 * arrive and connect them again (measured), so nothing is late here; but an import that nobody covers must not stay in
 * claims, where the servers look for its account in vain (1.9 s at each start), and one that is covered again must come
 * back with a fresh activation.
 *
 * It hangs on what was pushed, not on who changed what: adding and removing exports, deleting the account and bringing
 * it back all end up here by themselves.
 */
export function createImporters({ database, outbox, refresh }: Deps) {
  const refreshImporters = handlerFor(importersWork, (_payload, { key: exporterId }) =>
    inPages(
      PAGE,
      (after, limit) => listImporters(database.read, exporterId, after, limit),
      (ids) =>
        database.transaction(async (tx) => {
          for (const id of ids) await refresh(tx, id)
        }),
    ),
  )

  return {
    refreshImporters,
    /** To be called after a push of claims with other exports than the last one had. */
    async follow(accountId: string, digest: string | null): Promise<void> {
      await database.transaction(async (tx) => {
        await markExportsPushed(tx, accountId, digest)
        await outbox.enqueue(tx, importersWork, null, { key: accountId })
      })
    },
  }
}
