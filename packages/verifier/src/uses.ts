/** How often one key was used since the last report. */
export type Use = {
  key_id: string
  uses: number
  last_ms: number
  addresses: { address: string; uses: number; last_ms: number }[]
}

type Sum = { uses: number; lastAt: number; addresses: Map<string, { uses: number; lastAt: number }> }

/** docs/verifier-protocol.md, "Uses". */
const MOST_ADDRESSES = 20
const MOST_KEYS = 1000
/** All addresses of a report together, so that it stays well below the longest message. */
const MOST_OF_REPORT = 4000
/** While no gateway can be reached, uses of so many keys are gathered. */
const MOST_GATHERED = 100_000
const LONGEST_MS = 3_600_000

/** Adds up uses until they are reported. Times are those of the monotonic clock. */
export function createUses() {
  const sums = new Map<string, Sum>()
  return {
    count(keyId: string, address: string | undefined, now: number): void {
      let sum = sums.get(keyId)
      if (!sum) {
        if (sums.size >= MOST_GATHERED) return
        sum = { uses: 0, lastAt: now, addresses: new Map() }
        sums.set(keyId, sum)
      }
      sum.uses += 1
      sum.lastAt = now
      if (address === undefined) return
      const from = sum.addresses.get(address)
      if (from) {
        from.uses += 1
        from.lastAt = now
      } else if (sum.addresses.size < MOST_ADDRESSES) sum.addresses.set(address, { uses: 1, lastAt: now })
    },

    /** Takes out as much as one report may have. */
    take(now: number): Use[] {
      const ago = (at: number) => Math.min(LONGEST_MS, Math.max(0, Math.round(now - at)))
      const report: Use[] = []
      let addresses = 0
      for (const [keyId, sum] of sums) {
        if (report.length >= MOST_KEYS || addresses >= MOST_OF_REPORT) break
        sums.delete(keyId)
        addresses += sum.addresses.size
        const from = [...sum.addresses].map(([address, { uses, lastAt }]) => ({ address, uses, last_ms: ago(lastAt) }))
        report.push({ key_id: keyId, uses: sum.uses, last_ms: ago(sum.lastAt), addresses: from })
      }
      return report
    },

    size: () => sums.size,
  }
}
