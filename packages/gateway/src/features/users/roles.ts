import { type Caller, decide, type ProtectedOperationId, type Target } from '../../access/policy.ts'
import { type Role, roles } from '../../platform/values/roles.ts'
import { capabilityWords, roleTexts } from './role-words.ts'

export type RoleDescription = { role: Role; text: string; assignable: boolean }

export type Capability = {
  name: string
  group: string
  text: string
  /** The roles that may. */
  roles: Role[]
  /** Whether only a user may, and no key. */
  needsUser: boolean
  operations: string[]
}

/** What the policy asks of its targets here: a member who belongs to this account alone. */
const FACTS = { belongsElsewhere: false, ownSession: true }

function may(caller: Caller, named: string): boolean {
  const [operation, target] = named.split(' ') as [ProtectedOperationId, Target]
  return decide(operation, caller, target, FACTS).allowed
}

/** listRoles: made once, since the policy does not change while the gateway runs. */
export const roleDescriptions: RoleDescription[] = roles.map((role) => ({
  role,
  text: roleTexts[role],
  assignable: role !== 'root',
}))

export const capabilities: Capability[] = capabilityWords.map(({ name, group, text, operations }) => ({
  ...{ name, group, text },
  roles: roles.filter((role) => operations.every((named) => may({ role, kind: 'interactive' }, named))),
  needsUser: !roles.some((role) => operations.every((named) => may({ role, kind: 'key' }, named))),
  operations: [...new Set(operations.map((named) => named.replace(/[: ].*$/, '')))],
}))
