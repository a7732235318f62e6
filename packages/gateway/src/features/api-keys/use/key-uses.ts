import { networkOf } from '../../../platform/values/ip-addresses.ts'

const DAY_MS = 86_400_000
/** How many networks are counted separately for each key and day; the latest ones are kept. */
export const MOST_NETWORKS = 20
/** How many networks are in memory for all keys together; further uses are counted without their network. */
const MOST_IN_MEMORY = 50_000
/** An IP address has at most 45 characters, but a text that a proxy passes on as an address may be longer. */
const LONGEST_ADDRESS = 64

export type Count = { uses: number; lastUsedAt: number }
export type Uses = Count & { networks: Map<string, Count> }

/** The uses of one day; `day` counts from the epoch in UTC. */
export type DayOfUses = { day: number; byKey: Map<string, Uses> }

/** Uses that are counted and not yet written. */
export type KeyUses = {
  add(keyId: string, address: string | undefined, now: number): void
  /** Returns the counted uses by day, and begins to count anew. */
  take(): DayOfUses[]
  /** Adds uses back that could not be written. */
  putBack(day: number, keyId: string, uses: Uses): void
}

export const dayOf = (now: number): number => Math.floor(now / DAY_MS)

/** The memory is bounded: only accepted keys are counted, and the number of networks has a limit. */
export function createKeyUses(): KeyUses {
  let days: DayOfUses[] = []
  let inMemory = 0

  function usesOf(day: number, keyId: string): Uses {
    let today = days.at(-1)
    if (today?.day !== day) {
      today = days.find((one) => one.day === day)
      if (!today) {
        today = { day, byKey: new Map() }
        days.push(today)
      }
    }
    let uses = today.byKey.get(keyId)
    if (!uses) {
      uses = { uses: 0, lastUsedAt: 0, networks: new Map() }
      today.byKey.set(keyId, uses)
    }
    return uses
  }

  function count({ networks }: Uses, network: string, { uses, lastUsedAt }: Count): void {
    const known = networks.get(network)
    if (known) {
      known.uses += uses
      known.lastUsedAt = Math.max(known.lastUsedAt, lastUsedAt)
      return
    }
    if (networks.size >= MOST_NETWORKS) {
      const oldest = oldestOf(networks)
      if ((networks.get(oldest)?.lastUsedAt ?? 0) > lastUsedAt) return
      networks.delete(oldest)
    } else if (inMemory >= MOST_IN_MEMORY) return
    else inMemory += 1
    networks.set(network, { uses, lastUsedAt })
  }

  return {
    add(keyId, address, now) {
      const uses = usesOf(dayOf(now), keyId)
      uses.uses += 1
      uses.lastUsedAt = now
      if (address !== undefined) count(uses, networkOf(address.slice(0, LONGEST_ADDRESS)), { uses: 1, lastUsedAt: now })
    },
    take() {
      const taken = days
      days = []
      inMemory = 0
      return taken
    },
    putBack(day, keyId, { uses, lastUsedAt, networks }) {
      const known = usesOf(day, keyId)
      known.uses += uses
      known.lastUsedAt = Math.max(known.lastUsedAt, lastUsedAt)
      for (const [network, counted] of networks) count(known, network, counted)
    },
  }
}

function oldestOf(networks: Map<string, Count>): string {
  let oldest = ''
  let at = Number.POSITIVE_INFINITY
  for (const [network, { lastUsedAt }] of networks) {
    if (lastUsedAt >= at) continue
    oldest = network
    at = lastUsedAt
  }
  return oldest
}
