/**
 * The roles of members, strongest first. Exactly one member of an account is `root`; the API assigns the other four.
 */
export const roles = ['root', 'admin', 'developer', 'monitor', 'billing'] as const

export type Role = (typeof roles)[number]

const known: ReadonlySet<unknown> = new Set(roles)

/** Whether a stored or received value is one of the five roles; the engine's `collaborator` and `client` are not. */
export function isRole(value: unknown): value is Role {
  return known.has(value)
}
