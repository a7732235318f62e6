/** The rules of docs/key-limits.md; a test compares them with those of the gateway. */
const LONGEST_SCOPE = 64
const SHAPE = /^(?:\*|[a-z0-9][a-z0-9._-]*):(?:\*|[a-z0-9][a-z0-9._-]*)$/

/** Whether the granted scopes include the wanted one. A wanted `*` means everything that may ever exist. */
export function covers(granted: ReadonlySet<string>, wanted: string): boolean {
  if (granted.has(wanted) || granted.has('*:*')) return true
  const colon = wanted.indexOf(':')
  return granted.has(`${wanted.slice(0, colon)}:*`) || granted.has(`*${wanted.slice(colon)}`)
}

/** How many parsed texts are kept: a service asks for the same few scopes again and again. */
const REMEMBERED = 1000
const remembered = new Map<string, readonly string[]>()

/** The scopes in a text that separates them by spaces; undefined if one of them is none. */
export function parseScopes(text: string): readonly string[] | undefined {
  const known = remembered.get(text)
  if (known) return known
  const scopes = text.split(' ')
  if (!scopes.every((scope) => scope.length <= LONGEST_SCOPE && SHAPE.test(scope))) return undefined
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(text, scopes)
  return scopes
}
