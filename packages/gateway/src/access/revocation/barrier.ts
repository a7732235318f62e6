import type { Time } from '../../platform/time.ts'
import type { HolderReport, LocalHolders } from './holders.ts'
import { LEASE_MS, type Registered, withMargin } from './leases.ts'

/** How one transaction's evictions stand. */
export type BarrierState = {
  /** True once no holder honours anything of them. */
  isOver: boolean
  /** When the commit was known, in milliseconds since the epoch. */
  committedAt: number
  /** From when on no holder honours anything of them in any case, in milliseconds since the epoch; now if it is over. */
  by: number
  /** Those that honour nothing of them any more. */
  holders: HolderReport[]
  /** From the commit until it was over; until now if it is not. */
  tookMs: number
}

export type Barrier = {
  state(): BarrierState
  /** Calls back once, at once if it is over already; what it returns cancels that. */
  whenOver(run: () => void): () => void
}

export type Barriers = {
  /** A number for the evictions of one transaction. */
  next(): number
  /** The transaction with that number has committed, and this process has forgotten what it evicts. */
  committed(number: number, tags: readonly string[]): Barrier

  /** Whether this gateway hears what is committed; at first it does not. */
  hears(isTrusted: boolean): void
  /** A gateway grants its verifiers so much, or may: that can be more than this one does. */
  mayAllow(allowanceMs: number): void
  /**
   * This gateway has heard its own eviction. `awaited` has each registration that may honour it still, and until when by
   * the monotonic clock; undefined if this gateway does not know them all.
   */
  cameBack(number: number, tags: readonly string[], awaited: ReadonlyMap<string, number> | undefined): void
  /** Another gateway honours nothing of it any more. `isWhole` is false if more reports of it follow. */
  acknowledged(number: number, by: string, reports: readonly HolderReport[], isWhole: boolean): void
  /** A registration said goodbye, and may honour something until then. */
  left(registration: string, until: number): void
}

type Deps = {
  time: Time
  /** The name of this process among the gateways. */
  id: string
  local: LocalHolders
  /**
   * Asks for the list of gateways, as it is now, without those of this process; undefined if it cannot be read. Absent
   * where there are no others.
   */
  others?: (done: (others: readonly Registered[] | undefined) => void) => void
  mostAllowanceMs: number
  /** Told of each barrier once, when it is over. */
  onOver?(state: BarrierState): void
}

type Open = {
  number: number
  committedAt: number
  startedAt: number
  /** By the monotonic clock: from then on nobody honours anything, whatever is known. */
  allOverAt: number
  isLocalDone: boolean
  /** Until when each registration may honour something; undefined as long as they are not known. */
  awaited: Map<string, number> | undefined
  acknowledged: Set<string>
  holders: HolderReport[]
  /** Whether its transaction has asked for it, and whether the eviction has come back: then nobody asks for it again. */
  isClaimed: boolean
  isBack: boolean
  tookMs: number | undefined
  listeners: Set<() => void>
  cancelTimer: () => void
}

/** How long a barrier that is over is known: its eviction may come back late, or the answer to the COMMIT never. */
const KNOWN_MS = 10_000

/**
 * One barrier for all evictions of a transaction: it is over when every holder that could honour something of them has
 * said that it does not any more, or cannot. It waits for the verifiers of this gateway and, if there are other gateways,
 * for each one that pinged within its lease. The gateway knows all of those as soon as its own eviction has come back. If
 * it does not hear well, it reads the list of gateways after the commit instead, and gives each the longest time.
 *
 * Nothing here holds a row, a connection or a place in a queue, and nothing waits longer than a lease and the longest
 * allowance.
 */
