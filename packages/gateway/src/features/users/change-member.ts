import { checkMemberVersion } from '../../access/directory/memberships.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { ProtectedOperationId } from '../../access/policy.ts'
import { type Access, membershipTag } from '../../access/principal.ts'
import type { Rechecked } from '../../access/recheck.ts'
import type { Member, Targets, TargetUser } from '../../access/targets.ts'
import type { AuditEvent } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { allows, type Limiter } from '../../platform/throttle/limiter.ts'
import type { ExpectedVersion } from '../../platform/values/versions.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'

/** How long an answer waits for the message bus; the push goes on in any case. */
const CONFIRM_MS = 1000

/** Whether the message bus has confirmed the change; null if it has nothing to confirm, or none is configured. */
export type BusKnows = boolean | null

/** The member that a change is about, and how the client has seen them, if it says so. */
export type SeenTarget = TargetUser & { expected?: ExpectedVersion }

export type ChangeMember = (
  access: Access,
  target: SeenTarget,
  operation: ProtectedOperationId,
  /**
   * Changes the member and resolves to true, or changes nothing and resolves to false. `mayMail` says whether to mail
   * the member.
   */
  change: (tx: Tx, member: Member, by: { caller: Rechecked; mayMail: boolean }) => Promise<boolean>,
) => Promise<BusKnows>

type Deps = {
  database: Database
  targets: Targets
  invalidation: Invalidation
  claims: ClaimsPush
  /** Limits the mails about changes of one membership; beyond the limit, only the mail is left out. */
  noticesPerMember: Limiter
}

/**
 * What every change of a member has in common: nobody else changes the account's members meanwhile, the caller's right
 * is checked again in the transaction, and the change takes effect at the next request of any of the member's
 * credentials, at every gateway and on the message bus. A pending member has no credentials and gets no mail, because
 * they have not joined.
 */
export function createChangeMember({ database, targets, invalidation, claims, noticesPerMember }: Deps): ChangeMember {
  return async (access, { userId, expected }, operation, change) => {
    const { principal } = access
    const { accountId } = principal
    const withinLimit = await allows(noticesPerMember, membershipTag(accountId, userId))
    const version = await database.transaction(async (tx) => {
      const { member, caller } = await targets.recheck(tx, principal, operation, userId)
      await checkMemberVersion(tx, accountId, userId, expected)
      if (!(await change(tx, member, { caller, mayMail: withinLimit && member.accepted }))) return undefined
      await invalidation.evict(tx, [membershipTag(accountId, userId)])
      return member.accepted ? (await claims.changed(tx, accountId)).version : undefined
    })
    return version === undefined ? null : claims.confirmed(accountId, version, CONFIRM_MS)
  }
}

/**
 * How the account's log names a member: a pending member only by address, because a user's id tells how long the
 * gateway has known the user.
 */
export function inLog(
  { userId, email, accepted }: Member,
  details: NonNullable<AuditEvent['details']> = {},
): Pick<AuditEvent, 'target' | 'details'> {
  return accepted ? { target: { type: 'user', id: userId }, details } : { details: { ...details, email } }
}
