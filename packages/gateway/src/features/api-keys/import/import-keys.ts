import { countImports, roomForImports } from '../../../access/directory/key-slots.ts'
import { type ImportedKeys, MOST_SECRETS } from '../../../access/imported-keys/imported-keys.ts'
import { storedName } from '../../../access/imported-keys/names.ts'
import { NO_LIMITS } from '../../../access/key-limits/key-limits.ts'
import { permit } from '../../../access/permit.ts'
import type { Principal } from '../../../access/principal.ts'
import { type Rechecked, recheckInTransaction } from '../../../access/recheck.ts'
import { type AuditEvent, type Origin, recordAll } from '../../../platform/audit/audit.ts'
import { keyedHash, sha256 } from '../../../platform/crypto/hashing.ts'
import { newId } from '../../../platform/crypto/random.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { invalid, Refusal } from '../../../platform/errors/refusal.ts'
import { latestExpiry, refuseLongAncestry } from '../below-issuer.ts'
import { describedDifferences, NO_DESCRIPTION } from '../describe-key.ts'
import { blocksBus, differences, refuseBeyond } from '../limits.ts'
import type { KeyOwner, ServiceAccountRole, ServiceAccounts } from '../service-accounts.ts'
import { addImports, findExisting, findImportingServiceAccount, type NewImport } from './import-store.ts'
import { type ImportRow, type RowToImport, readRow } from './read-row.ts'

/** What became of one key of the request. A trial has no ids of keys that would be imported. */
export type ImportedRow =
  | { status: 'imported'; id: string | undefined; expiresAt: number }
  | { status: 'exists'; id: string | undefined }
  | { status: 'refused'; refusal: Refusal }

export type ImportKeys = (
  principal: Principal,
  input: {
    keys: readonly ImportRow[]
    /** The secret of HMAC-SHA-256; without one, the hashes are SHA-256. */
    hmacSecret?: Buffer | undefined
    /** With a role, the keys belong to the account; without one, to the caller. */
    accountRole?: ServiceAccountRole | undefined
    dryRun: boolean
  },
  origin: Origin,
) => Promise<ImportedRow[]>

type Deps = {
  database: Database
  importedKeys: Pick<ImportedKeys, 'added' | 'secretFor'>
  serviceAccounts: ServiceAccounts
  mostImported: number
}

/** Ends the transaction of a trial, and carries what it has found. */
class Trial extends Error {
  readonly rows: ImportedRow[]
  constructor(rows: ImportedRow[]) {
    super('a trial changes nothing')
    this.rows = rows
  }
}

/**
 * importApiKeys: takes over keys that were issued elsewhere, as hashes. Each key is answered by itself, in its order; one
 * that this account has already is said to be there, so that a request can be repeated. One transaction, with some 15
 * statements for 1,000 keys; a trial asks the same of them and adds none.
 */
