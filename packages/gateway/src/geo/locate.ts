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
    throw new StartupError(`GEOIP_DATABASE: ${file} cannot be read as a MaxMind database`, { cause })
  })
  return (ip) => {
    const found = lookUp(ip)
    const names = [found?.city?.names?.en, found?.country?.names?.en]
    return names.filter(Boolean).join(', ') || UNKNOWN
  }

  function lookUp(ip: string): CityResponse | null {
    try {
      return reader.get(ip)
    } catch {
      // Not an address: a proxy may say anything in X-Forwarded-For.
      return null
    }
  }
}
