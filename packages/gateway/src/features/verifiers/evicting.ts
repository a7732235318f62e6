import type { HolderReport } from '../../access/revocation/holders.ts'
import { LEASE_MS, withMargin } from '../../access/revocation/leases.ts'
import { EVERYTHING } from '../../access/revocation/messages.ts'
import type { Time } from '../../platform/time.ts'
import type { Sent } from './frames.ts'
import { createTold, type TagGroup } from './told.ts'

/** Called once, when the verifier honours nothing of an eviction any more. */
export type Settled = (how: HolderReport['how']) => void

/** Beyond, the verifier forgets everything instead. */
const MOST_NUMBERS = 10_000

type Deps = {
  time: Time
  /** How many numbers are remembered. */
  most(): number
  send(frame: Sent): void
  /** Until when, by the monotonic clock, the verifier may honour what it was told, as far as leases were given yet. */
  holdsUntil(): number
  /** An eviction was not acknowledged in time. */
  tooSlow(): void
}

type Eviction = { n: number; holdsUntil: number; waiting: Settled[]; callOff: (() => void)[] }

export type Evicting = ReturnType<typeof createEvicting>

/**
 * What one verifier was told, and taking it back. An eviction is waited for until it is acknowledged, or until the lease
 * that was given before it is over: a lease that is given later reaches the verifier after the eviction, which it has
 * carried out by then.
 */
export function createEvicting({ time, most, send, holdsUntil, tooSlow }: Deps) {
  const told = createTold(most)
  const pending: Eviction[] = []
  let connected = true
  let last = 0
  let acknowledged = 0

  function begin(numbers: readonly number[], all: boolean, settled?: Settled): void {
    last += 1
    if (connected) send({ type: 'evict', n: last, ...(all ? { all } : { tags: numbers }) })
    told.takeBack(last, numbers)
    const eviction: Eviction = { n: last, holdsUntil: holdsUntil(), waiting: [], callOff: [] }
    pending.push(eviction)
    const left = eviction.holdsUntil - time.monotonic()
    if (left > 0) eviction.callOff.push(time.after(left, () => settle(eviction)))
    if (connected) eviction.callOff.push(time.after(Math.max(left, withMargin(LEASE_MS)), tooSlow))
    if (settled) wait(eviction, settled)
  }

  function wait(eviction: Eviction, settled: Settled): void {
    if (eviction.holdsUntil > time.monotonic()) eviction.waiting.push(settled)
    else settled(overdue())
  }

  const overdue = () => (connected ? 'lease_ended' : 'gone')

  function settle(eviction: Eviction, how: HolderReport['how'] = overdue()): void {
    for (const settled of eviction.waiting.splice(0)) settled(how)
  }

  function isDone(eviction: Eviction, how: HolderReport['how']): void {
    for (const callOff of eviction.callOff.splice(0)) callOff()
    settle(eviction, how)
  }

  return {
    /** The numbers under which the verifier is told of these tags. */
    tell(groups: readonly TagGroup[]): number[] {
      return told.tell(groups)
    },

    /** Takes back what was told longest ago, if it is too much to remember. To be called after it was sent. */
    makeRoom(): void {
      const surplus = told.surplus()
      for (let start = 0; start < surplus.length; start += MOST_NUMBERS)
        begin(surplus.slice(start, start + MOST_NUMBERS), false)
    },

    /** Whether the verifier may still honour something with one of the tags; then `settled` is called, maybe at once. */
    evict(tags: readonly string[], settled: Settled): boolean {
      const numbers = told.numbersOf(tags)
      if (numbers.length > 0) {
        begin(numbers, tags.includes(EVERYTHING) || numbers.length > MOST_NUMBERS, settled)
        return true
      }
      const n = told.leavingWith(tags)
      const eviction = n === undefined ? undefined : pending.find((one) => one.n === n)
      if (eviction) wait(eviction, settled)
      return eviction !== undefined
    },

    /** False if there is no such eviction to acknowledge. */
    acknowledge(n: number): boolean {
      if (n <= acknowledged || n > last) return false
      acknowledged = n
      told.acknowledged(n)
      while (pending[0] !== undefined && pending[0].n <= n) {
        const eviction = pending.shift()
        if (eviction) isDone(eviction, 'acknowledged')
      }
      return true
    },

    /** The connection is over: what the verifier was told may be honoured until its lease is. */
    lost(): void {
      connected = false
    },

    /** The verifier honours nothing any more. */
    end(): void {
      connected = false
      for (const eviction of pending.splice(0)) isDone(eviction, 'gone')
    },

    size: told.size,
  }
}
