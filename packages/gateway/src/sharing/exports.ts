import type { Principal } from '../access/principal.ts'
import { type Origin, record } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import { invalid, Refusal } from '../errors/refusal.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import type { Export, ShareType } from '../messaging/shares.ts'
import { problemOf, tokenAt } from '../messaging/subjects.ts'
import { parseName, refuseExport } from './rules.ts'
import { addExport, readShares, removeExport } from './store.ts'

/** How long an answer waits for the NATS servers to have the change; the push goes on in any case. */
export const CONFIRM_MS = 1000

/** Whether the NATS servers have the change; null if none are configured. */
export type Shared = { confirmed: boolean | null }

export type ExportInput = {
  name: string
  subject: string
  type: ShareType
  tokenPosition?: number | undefined
  allowedAccounts?: string[] | undefined
}

export type Exports = {
  /** addExport: others may import it from the answer on, or, with `allowedAccounts`, those accounts alone. */
  add(principal: Principal, input: ExportInput, origin: Origin): Promise<Shared>
  /** removeExport: the importers are cut; their imports stay with them, broken. */
  remove(principal: Principal, name: string, origin: Origin): Promise<Shared>
}

export function createExports({ database, claims }: { database: Database; claims: ClaimsPush }): Exports {
  return {
    async add(principal, input, origin) {
      const { accountId } = principal
      const one = parse(input)
      const version = await database.transaction(async (tx) => {
        // First of all: it takes the account's row, so that two overlapping exports cannot be added at the same instant.
        const raised = await claims.changed(tx, accountId)
        const shares = await readShares(tx.db, accountId)
        if (!shares) throw new Refusal('unauthorized')
        refuseExport(shares, one)
        await addExport(tx, accountId, one)
        await record(tx, event('export.added', principal, origin, one))
        return raised
      })
      return { confirmed: await claims.confirmed(accountId, version, CONFIRM_MS) }
    },

    async remove(principal, name, origin) {
      const { accountId } = principal
      const version = await database.transaction(async (tx) => {
        const raised = await claims.changed(tx, accountId)
        const removed = await removeExport(tx, accountId, name)
        if (!removed) throw new Refusal('unknown_export')
        await record(tx, event('export.removed', principal, origin, removed))
        return raised
      })
      return { confirmed: await claims.confirmed(accountId, version, CONFIRM_MS) }
    },
  }
}

function parse({ name, subject, type, tokenPosition, allowedAccounts }: ExportInput): Export {
  const problem = problemOf(subject)
  if (problem !== null) throw invalid('/body/export/subject', problem)
  if (tokenPosition !== undefined && tokenAt(subject, tokenPosition) !== '*')
    throw invalid('/body/export/token_position', 'must be the position of a * in the subject, counted from 1')
  return {
    name: parseName(name, '/body/export/name'),
    subject,
    type,
    tokenPosition: tokenPosition ?? null,
    allowedAccounts: allowedAccounts ? [...new Set(allowedAccounts)].sort() : null,
  }
}

function event(action: 'export.added' | 'export.removed', actor: Principal, origin: Origin, one: Export) {
  const { accountId } = actor
  const details = {
    name: one.name,
    subject: one.subject,
    type: one.type,
    token_position: one.tokenPosition,
    allowed_accounts: one.allowedAccounts === null ? null : one.allowedAccounts.join(),
  }
  return { action, accountId, actor, origin, target: { type: 'account' as const, id: accountId }, details }
}
