import { hash } from 'node:crypto'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import type { AccountState, ExportClaim, ImportClaim } from './account-claims.ts'
import { activationJwt } from './activation.ts'
import { keyPairFromSeed } from './nkeys.ts'
import { findExport, type Import, resolveSubjects } from './shares.ts'
import { type Exporter, findExporters, listExports, listImports, type StoredExport } from './shares-store.ts'
import { readStoredClaims } from './store.ts'

/** The claims of an account as the database has them now, with the version they stand for. */
export type VersionedState = {
  state: AccountState
  version: number
  /** Differs where the exports do; null where there are none. */
  exportsDigest: string | null
  /** That of the claims which were pushed last. */
  exportsPushed: string | null
}

/** Everything that an account's claims are built from; undefined before the activation. */
export async function readClaims(
  database: Database,
  sealer: Sealer,
  accountId: string,
): Promise<VersionedState | undefined> {
  const stored = await readStoredClaims(database.read, accountId)
  if (!stored) return undefined
  const { state, version, exportsPushed } = stored
  // A closed account shares nothing: that alone cuts its importers, whatever they do.
  const offered = state.closed ? [] : await listExports(database.read, accountId)
  const exports = offered.map(toClaim)
  const imports = state.closed ? [] : await readImports(database, sealer, accountId, state.accountPublicKey)
  // Of the rows, not the claims: what was removed and added again is told apart by its second, so that importers follow
  // who lost it in between.
  const exportsDigest = offered.length === 0 ? null : hash('sha256', JSON.stringify(offered), 'base64url')
  return { state: { ...state, exports, imports }, version, exportsDigest, exportsPushed }
}

/**
 * The imports that an export covers. With a broken one in the claims, servers would search for an account that is gone.
 */
async function readImports(
  database: Database,
  sealer: Sealer,
  importerId: string,
  importerKey: string,
): Promise<ImportClaim[]> {
  const imports = await listImports(database.read, importerId)
  const exporters = await findExporters(database.read, [...new Set(imports.map((one) => one.exporterId))])
  return imports.flatMap((one) => {
    const exporter = exporters.get(one.exporterId)
    const covering = exporter && findExport(exporter.exports, one, importerId)
    return covering ? [toImportClaim(one, { exporter, covering, importerKey, sealer })] : []
  })
}

function toImportClaim(
  one: Import,
  {
    exporter,
    covering,
    importerKey,
    sealer,
  }: { exporter: Exporter; covering: StoredExport; importerKey: string; sealer: Sealer },
): ImportClaim {
  const { subject, localSubject } = resolveSubjects(one, importerKey)
  const { name, type } = one
  const issuedAtSeconds = activationsSince(covering)
  const signer = () => {
    const seed = sealer.open(exporter.seedSealed, sealedColumns.accountSeed.context(exporter.accountId))
    return keyPairFromSeed(seed, 'account')
  }
  const activation =
    issuedAtSeconds === null ? null : activationJwt({ importerKey, subject, type, issuedAtSeconds }, signer())
  return { name, subject, localSubject, type, exporterKey: exporter.publicKey, activation }
}

function toClaim(one: StoredExport): ExportClaim {
  const { name, subject, type, tokenPosition } = one
  return { name, subject, type, tokenPosition, activationsSince: activationsSince(one) }
}

/**
 * An export for some accounts only asks for activations from its own days: who was allowed in an earlier one of the same
 * subject stays out, even while the servers still have that account's old claims.
 */
function activationsSince({ allowedAccounts, issuedAtSeconds }: StoredExport): number | null {
  return allowedAccounts === null ? null : issuedAtSeconds
}
