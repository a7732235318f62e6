import { markExportsPushed } from '../../access/directory/account-claims.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { inPages } from '../../platform/database/in-pages.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor } from '../../platform/outbox/worker.ts'
import { listImporters } from './shares-store.ts'

/** Keyed by exporter: gives new claims to the accounts that import from it. */
const importersWork = defineWork<null>('refresh-importers')

const PAGE = 100

type Deps = {
  database: Database
  outbox: Outbox
  /**
   * Raises the version of an account's claims and queues a push, which comes after the pushes that somebody waits for.
   */
  refresh: (tx: Tx, accountId: string) => Promise<void>
}

/**
 * Keeps the claims of importers in step with the exports. The servers themselves disconnect and connect importers when
 * the exporter's claims arrive (measured), so this need not be fast. But an import that no export covers must not stay
 * in the claims, since the servers would search for its account in vain (1.9 s at each start), and an import that is
 * covered again must return with a new activation.
 *
 * It depends on which exports were pushed, not on which operation changed them. So it also runs when the exporter's
 * account is deleted or restored, without a call from there.
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
    /** Call this after a push whose exports differ from those of the push before. */
    async follow(accountId: string, digest: string | null): Promise<void> {
      await database.transaction(async (tx) => {
        await markExportsPushed(tx, accountId, digest)
        await outbox.enqueue(tx, importersWork, null, { key: accountId })
      })
    },
  }
}
