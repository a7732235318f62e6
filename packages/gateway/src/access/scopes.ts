/**
 * Scopes of API keys: `resource:action`, each of the two a name or a lone `*` for any. A scope narrows what the owner
 * may do and never adds to it. The gateway's own are in scope-table.ts; other services name theirs as they like.
 */

/**
 * The most scopes that a key may have, and that its ancestry may have in common. With LONGEST_SCOPE they fit into a
 * header of 4 KB.
 */
export const MOST_SCOPES = 50
export const LONGEST_SCOPE = 64

/** Everything: the scope of a key without scopes. */
export const ANY_SCOPE = '*:*'

/**
 * ASCII only, lower case only, and `*` only alone: nothing that looks like another scope is one, and `orders*:read` or
 * `Orders:read` is an error, not a surprise.
 */
const SHAPE = /^(?:\*|[a-z0-9][a-z0-9._-]*):(?:\*|[a-z0-9][a-z0-9._-]*)$/

export function isScope(text: string): boolean {
  return text.length <= LONGEST_SCOPE && SHAPE.test(text)
}

/**
 * Whether the granted scopes include the wanted one. A wanted `*` means everything that may ever exist: `orders:read`
 * and `orders:write` together do not include `orders:*`.
 */
export function covers(granted: ReadonlySet<string>, wanted: string): boolean {
  if (granted.has(wanted) || granted.has(ANY_SCOPE)) return true
  const colon = wanted.indexOf(':')
  return granted.has(`${wanted.slice(0, colon)}:*`) || granted.has(`*${wanted.slice(colon)}`)
}

/**
 * The scopes that two sets have in common. Where wildcards cross there can be more of them than in either set (`a:*`
 * and `*:b` make `a:b`); scopes beyond MOST_SCOPES are left out, which only narrows.
 */
export function intersectScopes(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  const common = new Set<string>()
  const rights = [...other].map(partsOf)
  for (const left of [...one].map(partsOf)) {
    for (const right of rights) {
      const both = meet(left, right)
      if (both !== undefined && common.size < MOST_SCOPES) common.add(both)
    }
  }
  return common
}

type ScopeParts = { resource: string; action: string }

function partsOf(scope: string): ScopeParts {
  const [resource = '', action = ''] = scope.split(':')
  return { resource, action }
}

function meet(left: ScopeParts, right: ScopeParts): string | undefined {
  const resource = meetPart(left.resource, right.resource)
  const action = resource === undefined ? undefined : meetPart(left.action, right.action)
  return action === undefined ? undefined : `${resource}:${action}`
}

function meetPart(left: string, right: string): string | undefined {
  if (left === '*') return right
  return right === '*' || left === right ? left : undefined
}
