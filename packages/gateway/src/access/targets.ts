import type { Database, Tx } from '../platform/database/database.ts'
import { Refusal } from '../platform/errors/refusal.ts'
import { normaliseEmail } from '../platform/values/email.ts'
import type { Role } from '../platform/values/roles.ts'
import { permit, permitOthers } from './permit.ts'
import { asksWhereTheyBelong, type ProtectedOperationId, type Target } from './policy.ts'
import type { Principal } from './principal.ts'
import { type Rechecked, recheckInTransaction } from './recheck.ts'
import { belongsElsewhere, findMember, type Member } from './store.ts'

export { type Member, permit }

/** The user that an operation is about, once the policy has allowed it. */
export type TargetUser = {
  kind: Target
  userId: string
  email: string
  /** The membership of another user, as it was when the policy was asked. */
  member?: Member
}

export type Targets = {
  /**
   * The user with the optional address, by default the caller; throws the refusal of the policy. A caller who may act
   * on nobody else gets the same 403 for any other address, so that nobody can find out who is a member.
   */
  resolve(principal: Principal, operation: ProtectedOperationId, email: string | undefined): Promise<TargetUser>
  /** The account's member with that (normalised) address, invited ones too; does not ask the policy. */
  find(accountId: string, email: string): Promise<Member | undefined>
  /**
   * Checks everything again inside the transaction that acts on another member (recheck.ts), and locks the account, so
   * that from here on nobody else changes its members: of two administrators who demote each other at the same instant
   * only the first still has the right to. Returns both as they are now.
   */
  recheck(
    tx: Tx,
    principal: Principal,
    operation: ProtectedOperationId,
    userId: string,
  ): Promise<{ member: Member; caller: Rechecked }>
  /** The same for operations on somebody who is not a member yet. */
  recheckCaller(tx: Tx, principal: Principal, operation: ProtectedOperationId): Promise<Rechecked>
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
      const member = await findMember(database.read, principal.accountId, { email })
      if (!member) throw new Refusal('unknown_member')
      const kind = kindOf(member.role)
      permit(principal, operation, kind, await factsOn(database.read, principal.accountId, operation, member.userId))
      return { kind, userId: member.userId, email, member }
    },

    find: (accountId, email) => findMember(database.read, accountId, { email }),

    recheck: recheckMember,

    recheckCaller: (tx, principal, operation) => recheckInTransaction(tx, principal, operation, 'member'),
  }
}

/** recheckInTransaction for operations on the caller, or on the member whom `resolve` has found. */
export async function recheckTarget(
  tx: Tx,
  principal: Principal,
  operation: ProtectedOperationId,
  { kind, userId }: TargetUser,
): Promise<Rechecked> {
  if (kind === 'self') return recheckInTransaction(tx, principal, operation, kind)
  return (await recheckMember(tx, principal, operation, userId)).caller
}

async function recheckMember(
  tx: Tx,
  principal: Principal,
  operation: ProtectedOperationId,
  userId: string,
): Promise<{ member: Member; caller: Rechecked }> {
  const caller = await recheckInTransaction(tx, principal, operation)
  const member = await findMember(tx.db, principal.accountId, { userId })
  if (!member) throw new Refusal('unknown_member')
  permit(caller, operation, kindOf(member.role), await factsOn(tx.db, principal.accountId, operation, userId))
  return { member, caller }
}

async function factsOn(db: Tx['db'], accountId: string, operation: ProtectedOperationId, userId: string) {
  return asksWhereTheyBelong(operation)
    ? { belongsElsewhere: await belongsElsewhere(db, accountId, userId) }
    : undefined
}

function kindOf(role: Role): 'member' | 'root' {
  return role === 'root' ? 'root' : 'member'
}
