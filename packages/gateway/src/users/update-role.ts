import type { Access } from '../access/principal.ts'
import type { Role } from '../access/roles.ts'
import type { TargetPerson } from '../access/targets.ts'
import { type Origin, record } from '../audit/audit.ts'
import type { SendMail } from '../mail/work.ts'
import type { MemberKeys } from '../messaging/member-keys.ts'
import { type BusKnows, type ChangeMember, inLog } from './change-member.ts'
import { callerName } from './machine-address.ts'
import { updateMember } from './member-store.ts'

/**
 * updateRole. Sessions and keys go on with the new role; so do creds, whose template on the message bus changes. Who may
 * hold keys now and never could gets a signing key; who may not any more keeps theirs, with the narrow template.
 */
export type UpdateRole = (
  access: Access,
  target: TargetPerson,
  role: Exclude<Role, 'root'>,
  origin: Origin,
) => Promise<BusKnows>

type Parts = { changeMember: ChangeMember; memberKeys: MemberKeys; sendMail: SendMail }

export function createUpdateRole({ changeMember, memberKeys, sendMail }: Parts): UpdateRole {
  return async (access, target, role, origin) => {
    const { principal, account } = access
    const { accountId } = principal
    if (target.member?.role === role) return null
    return changeMember(access, target, 'updateRole', async (tx, member, mayMail) => {
      const { userId, email: to, role: from, accepted } = member
      if (from === role) return false
      await updateMember(tx, { accountId, userId }, { role })
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
