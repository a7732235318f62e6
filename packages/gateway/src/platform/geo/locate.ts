import { isIP } from 'node:net'
import type { CityResponse } from 'maxmind'
import { StartupError } from '../errors/startup-error.ts'

/** Where an address is, such as `Lisbon, Portugal`; `unknown` if the database does not say. */
export type Locate = (ip: string) => string

const UNKNOWN = 'unknown'

/**
 * Opens a MaxMind database (GEOIP_DATABASE: GeoLite2 City or Country, or one of the same format). Without one:
 * `unknown`.
 */
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
    // A dual-stack socket writes IPv4 clients in this form (RFC 4291, §2.5.5.2).
    const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
    const family = isIP(address)
    // Not an address: a proxy may write anything into X-Forwarded-For, and the reader would still find something. A
    // database for IPv4 alone would read the front of an IPv6 address as an IPv4 address.
    if (family === 0 || (family === 6 && reader.metadata.ipVersion === 4)) return null
    try {
      return reader.get(address)
    } catch {
      // A damaged record: a sign-in must not fail for want of a place.
      return null
    }
  }
}
