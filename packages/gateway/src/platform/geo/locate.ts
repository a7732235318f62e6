import { isIP } from 'node:net'
import type { CityResponse } from 'maxmind'
import { StartupError } from '../errors/startup-error.ts'

/** Where an address is, such as `Lisbon, Portugal`; `unknown` where nobody can tell. */
export type Locate = (ip: string) => string

const UNKNOWN = 'unknown'

/** Opens a MaxMind database (GEOIP_DATABASE: GeoLite2 City or Country, or what has their format); none tells nothing. */
export async function openLocate(file: string | undefined): Promise<Locate> {
  if (file === undefined) return () => UNKNOWN
  const { open } = await import('maxmind')
  const reader = await open<CityResponse>(file).catch((cause: unknown) => {
    throw new StartupError(
      `GEOIP_DATABASE: ${file} cannot be read as a MaxMind database. Set it to a file in the format .mmdb, or unset it.`,
      { cause },
    )
  })
  return (ip) => {
    const found = lookUp(ip)
    const names = [found?.city?.names?.en, found?.country?.names?.en]
    return names.filter(Boolean).join(', ') || UNKNOWN
  }

  function lookUp(ip: string): CityResponse | null {
    // A dual-stack socket names IPv4 clients so (RFC 4291, §2.5.5.2).
    const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
    const family = isIP(address)
    // Not an address: a proxy may say anything in X-Forwarded-For, and the reader makes something of it. In a tree for
    // IPv4 it would take the front of an IPv6 address for one.
    if (family === 0 || (family === 6 && reader.metadata.ipVersion === 4)) return null
    try {
      return reader.get(address)
    } catch {
      // A damaged record; a place is not worth a sign-in.
      return null
    }
  }
}
