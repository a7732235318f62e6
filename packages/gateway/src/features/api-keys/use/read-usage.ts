import type { Database } from '../../../platform/database/database.ts'
import { firstDayOf, KEPT_DAYS } from './key-use.ts'
import { type CountedDay, type CountedNetwork, listDays, listNetworks } from './usage-store.ts'

export type DayOfUse = CountedDay & { networks: CountedNetwork[] }

/**
 * getApiKeyUsage: returns when and from where a key was used in the last days, the latest day first. Uses of the last ten
 * seconds may be missing.
 */
export function createReadUsage(database: Database): (keyId: string, lastDays?: number) => Promise<DayOfUse[]> {
  return async (keyId, lastDays = KEPT_DAYS) => {
    const since = firstDayOf(lastDays, Date.now())
    const days = await listDays(database.read, keyId, since)
    const networks = Map.groupBy(await listNetworks(database.read, keyId, since), ({ day }) => day)
    return days.map((counted) => ({ ...counted, networks: networks.get(counted.day) ?? [] }))
  }
}
