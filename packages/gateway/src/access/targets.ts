import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { normaliseEmail } from '../users/email.ts'
import {
  asksWhereTheyBelong,
  decide,
  type Facts,
  mayReachOthers,
  type ProtectedOperationId,
  type Target,
} from './policy.ts'
import type { Principal } from './principal.ts'
import { belongsElsewhere, findMember } from './store.ts'

/** Whom an operation is about, once the policy has allowed it. */
export type TargetPerson = { kind: Target; userId: string; email: string }

export type Targets = {
  /**
   * The person that an optional address selects, the caller by default; throws what the policy says. A caller who may
   * reach nobody else gets the same 403 for any other address, so that membership cannot be probed (permissions.md,
   * rule 6).
   */
  resolve(principal: Principal, operation: ProtectedOperationId, email: string | undefined): Promise<TargetPerson>
}

export function createTargets(database: Database): Targets {
  return {
    async resolve(principal, operation, typed) {
      const email = typed === undefined ? principal.email : normaliseEmail(typed)
      if (email === principal.email) {
        permit(principal, operation, 'self')
        return { kind: 'self', userId: principal.userId, email }
      }
      permitOthers(principal, operation)
      const member = await findMember(database.read, principal.accountId, email)
      if (!member) throw new Refusal('unknown_member')
      const kind = member.role === 'root' ? 'root' : 'member'
      const facts = asksWhereTheyBelong(operation)
        ? { belongsElsewhere: await belongsElsewhere(database.read, principal.accountId, member.userId) }
        : undefined
      permit(principal, operation, kind, facts)
      return { kind, userId: member.userId, email }
    },
  }
}

/** Throws what the policy says if the principal may not do `operation` to such a target. */
export function permit(principal: Principal, operation: ProtectedOperationId, target: Target, facts?: Facts): void {
  const decision = decide(operation, principal, target, facts)
  if (!decision.allowed) throw new Refusal(decision.code)
}

/** Throws if the principal may not do `operation` to anybody else, whoever it is. */
export function permitOthers(principal: Principal, operation: ProtectedOperationId): void {
  const decision = mayReachOthers(operation, principal)
  if (!decision.allowed) throw new Refusal(decision.code)
}
