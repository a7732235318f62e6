const PLACE = 'quiva-way'

/** Only a path of this console: a sign-in never leads elsewhere. */
export const isOwnPath = (to: unknown): to is string => typeof to === 'string' && /^\/(?![/\\])/.test(to)

/** Remembers, in this tab, where a sign-in leads, while the browser is at an OpenID provider. */
export function keepWay(to: string | undefined): void {
  if (to === undefined) sessionStorage.removeItem(PLACE)
  else sessionStorage.setItem(PLACE, to)
}

/** Where it leads; asked once. */
export function takeWay(): { to?: string } {
  const to = sessionStorage.getItem(PLACE)
  sessionStorage.removeItem(PLACE)
  return isOwnPath(to) ? { to } : {}
}
