import type { Principal } from '../access/principal.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { findExport, resolveSubjects } from '../messaging/shares.ts'
import { type ListedExport, type ListedImport, listExports, listImportsFrom, readShares } from './store.ts'

export type ImportsAndExports = {
  /** The account's public key on the message bus: what stands at a token position. */
  key: string
  exports: (ListedExport & { importers: number })[]
  imports: (ListedImport & {
    /** Where the account's clients find it. */
    localSubject: string
    /** Null while it is broken: an account that offers nothing any more is not named either. */
    exporterName: string | null
  })[]
}

export type ListImportsExports = (principal: Principal) => Promise<ImportsAndExports>

/** listImportsExports (Decision 9): what the contract lets an account change, to look at. */
export function createListImportsExports(database: Database): ListImportsExports {
  return async function list({ accountId }) {
    const shares = await readShares(database.read, accountId)
    if (!shares) throw new Refusal('unauthorized')
    const offered = await listExports(database.read, [...new Set(shares.imports.map((one) => one.exporterId))])
    const taken = await listImportsFrom(database.read, accountId)
    return {
      key: shares.key,
      exports: shares.exports.map((one) => {
        const importers = taken.filter((wanted) => findExport([one], wanted, wanted.accountId))
        return { ...one, importers: new Set(importers.map((importer) => importer.accountId)).size }
      }),
      imports: shares.imports.map((one) => {
        const exports = offered.filter((candidate) => candidate.accountId === one.exporterId)
        const covering = findExport(exports, one, accountId)
        const { localSubject } = resolveSubjects(one, shares.key)
        return { ...one, localSubject, exporterName: covering?.accountName ?? null }
      }),
    }
  }
}
