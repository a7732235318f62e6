/** The cookie that binds an OAuth sign-in to one browser; it holds 256 random bits, of which the database has the hash. */
export type BrowserCookie = {
  /** The secret in a Cookie header; undefined unless it is one of ours. */
  read(header: string | undefined): string | undefined
  /** A Set-Cookie header. */
  write(secret: string, maxAgeSeconds: number): string
}

/**
 * With https the prefix `__Host-` (RFC 6265bis, §4.1.3.2) keeps a sibling host from planting a cookie of its own, which
 * could sign somebody in as somebody else; it needs the path `/`. `Lax`: it has to come along when the provider sends
 * the browser back, and with requests of pages of the same site, but with nothing else.
 */
export function createBrowserCookie(publicUrl: string): BrowserCookie {
  const secure = publicUrl.startsWith('https:')
  const name = secure ? '__Host-quiva_oauth' : 'quiva_oauth'
  const scope = secure ? 'Path=/; Secure' : 'Path=/accounts/oauth'
  const pattern = new RegExp(`(?:^|; ?)${name}=([\\w-]{43})(?:;|$)`)
  return {
    read: (header = '') => pattern.exec(header)?.[1],
    write: (secret, maxAgeSeconds) => `${name}=${secret}; Max-Age=${maxAgeSeconds}; ${scope}; HttpOnly; SameSite=Lax`,
  }
}
