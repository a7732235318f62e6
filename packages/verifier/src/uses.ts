/** How often one key was used since the last report. */
export type Use = {
  key_id: string
  uses: number
  last_ms: number
  addresses: { address: string; uses: number; last_ms: number }[]
}

type From = { address: string; uses: number; lastAt: number }

/** The uses of one key. */
export type Sum = {
  uses: number
  lastAt: number
  /** The address that it was used from last; most keys are used from few. */
  from: From
  addresses: From[]
  /** It was reported, and nothing is added to it any more. */
  isTaken: boolean
}

/** docs/verifier-protocol.md, "Uses". */
const MOST_ADDRESSES = 20
/** A service may take it from a header, so that clients choose it; the gateway would end the connection for others. */
const ADDRESS = /^[\d.:A-Fa-f]{1,64}(?:%[\w.-]{1,15})?$/
const LONGEST_ADDRESS = 64
const MOST_KEYS = 1000
/** All addresses of a report together, so that it stays well below the longest message. */
const MOST_OF_REPORT = 4000
/** While no gateway can be reached, uses of so many keys are gathered. */
const MOST_GATHERED = 100_000
const LONGEST_MS = 3_600_000

/** Adds up uses until they are reported. Times are those of the monotonic clock. */
export function createUses() {
  const sums = new Map<string, Sum>()

  function sumOf(keyId: string, now: number): Sum | undefined {
    const known = sums.get(keyId)
    if (known || sums.size >= MOST_GATHERED) return known
    const sum = { uses: 0, lastAt: now, from: NOWHERE, addresses: [], isTaken: false }
    sums.set(keyId, sum)
    return sum
  }

  return {
    /** Returns the sum that it was added to. Whoever has the last one of the key need not have it searched. */
    count(keyId: string, address: string | undefined, now: number, last?: Sum): Sum | undefined {
      const sum = last && !last.isTaken ? last : sumOf(keyId, now)
      if (!sum) return undefined
      sum.uses += 1
      sum.lastAt = now
      if (address === undefined || address === '') return sum
      if (sum.from.address !== address) {
        if (address.length > LONGEST_ADDRESS || !ADDRESS.test(address)) return sum
        sum.from = fromOf(sum, address, now)
      }
      sum.from.uses += 1
      sum.from.lastAt = now
      return sum
    },

    /** Takes out as much as one report may have. */
    take(now: number): Use[] {
      const ago = (at: number) => Math.min(LONGEST_MS, Math.max(0, Math.round(now - at)))
      const report: Use[] = []
      let addresses = 0
      for (const [keyId, sum] of sums) {
        if (report.length >= MOST_KEYS || addresses >= MOST_OF_REPORT) break
        sums.delete(keyId)
        sum.isTaken = true
        addresses += sum.addresses.length
        const from = sum.addresses.map(({ address, uses, lastAt }) => ({ address, uses, last_ms: ago(lastAt) }))
        report.push({ key_id: keyId, uses: sum.uses, last_ms: ago(sum.lastAt), addresses: from })
      }
      return report
    },

    size: () => sums.size,
  }
}

/** No address is empty. */
const NOWHERE: From = { address: '', uses: 0, lastAt: 0 }

function fromOf({ addresses }: Sum, address: string, now: number): From {
  const known = addresses.find((one) => one.address === address)
  if (known) return known
  const from = { address, uses: 0, lastAt: now }
  // One too many is not reported.
  if (addresses.length < MOST_ADDRESSES) addresses.push(from)
  return from
}
