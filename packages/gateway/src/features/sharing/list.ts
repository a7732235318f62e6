import { setImmediate } from 'node:timers/promises'
import type { Principal } from '../../access/principal.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { findExport, resolveSubjects } from '../../transport/messaging/shares.ts'
import { type ListedExport, type ListedImport, listExports, listImportsFrom, readShares } from './store.ts'

export type ImportsAndExports = {
  /** The account's public key on the message bus, which takes the place of the `*` at a token position. */
  key: string
  exports: (ListedExport & { importers: number })[]
  imports: (ListedImport & {
    /** The subject at which the account's clients find it. */
    localSubject: string
    /** Null while the import is broken: an account that no longer offers anything is not named. */
    exporterName: string | null
  })[]
}

export type ListImportsExports = (principal: Principal) => Promise<ImportsAndExports>

/** How many importers are read at once; each has at most 100 imports. */
const PAGE = 50

/** listImportsExports, an addition to the contract: shows what the contract lets an account change. */
export function createListImportsExports(database: Database): ListImportsExports {
  return async function list({ accountId }) {
    const shares = await readShares(database.read, accountId)
    if (!shares) throw new Refusal('unauthorized')
    const offered = await listExports(database.read, [...new Set(shares.imports.map((one) => one.exporterId))])
    const importers = await countImporters(database, accountId, shares.exports)
    return {
      key: shares.key,
      exports: shares.exports.map((one) => ({ ...one, importers: importers.get(one) ?? 0 })),
      imports: shares.imports.map((one) => {
        const exports = offered.filter((candidate) => candidate.accountId === one.exporterId)
        const covering = findExport(exports, one, accountId)
        const { localSubject } = resolveSubjects(one, shares.key)
        return { ...one, localSubject, exporterName: covering?.accountName ?? null }
      }),
    }
  }
}

/**
 * How many accounts import from each export. There may be thousands, so other requests have their turn between pages.
 */
async function countImporters(
  database: Database,
  exporterId: string,
  exports: readonly ListedExport[],
): Promise<Map<ListedExport, number>> {
  const counted = new Map<ListedExport, number>()
  if (exports.length === 0) return counted
  for (let after: string | undefined = ''; after !== undefined; await setImmediate()) {
    const imports = await listImportsFrom(database.read, exporterId, after, PAGE)
    after = imports.at(-1)?.accountId
    const living = imports.filter(({ isDeleted }) => !isDeleted)
    for (const [importer, own] of Map.groupBy(living, ({ accountId }) => accountId)) {
      const used = new Set(own.flatMap((one) => findExport(exports, one, importer) ?? []))
      for (const one of used) counted.set(one, (counted.get(one) ?? 0) + 1)
    }
  }
  return counted
}