export function createBarriers({ time, id, local, others, mostAllowanceMs, onOver }: Deps): Barriers {
  /** How long anybody may honour something who was not told. Allowances that were heard of are never forgotten. */
  let longestMs = withMargin(LEASE_MS + mostAllowanceMs)
  const open = new Map<number, Open>()
  let latest = 0
  let isDeaf = true

  function begin(number: number, tags: readonly string[], isClaimed: boolean): Open {
    const startedAt = time.monotonic()
    const barrier: Open = {
      number,
      committedAt: time.wall(),
      startedAt,
      allOverAt: startedAt + longestMs,
      isLocalDone: false,
      awaited: others ? undefined : new Map(),
      acknowledged: new Set(),
      holders: [{ kind: 'gateway', id, name: id, account: null, took_ms: 0, how: 'acknowledged' }],
      isClaimed,
      isBack: !others,
      tookMs: undefined,
      listeners: new Set(),
      cancelTimer: () => {},
    }
    open.set(number, barrier)
    local.evict(tags, (reports) => {
      barrier.isLocalDone = true
      barrier.holders.push(...reports)
      check(barrier)
    })
    if (isDeaf) askForOthers(barrier)
    return barrier
  }

  function askForOthers(barrier: Open): void {
    if (barrier.awaited || barrier.tookMs !== undefined) return
    others?.((registered) => {
      if (!registered || barrier.awaited) return
      for (const { mostAllowanceMs: most } of registered) mayAllow(most)
      // Nobody knows what of its setting each has granted, nor to whom: all get the longest time.
      setAwaited(barrier, new Map(registered.map(({ registration }) => [registration, barrier.allOverAt])))
    })
  }

  function mayAllow(allowanceMs: number): void {
    if (withMargin(LEASE_MS + allowanceMs) <= longestMs) return
    longestMs = withMargin(LEASE_MS + allowanceMs)
    for (const barrier of open.values()) barrier.allOverAt = barrier.startedAt + longestMs
  }

  function setAwaited(barrier: Open, awaited: ReadonlyMap<string, number>): void {
    barrier.awaited = new Map()
    for (const [name, until] of awaited)
      if (!barrier.acknowledged.has(processOf(name))) barrier.awaited.set(name, Math.min(until, barrier.allOverAt))
    check(barrier)
  }

  function check(barrier: Open): void {
    if (barrier.tookMs !== undefined) return
    const now = time.monotonic()
    for (const [name, until] of barrier.awaited ?? []) if (until <= now) drop(barrier, name, 'lease_ended')
    const isComplete = barrier.isLocalDone && barrier.awaited?.size === 0
    barrier.cancelTimer()
    if (isComplete || now >= barrier.allOverAt) {
      finish(barrier, now)
      return
    }
    const next = Math.min(barrier.allOverAt, ...(barrier.awaited?.values() ?? []))
    barrier.cancelTimer = time.after(next - now, () => check(barrier))
  }

  function drop(barrier: Open, name: string, how: HolderReport['how']): void {
    if (!barrier.awaited?.delete(name)) return
    report(barrier, processOf(name), how)
  }

  function report(barrier: Open, gateway: string, how: HolderReport['how']): void {
    const took_ms = time.monotonic() - barrier.startedAt
    barrier.holders.push({ kind: 'gateway', id: gateway, name: gateway, account: null, took_ms, how })
  }

  function finish(barrier: Open, now: number): void {
    barrier.tookMs = now - barrier.startedAt
    release(barrier)
    onOver?.(stateOf(barrier))
    for (const run of barrier.listeners) run()
    barrier.listeners.clear()
  }

  function release({ number, isClaimed, isBack, cancelTimer }: Open): void {
    cancelTimer()
    if (isClaimed && isBack) open.delete(number)
    else time.after(KNOWN_MS, () => open.delete(number))
  }

  function stateOf(barrier: Open): BarrierState {
    const { committedAt, holders, tookMs } = barrier
    const now = time.monotonic()
    const isOver = tookMs !== undefined
    // By the clock of now: somebody may have set it since the commit.
    const by = isOver ? time.wall() : Math.ceil(time.wall() + overAt(barrier) - now)
    return { isOver, committedAt, by, holders: [...holders], tookMs: tookMs ?? now - barrier.startedAt }
  }

  function overAt({ awaited, isLocalDone, allOverAt }: Open): number {
    if (!awaited || !isLocalDone) return allOverAt
    return Math.max(...awaited.values())
  }

  return {
    next() {
      latest += 1
      return latest
    },
    committed(number, tags) {
      const barrier = open.get(number) ?? begin(number, tags, true)
      barrier.isClaimed = true
      return {
        state: () => stateOf(barrier),
        whenOver(run) {
          if (barrier.tookMs !== undefined) {
            run()
            return () => {}
          }
          barrier.listeners.add(run)
          return () => void barrier.listeners.delete(run)
        },
      }
    },
    hears(isTrusted) {
      isDeaf = !isTrusted
      if (isDeaf) for (const barrier of open.values()) askForOthers(barrier)
    },
    mayAllow,
    cameBack(number, tags, awaited) {
      // Before the answer to the COMMIT, or instead of it: the eviction holds in any case.
      const barrier = open.get(number) ?? begin(number, tags, false)
      barrier.isBack = true
      if (awaited && barrier.tookMs === undefined) setAwaited(barrier, awaited)
    },
    acknowledged(number, by, reports, isWhole) {
      const barrier = open.get(number)
      if (!barrier || barrier.tookMs !== undefined) return
      barrier.holders.push(...reports)
      if (!isWhole || barrier.acknowledged.has(by)) return
      barrier.acknowledged.add(by)
      for (const name of barrier.awaited?.keys() ?? []) if (processOf(name) === by) barrier.awaited?.delete(name)
      report(barrier, by, 'acknowledged')
      check(barrier)
    },
    left(registration, until) {
      const now = time.monotonic()
      for (const barrier of open.values()) {
        const known = barrier.awaited?.get(registration)
        if (known === undefined) continue
        if (until <= now) drop(barrier, registration, 'gone')
        else {
          // It knows better than its last ping, or than the list, which knows no allowance.
          barrier.awaited?.set(registration, until)
          barrier.allOverAt = Math.max(barrier.allOverAt, until)
        }
        check(barrier)
      }
    },
  }
}

/** The process of a registration. */
const processOf = (registration: string): string => registration.slice(0, registration.indexOf('.'))