export function createImportKeys({ database, importedKeys, serviceAccounts, mostImported }: Deps): ImportKeys {
  return async (principal, { keys, accountRole, hmacSecret, dryRun }, origin) => {
    const now = Date.now()
    const latest = await latestExpiry(database, principal)
    const digestOf = (key: string) => (hmacSecret ? keyedHash(hmacSecret, key) : sha256(key))
    const read = keys.map((row, index) => attempt(index, () => readRow(row, principal, { now, latest, digestOf })))
    const prepared = accountRole && (await serviceAccounts.prepare(principal, accountRole))

    async function carryOut(tx: Tx): Promise<ImportedRow[]> {
      const caller = await recheckInTransaction(tx, principal, 'importApiKeys', 'self')
      if (accountRole !== undefined) permit(caller, 'importApiKeys:account', 'account')
      const secret = hmacSecret && (await secretFor(tx, caller, hmacSecret))
      const checked = checkAgain(caller, read)
      const { rows, added } = await sortOut(tx, caller, checked, { secretId: secret?.id, dryRun })
      if (dryRun) throw new Trial(rows)
      if (added.length === 0) return rows
      // Only now: whoever imports nothing uses up none of the account's secrets.
      await secret?.store()
      const userId = prepared && accountRole ? await join(tx, caller, prepared, accountRole) : caller.userId
      const isBlocked = caller.key?.isBlocked ?? false
      const imports = added.map((row) => ({
        ...row,
        accountId: caller.accountId,
        userId,
        issuedByKeyId: caller.apiKeyId,
        createdAt: now,
        credsBlockedAt: isBlocked || row.disabled || blocksBus(row) ? now : null,
      }))
      await addImports(tx, imports)
      await countImports(tx, caller.account, imports.length)
      const by = { accountId: caller.accountId, actor: principal, origin }
      const owner = accountRole && { owner: userId, role: accountRole }
      await recordAll(
        tx,
        imports.map((key) => eventOf(key, owner, by)),
      )
      await importedKeys.added(
        tx,
        imports.map(({ digest }) => digest),
      )
      return rows
    }

    return database.transaction(carryOut).catch((error: unknown) => {
      if (error instanceof Trial) return error.rows
      throw error
    })
  }

  async function secretFor(tx: Tx, { account }: Rechecked, secret: Buffer) {
    const found = await importedKeys.secretFor(tx, account, secret)
    if (found === undefined)
      throw invalid('/body/hmac_secret', `must be one of the ${MOST_SECRETS} that this account has given before`)
    return found
  }

  /** The limits and the expiry of the caller's key may have changed since the rows were read. */
  function checkAgain({ apiKeyId, key, limits }: Rechecked, read: readonly Read[]): Read[] {
    if (apiKeyId === null) return [...read]
    refuseLongAncestry(key)
    return read.map((row, index) => {
      if (row instanceof Refusal) return row
      if (key && key.expiresAt < row.expiresAt) throw new Refusal('unauthorized')
      return attempt(index, () => {
        refuseBeyond(limits, row.asked, row)
        return row
      })
    })
  }

  /** The answers, in the order of the rows, and the keys that are to be added. */
  async function sortOut(
    tx: Tx,
    { account, accountId }: Rechecked,
    read: readonly Read[],
    { secretId, dryRun }: { secretId: string | undefined; dryRun: boolean },
  ) {
    const of = secretId === undefined ? { accountId } : { secretId }
    const named = read.map((row) => (row instanceof Refusal ? row : { ...row, keyHash: storedName(row.digest, of) }))
    const hashes = named.flatMap((row) => (row instanceof Refusal ? [] : row.keyHash))
    const ids: Map<string, string | undefined> = await findExisting(tx, hashes)
    let room = await roomForImports(tx, account, mostImported)
    const added: (RowToImport & { id: string; keyHash: string })[] = []
    const rows = named.map((row): ImportedRow => {
      if (row instanceof Refusal) return { status: 'refused', refusal: row }
      if (ids.has(row.keyHash)) return { status: 'exists', id: ids.get(row.keyHash) }
      if (room === 0) return { status: 'refused', refusal: new Refusal('too_many_keys') }
      room -= 1
      const id = newId('key')
      added.push({ ...row, id })
      ids.set(row.keyHash, dryRun ? undefined : id)
      return { status: 'imported', id: dryRun ? undefined : id, expiresAt: row.expiresAt }
    })
    return { rows, added }
  }

  /** All keys of the account with the same role act as one service account, since there may be at most 500. */
  async function join(tx: Tx, caller: Rechecked, prepared: KeyOwner, role: ServiceAccountRole): Promise<string> {
    const known = await findImportingServiceAccount(tx.db, caller.accountId, role)
    if (known !== undefined) return known
    await prepared.join(tx, caller)
    return prepared.userId
  }
}

type Read = RowToImport | Refusal

/** The refusal of a row is an answer of its own, and says where in the request it is. */
function attempt<T>(index: number, read: () => T): T | Refusal {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const details = error.details?.map(({ path, message }) => ({
      path: path.replace('/body', `/body/keys/${index}`),
      message,
    }))
    return new Refusal(error.code, details && { details })
  }
}

function eventOf(
  key: NewImport,
  owner: { owner: string; role: string } | undefined,
  by: Pick<AuditEvent, 'accountId' | 'actor' | 'origin'>,
): AuditEvent {
  return {
    ...by,
    action: 'api_key.imported',
    target: { type: 'api_key', id: key.id },
    details: {
      name: key.name,
      expires_on: new Date(key.expiresAt).toISOString(),
      start: key.start,
      ...differences(NO_LIMITS, key),
      ...describedDifferences(NO_DESCRIPTION, key),
      ...(key.environment === 'test' && { environment: key.environment }),
      ...(key.disabled && { disabled: true }),
      ...owner,
    },
  }
}
