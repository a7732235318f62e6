/**
 * Answers who may do what, from the rows of policy-table.ts. Pure, and made ready at load: asking allocates nothing.
 *
 * The order of the questions (docs/decisions/0031): the role and the kind of principal before the body is read
 * (`mayEver`), then, once the body has named somebody, the target (`mayReachOthers`, `decide`).
 */

import { type Role, roles } from '../platform/values/roles.ts'
import {
  type AnonymousOperationId,
  anonymous,
  type Cell,
  interactive,
  interactiveOrOwnSession,
  type OperationId,
  type OperatorOperationId,
  operatorTable,
  type PrincipalKind,
  type ProtectedOperationId,
  policyTable,
  type Row,
  type Target,
} from './policy-table.ts'
import { anyKey, scopeTable } from './scope-table.ts'
import { ANY_SCOPE, covers } from './scopes.ts'

export type { AnonymousOperationId, OperationId, PrincipalKind, ProtectedOperationId, Target }

/** The reason of a refusal: 403 for all but `impossible_target`, which is 400. */
export type Refusal =
  | 'insufficient_permissions'
  | 'interactive_required'
  | 'person_required'
  | 'keys_only'
  | 'impossible_target'

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly code: Refusal }

/** The caller, with the role from the database, never the one in the token. */
export interface Caller {
  readonly role: Role
  readonly kind: PrincipalKind
  /** A key of the account, which belongs to no user. */
  readonly isServiceAccount?: boolean
}

/** What only the database knows about the target. If a fact that the row needs is missing, the caller is refused. */
export interface Facts {
  /**
   * For rows with `ownUsersOnly`: the user is also a member of another account, or hasn't accepted the invitation to
   * this one yet (until then they don't belong to it).
   */
  readonly belongsElsewhere?: boolean
  /** For revoking tokens with a key: the token's session was made from that key. */
  readonly ownSession?: boolean
}

const allowed: Decision = Object.freeze({ allowed: true })
const refused = (code: Refusal): Decision => Object.freeze({ allowed: false, code })
const insufficientPermissions = refused('insufficient_permissions')
const interactiveRequired = refused('interactive_required')
const userRequired = refused('person_required')
const keysOnly = refused('keys_only')
const impossibleTarget = refused('impossible_target')

/**
 * Decisions by role. Maps throughout, so that a role named `__proto__` finds nothing; a role that isn't found is
 * refused.
 */
type ByRole = ReadonlyMap<string, Decision>

interface Rule {
  /** By kind of principal, or `machine` for a service account: the best decision that any target could get. */
  readonly gate: ReadonlyMap<string, ByRole>
  /** The same if the target is another member. */
  readonly others: ByRole
  readonly targets: ReadonlyMap<string, ByRole>
  readonly keyOnOwnSessionOnly: boolean
  readonly ownUsersOnly: boolean
  readonly personal: boolean
  readonly embedded: boolean
}

const byRole = (answer: (role: Role) => Decision): ByRole => new Map(roles.map((role) => [role, answer(role)]))

function compileCell(cell: Cell = []): ByRole {
  const { allowed: may = [], impossible } = 'impossible' in cell ? cell : { allowed: cell, impossible: [] }
  return byRole((role) => {
    if (may.includes(role)) return allowed
    return impossible.includes(role) ? impossibleTarget : insufficientPermissions
  })
}

const best = (cells: readonly ByRole[]): ByRole =>
  byRole((role) => {
    const answers = cells.map((cell) => cell.get(role))
    const ranked = [allowed, userRequired, impossibleTarget]
    return ranked.find((answer) => answers.includes(answer)) ?? insufficientPermissions
  })

function compileRow(row: Row): Rule {
  const account = compileCell(row.account)
  const self = compileCell(row.self)
  const member = compileCell(row.member)
  const root = compileCell(row.root)
  const user = best([account, self, member, root])
  // The role comes before the kind: nobody is told to sign in for an operation that their role may not do anyway.
  const refusedAsKey = byRole((role) =>
    user.get(role) === insufficientPermissions ? insufficientPermissions : interactiveRequired,
  )
  const key = row.takes === interactive ? refusedAsKey : user
  const serviceAccount = row.personal && key === user ? best([account, refusedAsUser(self), member, root]) : key
  const embedded = row.embedded ? self : byRole(() => keysOnly)
  return {
    gate: new Map<PrincipalKind | 'machine', ByRole>([
      ['embedded', embedded],
      ['interactive', user],
      ['key', key],
      ['machine', serviceAccount],
    ]),
    others: best([member, root]),
    targets: new Map<Target, ByRole>([
      ['account', account],
      ['self', self],
      ['member', member],
      ['root', root],
    ]),
    keyOnOwnSessionOnly: row.takes === interactiveOrOwnSession,
    ownUsersOnly: row.ownUsersOnly === true,
    personal: row.personal === true,
    embedded: row.embedded === true,
  }
}

