import { deleteMember } from '../../access/directory/memberships.ts'
import type { Access } from '../../access/principal.ts'
import type { TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { lockUser } from '../../platform/database/locks.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import { callerName } from '../../platform/values/service-account-address.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { InvitationLinks } from '../invitations/invitation-links.ts'
import { invitationKey, invitationWork } from '../invitations/invitation-work.ts'
import { purgeUser } from '../invitations/purge-user.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'
import { type BusKnows, type ChangeMember, inLog } from './change-member.ts'

/**
 * removeUser: deletes the membership and revokes its sessions, keys and creds, at once and everywhere. Of a pending
 * member, it deletes the invitation and its link. What the member has made stays, except the pending invitations that
 * they made. The user's record is deleted if nothing refers to it any more (purge-user.ts).
 */
export type RemoveMember = (access: Access, target: TargetUser, origin: Origin) => Promise<BusKnows>

type Deps = {
  changeMember: ChangeMember
  revokeSessions: RevokeSessions
  revokeAllKeys: RevokeAllKeys
  invitationLinks: InvitationLinks
  revokeInvitations: RevokeInvitations
  outbox: Outbox
  sendMail: SendMail
}

export function createRemoveMember(deps: Deps): RemoveMember {
  const { changeMember, revokeSessions, revokeAllKeys, invitationLinks, revokeInvitations, outbox, sendMail } = deps

  return (access, target, origin) =>
    changeMember(access, target, 'removeUser', async (tx, member, { caller, mayMail }) => {
      const { principal, account } = access
      const { userId, email: to, role, accepted } = member
      const { accountId } = principal
      const membership = { accountId, userId }
      const by = { actor: principal, origin, reason: 'removed' }
      await lockUser(tx, userId)
      await revokeAllKeys(tx, caller.account, userId, by)
      await revokeSessions(tx, membership, by)
      await invitationLinks.drop(tx, membership)
      await outbox.cancel(tx, invitationWork, invitationKey(accountId, userId))
      await deleteMember(tx, caller.account, userId)
      await revokeInvitations(tx, caller.account, { userId }, { actor: principal, origin })
      await record(tx, { action: 'member.removed', accountId, actor: principal, origin, ...inLog(member, { role }) })
      const isForgotten = await purgeUser(tx, userId, { actor: principal, origin, onlyUnconfirmed: !accepted })
      if (mayMail) {
        const mail = { account: account.display_name, by: callerName(principal), removedAt: Date.now(), isForgotten }
        await sendMail(tx, { template: 'member-removed', to, ...mail })
      }
      return true
    })
}
