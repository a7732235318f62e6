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

/** The claims of an account as the database has them now, with their version. */
export type VersionedState = {
  state: AccountState
  version: number
  /** Differs where the exports do; null where there are none. */
  exportsDigest: string | null
  /** The digest of the exports in the claims that were pushed last. */
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
  // A closed account shares nothing: that alone cuts its importers off, whatever their claims say.
  const offered = state.closed ? [] : await listExports(database.read, accountId)
  const exports = offered.map(toClaim)
  const imports = state.closed ? [] : await readImports(database, sealer, accountId, state.accountPublicKey)
  // The digest is made of the rows, not of the claims: an export that was removed and added again differs by its
  // second, so that importers that lost it in between get new claims.
  const exportsDigest = offered.length === 0 ? null : hash('sha256', JSON.stringify(offered), 'base64url')
  return { state: { ...state, exports, imports }, version, exportsDigest, exportsPushed }
}

/**
 * The imports that an export covers. If a broken import were in the claims, servers would search for a deleted account.
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
 * An export that only some accounts may import requires activations that are not older than itself. An account that
 * only an earlier export of the same subject allowed stays out, even while the servers still have its old claims.
 */
function activationsSince({ allowedAccounts, issuedAtSeconds }: StoredExport): number | null {
  return allowedAccounts === null ? null : issuedAtSeconds
}