const refusedAsUser = (self: ByRole): ByRole =>
  byRole((role) => (self.get(role) === allowed ? userRequired : insufficientPermissions))

const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries<Row | typeof anonymous>(policyTable).flatMap(([id, row]) =>
    row === anonymous ? [] : [[id, compileRow(row)] as const],
  ),
)

const anonymousOperations: ReadonlySet<string> = new Set(
  Object.entries<Row | typeof anonymous>(policyTable).flatMap(([id, row]) => (row === anonymous ? [id] : [])),
)
const forOperators: ReadonlySet<string> = new Set(operatorTable)

/** Whether an operation requires no credential; the functions below are only for the others. */
export function isAnonymous(operation: OperationId): operation is AnonymousOperationId {
  return anonymousOperations.has(operation)
}

/** Whether an operation is for operators of the gateway only: roles and scopes say nothing about it. */
export function isForOperators(operation: OperationId): operation is OperatorOperationId {
  return forOperators.has(operation)
}

/** Whether an embedded session may do it, or it opens one. */
export function isForEmbeds(operation: OperationId): boolean {
  return operation === 'openEmbedSession' || rules.get(operation)?.embedded === true
}

/** The check before the body is read: is there any target on which this caller may do it? */
export function mayEver(
  operation: ProtectedOperationId,
  role: Role,
  kind: PrincipalKind,
  isServiceAccount: boolean | undefined = false,
): Decision {
  return (
    rules
      .get(operation)
      ?.gate.get(isServiceAccount && kind !== 'embedded' ? 'machine' : kind)
      ?.get(role) ?? insufficientPermissions
  )
}

/**
 * The check when the body names an address that isn't the caller's own, before the address is looked up: a caller who
 * may act on nobody else gets the same 403 for members, strangers and unknown addresses.
 */
export function mayReachOthers(operation: ProtectedOperationId, { role, kind, isServiceAccount }: Caller): Decision {
  const gate = mayEver(operation, role, kind, isServiceAccount)
  if (!gate.allowed) return gate
  if (kind === 'embedded') return insufficientPermissions
  return rules.get(operation)?.others.get(role) ?? insufficientPermissions
}

/** Whether the decision about another user needs the fact `belongsElsewhere`. */
export function asksWhereTheyBelong(operation: ProtectedOperationId): boolean {
  return rules.get(operation)?.ownUsersOnly === true
}

/** Whether this caller may do this to this target. */
export function decide(operation: ProtectedOperationId, caller: Caller, target: Target, facts?: Facts): Decision {
  const gate = mayEver(operation, caller.role, caller.kind, caller.isServiceAccount)
  if (!gate.allowed) return gate
  // An embedded session reaches nobody but its own user.
  if (caller.kind === 'embedded' && target !== 'self') return insufficientPermissions
  const rule = rules.get(operation)
  const decision = rule?.targets.get(target)?.get(caller.role)
  if (!rule || !decision) return insufficientPermissions
  if (!decision.allowed) return decision
  if (rule.personal && caller.isServiceAccount && target === 'self') return userRequired
  const somebodyElse = target === 'member' || target === 'root'
  if (rule.ownUsersOnly && somebodyElse && facts?.belongsElsewhere !== false) return insufficientPermissions
  if (rule.keyOnOwnSessionOnly && caller.kind === 'key' && facts?.ownSession !== true) return interactiveRequired
  return decision
}

const scopeOf: ReadonlyMap<string, string> = new Map(Object.entries(scopeTable))

/** The scope that a key lacks for an operation; undefined if it lacks none. A caller without scopes lacks none. */
export function lackingScope(operation: ProtectedOperationId, scopes: ReadonlySet<string> | null): string | undefined {
  const wanted = scopeOf.get(operation) ?? ANY_SCOPE
  return scopes === null || wanted === anyKey || covers(scopes, wanted) ? undefined : wanted
}
