import type { Database } from '../../../platform/database/database.ts'
import type { Bus } from '../../../transport/messaging/bus.ts'
import { findBusUsers } from './impact-store.ts'

/** More keys are not asked about: each is a request to every server, and somebody waits for the answer. */
const MOST_KEYS = 100

/**
 * How many connections to the message bus these keys have now. `no bus` where none is configured; null if the servers
 * did not answer in time, or if there are too many keys to ask about.
 */
export type CountOnBus = (accountId: string, keyIds: readonly string[]) => Promise<number | null | 'no bus'>

export function createCountOnBus(database: Database, bus: Pick<Bus, 'connections'> | undefined): CountOnBus {
  return async (accountId, keyIds) => {
    if (!bus) return 'no bus'
    const { accountPublicKey, userPublicKeys } = await findBusUsers(database.read, accountId, keyIds)
    if (userPublicKeys.length === 0) return 0
    // The account has no identity on the message bus: nobody can be connected.
    if (accountPublicKey === null) return 0
    if (userPublicKeys.length > MOST_KEYS) return null
    return bus.connections(accountPublicKey, userPublicKeys)
  }
}
