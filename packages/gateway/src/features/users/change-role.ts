import { updateMember } from '../../access/directory/memberships.ts'
import { reinvite } from '../../access/directory/pending-memberships.ts'
import { checkGrant } from '../../access/granting.ts'
import { inviterOf } from '../../access/inviter.ts'
import { mayEver } from '../../access/policy.ts'
import type { Access } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Role } from '../../platform/values/roles.ts'
import { callerName } from '../../platform/values/service-account-address.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'
import { type BusKnows, type ChangeMember, inLog, type SeenTarget } from './change-member.ts'

/**
 * updateRole. Sessions and keys stay valid with the new role, and so do creds, because the template on the message bus
 * changes. A member who may have keys for the first time gets a signing key; a member who may no longer have keys keeps
 * the signing key, with the narrow template. A member who loses the right to invite also loses the pending invitations
 * that they made.
 */
export type ChangeRole = (
  access: Access,
  target: SeenTarget,
  role: Exclude<Role, 'root'>,
  origin: Origin,
) => Promise<BusKnows>

type Deps = {
  changeMember: ChangeMember
  memberKeys: MemberKeys
  revokeInvitations: RevokeInvitations
  sendMail: SendMail
}

export function createChangeRole({ changeMember, memberKeys, revokeInvitations, sendMail }: Deps): ChangeRole {
  return async (access, target, role, origin) => {
    const { principal, account } = access
    const { accountId } = principal
    if (target.expected === undefined && target.member?.role === role) return null
    checkGrant(principal, role)
    return changeMember(access, target, 'updateRole', async (tx, member, { caller, mayMail }) => {
      const { userId, email: to, role: from, accepted } = member
      if (from === role) return false
      checkGrant(caller, role)
      await updateMember(tx, caller.account, userId, { role })
      if (!accepted) await reinvite(tx, caller.account, userId, { by: inviterOf(principal) })
      const mayInvite = mayEver('createUser', role, 'interactive', false).allowed
      if (!mayInvite) await revokeInvitations(tx, caller.account, { userId }, { actor: principal, origin })
      if (accepted) await memberKeys.activateMember(tx, accountId, { userId, role })
      const event = inLog(member, { from, to: role })
      await record(tx, { action: 'member.role_changed', accountId, actor: principal, origin, ...event })
      if (mayMail) {
        const mail = { account: account.display_name, by: callerName(principal), from, role, changedAt: Date.now() }
        await sendMail(tx, { template: 'role-changed', to, ...mail })
      }
      return true
    })
  }
}
