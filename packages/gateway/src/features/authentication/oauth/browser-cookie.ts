/** The cookie that binds an OAuth sign-in to one browser; it holds 256 random bits, and the database has their hash. */
export type BrowserCookie = {
  /** Reads the secret from a Cookie header; undefined if there is none of ours. */
  read(header: string | undefined): string | undefined
  /** Makes a Set-Cookie header. */
  write(secret: string, maxAgeSeconds: number): string
}

/**
 * With https the prefix `__Host-` (RFC 6265bis, §4.1.3.2) keeps a sibling host from planting a cookie of its own, which
 * could sign a user in as somebody else; the prefix requires the path `/`. `Lax`: the browser has to send the cookie
 * when the provider redirects it back, and with requests of pages of the same site, but with no other request.
 */
export function createBrowserCookie(publicUrl: string): BrowserCookie {
  const secure = publicUrl.startsWith('https:')
  const name = secure ? '__Host-quiva_oauth' : 'quiva_oauth'
  const scope = secure ? 'Path=/; Secure' : 'Path=/'
  const pattern = new RegExp(`(?:^|; ?)${name}=([\\w-]{43})(?:;|$)`)
  return {
    read: (header = '') => pattern.exec(header)?.[1],
    write: (secret, maxAgeSeconds) => `${name}=${secret}; Max-Age=${maxAgeSeconds}; ${scope}; HttpOnly; SameSite=Lax`,
  }
}
