import { createPublicKey } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import path from 'node:path'
import { isHttpsOrLoopback } from '../outbound/secure-url.ts'
import { isMailAddress } from '../values/mail-address.ts'

/** One parser per kind of variable. Each returns undefined for a text that it does not accept. */

export function wholeNumber(least: number, most: number) {
  return (text: string) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : undefined
  }
}

export function trueOrFalse(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}

export function onOrOff(text: string): boolean | undefined {
  return text === 'on' ? true : text === 'off' ? false : undefined
}

export function list<T>(parse: (text: string) => T | undefined) {
  return (text: string): T[] | undefined => {
    const values = text.split(',').map((part) => parse(part.trim()))
    return values.some((value) => value === undefined) ? undefined : (values as T[])
  }
}

/**
 * Codes as in server tags. Each server needs one tag for every set of regions that includes its own
 * (features/mesh/placement.ts).
 */
export function regions(text: string): string[] | undefined {
  const code = (part: string) => (/^[a-z0-9][a-z0-9-]{0,31}$/.test(part) ? part : undefined)
  const found = list(code)(text.toLowerCase())
  return found && found.length <= 8 && new Set(found).size === found.length ? found : undefined
}

export function urlOf(...protocols: string[]) {
  return (text: string) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined)
}

export const postgresUrl = urlOf('postgres:', 'postgresql:')

export function issuerUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // OpenID Connect Discovery 1.0, §3: no query, no fragment.
  return isHttpsOrLoopback(url) && !url.search && !url.hash && !url.username ? text : undefined
}

/**
 * A name that S3 allows (Amazon S3 User Guide, general purpose bucket naming rules); other services allow at least
 * these.
 */
export function bucketName(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) ? text : undefined
}

export function regionName(text: string): string | undefined {
  return /^[a-z0-9-]{1,40}$/.test(text) ? text : undefined
}

export function secureOrigin(text: string): string | undefined {
  return origin(text) !== undefined && isHttpsOrLoopback(new URL(text)) ? origin(text) : undefined
}

export function stripeKey(text: string): string | undefined {
  return /^[sr]k_(test|live)_[A-Za-z0-9_]{8,500}$/.test(text) ? text : undefined
}

export function webhookSecret(text: string): string | undefined {
  return /^whsec_[A-Za-z0-9+/=_-]{8,500}$/.test(text) ? text : undefined
}

export function githubKey(text: string) {
  const [, identifier = '', publicKey = ''] = /^([\w-]{1,100}):([A-Za-z0-9+/]{1,500}={0,2})$/.exec(text) ?? []
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? { identifier, publicKey } : undefined
  } catch {
    return undefined
  }
}

export function databaseAddress(text: string) {
  if (postgresUrl(text)) return { engine: 'postgres' as const, url: text }
  const file = /^sqlite:(?:\/\/)?(.+)$/.exec(text)?.[1]
  return file ? { engine: 'sqlite' as const, file: path.resolve(file) } : undefined
}

export function origin(text: string): string | undefined {
  if (!urlOf('http:', 'https:')(text)) return undefined
  const url = new URL(text)
  return url.pathname === '/' && !url.search && !url.hash && !url.username ? url.origin : undefined
}

/** In the form in which the domains of addresses are compared: ASCII, lower case. */
export function mailDomain(text: string): string | undefined {
  return isMailAddress(`x@${text}`) ? text.toLowerCase() : undefined
}

/** In the form in which addresses are compared. */
export function mailAddress(text: string): string | undefined {
  return isMailAddress(text) ? text.toLowerCase() : undefined
}

export function hostName(text: string): string | undefined {
  return isIP(text) || /^[A-Za-z0-9.-]{1,253}$/.test(text) ? text : undefined
}

export function domainAbove(pages: readonly string[]) {
  return (text: string): string | undefined => {
    const domain = domainName(text)
    return pages.some((page) => `.${new URL(page).hostname}`.endsWith(`.${domain}`)) ? domain : undefined
  }
}

/** A host's name; undefined for an IP address in any spelling. */
export function domainName(text: string): string | undefined {
  if (!/^[A-Za-z\d.-]+$/.test(text) || !URL.canParse(`http://${text}`)) return undefined
  const { hostname } = new URL(`http://${text}`)
  return isIP(hostname) ? undefined : hostname
}

export function key32(text: string): Buffer | undefined {
  const key = Buffer.from(text, 'base64')
  return key.length === 32 && /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? key : undefined
}

/** Accepts a text if a parser that throws accepts it. */
export function parsable(parse: (text: string) => unknown) {
  return (text: string): string | undefined => {
    try {
      parse(text)
      return text
    } catch {
      return undefined
    }
  }
}

export function proxies(text: string): number | string[] | undefined {
  const hops = wholeNumber(0, 32)(text)
  if (hops !== undefined) return hops
  return list((part) => (isNetwork(part) ? part : undefined))(text)
}

function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  const family = isIP(address)
  if (!family) return false
  if (prefix === undefined) return true
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 6 ? 'ipv6' : 'ipv4')
    return /^\d{1,3}$/.test(prefix)
  } catch {
    return false
  }
}

export function appName(text: string): string | undefined {
  return /^[^:\p{C}\p{Zl}\p{Zp}]{1,50}$/u.test(text) ? text : undefined
}

export function signUpMode(text: string) {
  return (['open', 'invited', 'closed'] as const).find((mode) => mode === text)
}

export function logLevel(text: string) {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
  return levels.find((level) => level === text)
}
