import { deleteInvitationsBy } from '../../access/directory/pending-memberships.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { InvitationLinks } from './invitation-links.ts'
import { invitationKey, invitationWork } from './invitation-work.ts'
import { purgeUser } from './purge-user.ts'

/** Selects the invitations that a user made, with any credential, or those made with certain keys. */
export type InvitationsOf = { userId: string } | { keyIds: string[] }

/**
 * Revokes the pending invitations of an account that were made by somebody who may not invite there any more. An
 * acceptance that comes before this one checks the inviter's right itself (access/inviter.ts).
 */
export type RevokeInvitations = (
  tx: Tx,
  account: LockedAccount,
  of: InvitationsOf,
  by: { actor: Actor; origin?: Origin },
) => Promise<void>

export function createRevokeInvitations(
  invitationLinks: Pick<InvitationLinks, 'drop'>,
  outbox: Outbox,
): RevokeInvitations {
  return async (tx, account, of, by) => {
    const { accountId } = account
    for (const { userId, email, role } of await deleteInvitationsBy(tx, account, of)) {
      await invitationLinks.drop(tx, { accountId, userId })
      await outbox.cancel(tx, invitationWork, invitationKey(accountId, userId))
      await record(tx, { action: 'member.invitation_ended', accountId, ...by, details: { email, role } })
      await purgeUser(tx, userId, { ...by, onlyUnconfirmed: true })
    }
  }
}
