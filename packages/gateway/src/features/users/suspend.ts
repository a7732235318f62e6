import { updateMember } from '../../access/directory/memberships.ts'
import { checkGrant } from '../../access/granting.ts'
import type { Access } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { callerName } from '../../platform/values/service-account-address.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { type BusKnows, type ChangeMember, inLog, type SeenTarget } from './change-member.ts'

/**
 * suspendUser. A suspension revokes nothing: the sessions, keys and creds of a suspended member are refused, and work
 * again when the suspension is lifted, if they have not expired. The user's other accounts are not affected.
 */
export type SuspendMember = (access: Access, target: SeenTarget, suspend: boolean, origin: Origin) => Promise<BusKnows>

type Deps = { changeMember: ChangeMember; sendMail: SendMail }

export function createSuspendMember({ changeMember, sendMail }: Deps): SuspendMember {
  return async (access, target, suspend, origin) => {
    const { principal, account } = access
    const { accountId } = principal
    if (target.expected === undefined && target.member?.suspended === suspend) return null
    return changeMember(access, target, 'suspendUser', async (tx, member, { caller, mayMail }) => {
      const { userId, email: to, suspended } = member
      if (suspended === suspend) return false
      // Lifting a suspension gives the member their role again, so the caller must be allowed to grant it.
      if (!suspend) checkGrant(caller, member.role)
      await updateMember(tx, caller.account, userId, { suspended_at: suspend ? Date.now() : null })
      const action = suspend ? ('member.suspended' as const) : ('member.resumed' as const)
      await record(tx, { action, accountId, actor: principal, origin, ...inLog(member) })
      if (mayMail) {
        const mail = { account: account.display_name, by: callerName(principal), changedAt: Date.now() }
        await sendMail(tx, { template: suspend ? 'member-suspended' : 'member-resumed', to, ...mail })
      }
      return true
    })
  }
}
