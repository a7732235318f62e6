import { isRootOfLiving } from '../../access/directory/accounts.ts'
import { listAccountsOf } from '../../access/directory/memberships.ts'
import { deleteUserRecord } from '../../access/directory/users.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { asSeenFrom, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { purgeKeys } from '../api-keys/purge-keys.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { EmailCodes } from '../authentication/email-codes.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { InvitationMoves } from '../invitations/move-invitations.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'

/** deleteUser: deletes the caller for good. */
export type DeleteUser = (principal: Principal, emailCode: string, origin: Origin) => Promise<void>

type Deps = {
  database: Database
  emailCodes: EmailCodes
  claims: ClaimsPush
  invalidation: Invalidation
  revokeAllKeys: RevokeAllKeys
  revokeSessions: RevokeSessions
  sendMail: SendMail
  invitationMoves: InvitationMoves
  revokeInvitations: RevokeInvitations
  /** Leaves the user's deleted accounts without a root. */
  orphanDeletedAccounts: (tx: Tx, userId: string) => Promise<void>
}

/**
 * Deletes the user everywhere at once: record, memberships, sessions, keys and factors. The accounts and everything
 * made in them stay. Invitations stay too, because they are addressed to the e-mail address. The root of a living
 * account has to delete that account first; an account that is already deleted can be restored with another root.
 */
export function createDeleteUser(deps: Deps): DeleteUser {
  const { database, emailCodes, claims, invalidation, revokeAllKeys, revokeSessions, sendMail } = deps
  const { invitationMoves, revokeInvitations, orphanDeletedAccounts } = deps

  return async function deleteUser(principal, emailCode, origin) {
    const { userId, email } = principal
    if (await isRootOfLiving(database.read, userId)) throw new Refusal('impossible_target')
    await emailCodes.check(principal, 'deleteUser', emailCode)
    await database.transaction(async (tx) => {
      const doneIn = principal.accountId
      const by = { actor: principal, origin, reason: 'user_deleted' }
      const user = (await invitationMoves.lock(tx, [userId])).get(userId)
      if (!user) throw new Refusal('unauthorized')
      await recheckInTransaction(tx, principal, 'deleteUser', 'self')
      await emailCodes.use(tx, principal, 'deleteUser', emailCode)
      await invitationMoves.leaveBehind(tx, user)
      // The accounts that the user had joined, in the order of the ids, so that two users who leave the same accounts
      // do not deadlock. The message bus gets new claims, because the key that signed the user's creds is deleted with
      // the membership.
      const accountIds = await listAccountsOf(tx, [userId])
      const accounts: LockedAccount[] = []
      for (const accountId of accountIds) accounts.push(await claims.changed(tx, accountId))
      for (const account of accounts) {
        const { accountId } = account
        const seen = asSeenFrom(accountId, { ...by, doneIn })
        await revokeAllKeys(tx, account, userId, { ...seen, reason: by.reason })
        await revokeInvitations(tx, account, { userId }, seen)
      }
      await revokeSessions(tx, { userId }, { ...by, accountId: doneIn })
      await purgeKeys(tx, userId)
      await orphanDeletedAccounts(tx, userId)
      const outcome = await deleteUserRecord(tx, user)
      if (outcome === 'gone') throw new Refusal('unauthorized')
      if (outcome === 'root') throw new Refusal('impossible_target')
      // One event for each account: its administrators look in their own log for what became of a member.
      await recordAll(
        tx,
        accountIds.map((accountId) => ({
          action: 'user.deleted',
          accountId,
          ...asSeenFrom(accountId, { actor: principal, origin, doneIn }),
          target: { type: 'user', id: userId },
          details: { email },
        })),
      )
      await sendMail(tx, { template: 'user-deleted', to: email, deletedAt: Date.now() })
      await invalidation.evict(tx, [userId])
    })
  }
}
