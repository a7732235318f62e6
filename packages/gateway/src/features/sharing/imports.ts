import type { Principal } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { type Import, isOpenTo, resolveSubjects } from '../../transport/messaging/shares.ts'
import { covers, hasSameWildcards, problemOf, tokenAt, withToken } from '../../transport/messaging/subjects.ts'
import type { ChangeShares, Shared } from './change-shares.ts'
import { closesCircle, type ServiceImport } from './circles.ts'
import { parseName, refuseImport } from './rules.ts'
import {
  addImport,
  asServiceImport,
  findAccountId,
  listExports,
  listServiceImports,
  readShares,
  removeImport,
} from './store.ts'

export type ImportInput = {
  name: string
  subject: string
  /** Id or name of the exporting account. */
  account: string
  tokenPosition?: number | undefined
  localSubject?: string | undefined
}

export type Imports = {
  /**
   * addImport: after the answer, this account's clients receive the stream or may call the service. Throws
   * `no_matching_export` if the exporting account does not exist or is deleted, and if it has no such export for the
   * caller.
   */
  add(principal: Principal, input: ImportInput, origin: Origin): Promise<Shared>
  /** removeImport: nothing arrives any more; the exporting account is untouched. */
  remove(principal: Principal, name: string, origin: Origin): Promise<Shared>
}

export function createImports({ lock }: Pick<Database, 'lock'>, change: ChangeShares): Imports {
  return {
    async add(principal, input, origin) {
      const { accountId } = principal
      const name = parseName(input.name, '/body/import/name')
      refuseMalformed(input)
      return change(principal, 'addImport', async (tx) => {
        const shares = await readShares(tx.db, accountId)
        if (!shares) throw new Refusal('unauthorized')
        const one = await match(tx, input, { name, importerId: accountId, importerKey: shares.key })
        refuseImport(shares, one)
        if (one.type === 'service') {
          // Imports of services are added one after the other, since each check reads the imports of all accounts.
          await lock(tx, 'service-imports')
          await refuseCircle(tx, asServiceImport(accountId, one, shares.key))
        }
        await addImport(tx, accountId, one)
        await record(tx, event('import.added', principal, origin, one))
      })
    },

    remove: (principal, name, origin) =>
      change(principal, 'removeImport', async (tx) => {
        const removed = await removeImport(tx, principal.accountId, name)
        if (!removed) throw new Refusal('unknown_import')
        await record(tx, event('import.removed', principal, origin, removed))
      }),
  }
}

async function refuseCircle(tx: Tx, one: ServiceImport): Promise<void> {
  // Subjects that overlap have the same first token. The search from this import meets only subjects that begin like
  // its local subject. Searches through this account meet only subjects that begin like its other subject.
  const tokens = new Set([one.localSubject, one.subject].map((subject) => tokenAt(subject, 1) ?? ''))
  let isCircle = false
  for (const token of tokens) isCircle ||= closesCircle(one, await listServiceImports(tx.db, token))
  if (!isCircle) return
  const why =
    "would be dropped by the message bus, or another account's import because of it: its servers take for a circle of services what only looks like one. Another local_subject may help"
  throw invalid('/body/import/local_subject', why)
}

function refuseMalformed({ subject, localSubject }: ImportInput): void {
  const problem = problemOf(subject)
  if (problem !== null) throw invalid('/body/import/subject', problem)
  const localProblem = localSubject === undefined ? null : problemOf(localSubject)
  if (localProblem !== null) throw invalid('/body/import/local_subject', localProblem)
}

/** The import, with the export that covers it; the importer must be allowed to see that export. */
async function match(
  tx: Tx,
  { subject: typed, account, tokenPosition, localSubject }: ImportInput,
  { name, importerId, importerKey }: { name: string; importerId: string; importerKey: string },
): Promise<Import> {
  const exporterId = await findAccountId(tx.db, account.trim(), normaliseAccountName(account))
  if (exporterId === importerId) throw invalid('/body/import/account', 'must not be your own account')
  // The query also runs for an account that does not exist, so that the answer takes the same time.
  const exports = await listExports(tx.db, [exporterId ?? ''])
  const covering = exports.find((one) => isOpenTo(one, importerId) && covers(one.subject, typed))
  if (exporterId === undefined || !covering) throw new Refusal('no_matching_export')
  if (covering.tokenPosition !== (tokenPosition ?? null))
    throw invalid('/body/import/token_position', `must be ${covering.tokenPosition ?? 'absent'}, as in the export`)
  const subject = withPlaceholder(typed, covering.tokenPosition, importerKey)
  const one = {
    name,
    subject,
    localSubject: localSubject ?? null,
    exporterId,
    type: covering.type,
    tokenPosition: covering.tokenPosition,
  }
  if (localSubject !== undefined && !hasSameWildcards(resolveSubjects(one, importerKey).subject, localSubject))
    throw invalid('/body/import/local_subject', 'must have the same wildcards in the same order as the subject')
  return one
}

/**
 * The subject with `*` at the token position. There, the importer's request may have `*` or its own key, but no other
 * key.
 */
function withPlaceholder(subject: string, position: number | null, importerKey: string): string {
  if (position === null) return subject
  const token = tokenAt(subject, position)
  if (token !== '*' && token !== importerKey)
    throw invalid('/body/import/subject', `must have * at position ${position}, where your account's key is inserted`)
  return withToken(subject, position, '*')
}

function event(action: 'import.added' | 'import.removed', actor: Principal, origin: Origin, one: Import) {
  const { accountId } = actor
  const details = {
    name: one.name,
    subject: one.subject,
    local_subject: one.localSubject,
    account: one.exporterId,
    type: one.type,
    token_position: one.tokenPosition,
  }
  return { action, accountId, actor, origin, target: { type: 'account' as const, id: accountId }, details }
}
