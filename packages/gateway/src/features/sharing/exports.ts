import type { Principal } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { Export, ShareType } from '../../transport/messaging/shares.ts'
import { problemOf, tokenAt } from '../../transport/messaging/subjects.ts'
import type { ChangeShares, Shared } from './change-shares.ts'
import { parseName, refuseExport } from './rules.ts'
import { addExport, readShares, removeExport } from './store.ts'

export type ExportInput = {
  name: string
  subject: string
  type: ShareType
  tokenPosition?: number | undefined
  allowedAccounts?: string[] | undefined
}

export type Exports = {
  /** addExport: after the answer, other accounts may import it; with `allowedAccounts`, only those accounts. */
  add(principal: Principal, input: ExportInput, origin: Origin): Promise<Shared>
  /** removeExport: the importers are cut off; they keep their imports, which are now broken. */
  remove(principal: Principal, name: string, origin: Origin): Promise<Shared>
}

export function createExports(change: ChangeShares): Exports {
  return {
    async add(principal, input, origin) {
      const { accountId } = principal
      const one = parse(input)
      return change(principal, 'addExport', async (tx) => {
        const shares = await readShares(tx.db, accountId)
        if (!shares) throw new Refusal('unauthorized')
        refuseExport(shares, one)
        await addExport(tx, accountId, one)
        await record(tx, event('export.added', principal, origin, one))
      })
    },

    remove: (principal, name, origin) =>
      change(principal, 'removeExport', async (tx) => {
        const removed = await removeExport(tx, principal.accountId, name)
        if (!removed) throw new Refusal('unknown_export')
        await record(tx, event('export.removed', principal, origin, removed))
      }),
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
