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

/** `holdsUntil` and `slowAt`, from when on the verifier is too slow, by the monotonic clock. */
type Eviction = { n: number; holdsUntil: number; slowAt: number; waiting: Settled[] }

export type Evicting = ReturnType<typeof createEvicting>

/**
 * What one verifier was told, and taking it back. An eviction is waited for until it is acknowledged, or until the lease
 * that was given before it is over: a lease that is given later reaches the verifier after the eviction, which it has
 * carried out by then.
 */
export function createEvicting({ time, most, send, holdsUntil, tooSlow }: Deps) {
  const told = createTold(most)
  const pending: Eviction[] = []
  /** One timer for all of them, since most are acknowledged long before it: it may be early, and looks again. */
  let alarm: { at: number; cancel: () => void } | undefined
  let connected = true
  let last = 0
  let acknowledged = 0

  function begin(numbers: readonly number[], all: boolean, settled?: Settled): void {
    last += 1
    if (connected) send({ type: 'evict', n: last, ...(all ? { all } : { tags: numbers }) })
    told.takeBack(last, numbers)
    const now = time.monotonic()
    const until = holdsUntil()
    const slowAt = Math.max(until, now + withMargin(LEASE_MS))
    const eviction: Eviction = { n: last, holdsUntil: until, slowAt, waiting: [] }
    pending.push(eviction)
    if (settled) wait(eviction, settled)
    if (connected) wakeAt(slowAt, now)
  }

  function wakeAt(at: number, now: number): void {
    if (alarm && alarm.at <= at) return
    alarm?.cancel()
    alarm = { at, cancel: time.after(at - now, look) }
  }

  /** Whoever waits waits no longer for what nobody can honour any more; and a verifier that is too slow is dropped. */
  function look(): void {
    alarm = undefined
    const now = time.monotonic()
    for (const eviction of [...pending]) if (eviction.holdsUntil <= now) settle(eviction)
    if (connected && pending.some(({ slowAt }) => slowAt <= now)) tooSlow()
    for (const { holdsUntil: until, slowAt, waiting } of pending) {
      if (waiting.length > 0) wakeAt(until, now)
      if (connected) wakeAt(slowAt, now)
    }
  }

  function wait(eviction: Eviction, settled: Settled): void {
    const now = time.monotonic()
    if (eviction.holdsUntil <= now) {
      settled(overdue())
      return
    }
    eviction.waiting.push(settled)
    wakeAt(eviction.holdsUntil, now)
  }

  const overdue = () => (connected ? 'lease_ended' : 'gone')

  function settle(eviction: Eviction, how: HolderReport['how'] = overdue()): void {
    for (const settled of eviction.waiting.splice(0)) settled(how)
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
        if (eviction) settle(eviction, 'acknowledged')
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
      alarm?.cancel()
      alarm = undefined
      for (const eviction of pending.splice(0)) settle(eviction, 'gone')
    },

    size: told.size,
  }
}
