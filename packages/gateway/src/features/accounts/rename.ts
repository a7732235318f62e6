import { accountConflict, setAccountName } from '../../access/directory/accounts.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { parseAccountName } from '../../platform/values/account-names.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { EmailCodes } from '../authentication/email-codes.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import { takeLooks } from './looks-store.ts'
import { findLiving, isNameTaken } from './store.ts'
import type { TellMembers } from './tell-members.ts'

/** renameAccount */
export type RenameAccount = (
  principal: Principal,
  input: { newName: string; emailCode: string },
  origin: Origin,
) => Promise<void>

type Deps = {
  database: Database
  emailCodes: EmailCodes
  claims: ClaimsPush
  revokeSessions: RevokeSessions
  tellMembers: TellMembers
}

/**
 * The old name stops working at once, and every session of every member is revoked, the caller's too: a user who signs
 * in again has seen the new name. API keys stay valid. Only a change that succeeds uses up the code, so that after a
 * clash the caller can try another name with it.
 */
export function createRenameAccount(deps: Deps): RenameAccount {
  const { database, emailCodes, claims, revokeSessions, tellMembers } = deps

  return async function rename(principal, { newName, emailCode }, origin) {
    const { accountId } = principal
    const name = parseAccountName(newName, '/body/new_name')
    await emailCodes.check(principal, 'renameAccount', emailCode)
    await database.transaction(async (tx) => {
      const { account } = await recheckInTransaction(tx, principal, 'renameAccount', 'account')
      // The message bus knows the account by its display name.
      await claims.changed(tx, accountId)
      const before = await findLiving(tx.db, accountId)
      if (!before) throw new Refusal('unauthorized')
      const wanted = { name: name.normalised, displayName: name.display }
      if (await isNameTaken(tx.db, wanted, accountId)) throw new Refusal('account_name_in_use')
      await emailCodes.use(tx, principal, 'renameAccount', emailCode)
      await setAccountName(tx, account, wanted).catch((error: unknown) => {
        // Only a race leads here: two accounts take the same name at the same instant.
        if (accountConflict(error) === 'name') throw new Refusal('account_name_in_use', { cause: error })
        throw error
      })
      if (!(await takeLooks(tx, accountId, name.display))) throw new Refusal('account_name_in_use')
      await revokeSessions(tx, { accountId }, { actor: principal, origin, reason: 'account_renamed' })
      const names = { formerName: before.displayName, newName: name.display }
      await tellMembers(tx, accountId, { template: 'account-renamed', ...names, renamedAt: Date.now() })
      await record(tx, {
        action: 'account.renamed',
        accountId,
        actor: principal,
        origin,
        target: { type: 'account', id: accountId },
        details: { former_name: before.name, name: name.normalised },
      })
    })
  }
}
