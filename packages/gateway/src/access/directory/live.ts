import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../../platform/database/schema.ts'

type Members = ExpressionBuilder<Schema & { m: Schema['memberships'] }, 'm'>
type Accounts = ExpressionBuilder<Schema & { a: Schema['accounts'] }, 'a'>

/** For a query on `memberships as m`: the user has accepted the invitation, and may be suspended. */
export function hasAccepted(eb: Members) {
  return eb('m.accepted_at', 'is not', null)
}

/** For a query on `memberships as m`: the user has accepted and is not suspended. */
export function isActiveMember(eb: Members) {
  return eb.and([hasAccepted(eb), eb('m.suspended_at', 'is', null)])
}

/** For a query on `accounts as a`: the account is not deleted; it may not be activated yet. */
export function isNotDeleted(eb: Accounts) {
  return eb('a.deleted_at', 'is', null)
}

/** For a query on `accounts as a`: the account would be live, unless an operator has suspended it. */
export function isLiveOrSuspendedAccount(eb: Accounts) {
  return eb.and([eb('a.activated_at', 'is not', null), isNotDeleted(eb)])
}

/** For a query on `accounts as a`: the account is activated, not deleted, and not suspended by an operator. */
export function isLiveAccount(eb: Accounts) {
  return eb.and([isLiveOrSuspendedAccount(eb), eb('a.suspended_at', 'is', null)])
}

/** For a query on `accounts as a`: the account would be live, but an operator has suspended it. */
export function isSuspendedAccount(eb: Accounts) {
  return eb.and([isLiveOrSuspendedAccount(eb), eb('a.suspended_at', 'is not', null)])
}
