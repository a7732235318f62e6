import type { IncomingHttpHeaders } from 'node:http'
import { equalSecrets, keyedHash } from '../../platform/crypto/hashing.ts'
import { isLoopbackHost } from './own-origin.ts'

/**
 * The cookie that holds the session of a browser (docs/decisions/0053): the refresh token, and a code over it that only
 * this gateway can make. With the code the cookie needs no access token beside it, as POST /accounts/refresh-token does;
 * and a refresh token that somebody found elsewhere makes no cookie.
 */
export type SessionCookie = {
  /** The refresh token of the cookie; undefined if there is none that this gateway has set. */
  read(headers: IncomingHttpHeaders): string | undefined
  /** A Set-Cookie header. */
  write(headers: IncomingHttpHeaders, refreshToken: string): string
  /** A Set-Cookie header that deletes the cookie. */
  clear(headers: IncomingHttpHeaders): string
}

/** `macKey`: a key of its own; `lifeSeconds`: how long a refresh token can be used. */
type Settings = { publicUrl: string; macKey: Buffer; lifeSeconds: number }

/** Refresh token and code, both 256 bits in base64url. */
const VALUE = /^([\w-]{43})\.([\w-]{43})$/

export function createSessionCookie({ publicUrl, macKey, lifeSeconds }: Settings): SessionCookie {
  const isHttps = publicUrl.startsWith('https:')
  /**
   * With https, the prefix `__Host-` (RFC 6265bis, §4.1.3.2) keeps sibling hosts and plain http from planting a cookie,
   * and the other name means nothing. Only a browser that uses the gateway on its own machine without TLS gets that one.
   */
  const isSecure = ({ host, origin }: IncomingHttpHeaders) =>
    isHttps || !isLoopbackHost(host) || origin?.startsWith('https:') === true
  const nameFor = (headers: IncomingHttpHeaders) => (isSecure(headers) ? '__Host-quiva_session' : 'quiva_session')

  function set(headers: IncomingHttpHeaders, value: string, seconds: number): string {
    const scope = isSecure(headers) ? 'Path=/; Secure' : 'Path=/'
    return `${nameFor(headers)}=${value}; Max-Age=${seconds}; ${scope}; HttpOnly; SameSite=Strict`
  }

  function open(value: string): string | undefined {
    const [, token, code] = VALUE.exec(value) ?? []
    if (token === undefined || code === undefined) return undefined
    return equalSecrets(code, keyedHash(macKey, token)) ? token : undefined
  }

  return {
    read(headers) {
      const prefix = `${nameFor(headers)}=`
      const [value] = (headers.cookie ?? '').split(/; ?/).filter((pair) => pair.startsWith(prefix))
      return value === undefined ? undefined : open(value.slice(prefix.length))
    },
    write: (headers, refreshToken) => set(headers, `${refreshToken}.${keyedHash(macKey, refreshToken)}`, lifeSeconds),
    clear: (headers) => set(headers, '', 0),
  }
}
