/** What decides which keys the list shows, and in which order; it stands in the address of the list. */
export type KeysSearch = {
  search?: string
  /** `all`, `mine`, `account`, or the email address of a member. */
  owner?: string
  state?: string
  environment?: string
  tag?: string
  scope?: string
  sort?: string
}

export const states = ['active', 'unused', 'silent', 'expiring', 'replaced', 'disabled'] as const
export const environments = ['live', 'test'] as const
const sorts = ['name', 'created_on', 'last_used_on', 'expires_on'].flatMap((sort) => [sort, `-${sort}`])
export const DEFAULT_SORT = '-created_on'

const oneOf = (known: readonly string[]) => (text: string) => known.includes(text)
const short = (text: string) => text.length <= 100

const checks: Readonly<Record<keyof KeysSearch, (text: string) => boolean>> = {
  search: short,
  owner: (text) => ['all', 'mine', 'account'].includes(text) || (text.includes('@') && text.length <= 254),
  state: oneOf(states),
  environment: oneOf(environments),
  tag: short,
  scope: short,
  sort: oneOf(sorts),
}

/** From an address, which anybody may have written: what is not understood is left out. */
export function readKeysSearch(given: Record<string, unknown>): KeysSearch {
  const known = Object.entries(checks).flatMap(([name, check]) => {
    // The router reads what looks like JSON in an address: the search for 1234 is a number.
    const value = given[name]
    const text = typeof value === 'number' ? String(value) : value
    return typeof text === 'string' && text !== '' && check(text) ? [[name, text]] : []
  })
  return Object.fromEntries(known)
}

/** Whether something narrows the list, so that an empty one does not mean that there are no keys. */
export const isNarrowed = ({ search, state, environment, tag, scope, owner }: KeysSearch): boolean =>
  [search, state, environment, tag, scope, owner].some((each) => each !== undefined)
