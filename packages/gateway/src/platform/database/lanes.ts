import type { Caller } from './callers.ts'

/** Whoever waited so long for a place in vain is answered with 503: SQLSTATE 53300, too many connections. */
export class NoPlaceError extends Error {
  readonly code = '53300'
}

type Waiter = { start(): void }

/** What one caller holds, and waits for. Sets keep the order in which things were added, and lose any of them at once. */
type Lane = { name: string; held: number; ahead: Set<Waiter>; others: Set<Waiter> }

export type Lanes = {
  /** Resolves when the caller has a place; what it resolves with gives it back, once. */
  take(caller: Caller): Promise<() => void>
}

/**
 * Hands out `places` to callers, of whom each has `share` at a time at most, however many are free: somebody who works
 * for all their places never waits for one who wants them all. A free place goes to the caller who holds the fewest, and
 * among equals to the one who has waited longest; within a caller what takes rights away goes first, then in order. Who
 * waits longer than `patienceMs` gets an error.
 */
export function createLanes({
  places,
  share,
  patienceMs,
}: {
  places: number
  share: number
  patienceMs: number
}): Lanes {
  const lanes = new Map<string, Lane>()
  /** By how many places they hold: the callers that wait, and may have one more. */
  const ready = Array.from({ length: share }, () => new Set<Lane>())
  let free = places

  function laneOf(name: string): Lane {
    const lane = lanes.get(name) ?? { name, held: 0, ahead: new Set(), others: new Set() }
    lanes.set(name, lane)
    return lane
  }

  /** To be called after each change of a lane, with what it held before. */
  function sort(lane: Lane, heldBefore: number): void {
    const waits = lane.ahead.size + lane.others.size > 0
    if (!waits || heldBefore !== lane.held) ready[heldBefore]?.delete(lane)
    if (waits) ready[lane.held]?.add(lane)
    else if (lane.held === 0) lanes.delete(lane.name)
  }

  function handOut(): void {
    while (free > 0) {
      const lane = ready
        .find((set) => set.size > 0)
        ?.values()
        .next().value
      if (!lane) return
      const queue = lane.ahead.size > 0 ? lane.ahead : lane.others
      const [waiter] = queue
      if (!waiter) return
      queue.delete(waiter)
      free -= 1
      lane.held += 1
      sort(lane, lane.held - 1)
      waiter.start()
    }
  }

  function giveBack(lane: Lane): void {
    free += 1
    lane.held -= 1
    sort(lane, lane.held + 1)
    handOut()
  }

  function take({ name, takesAway }: Caller): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const lane = laneOf(name)
    const queue = takesAway ? lane.ahead : lane.others
    let patience: NodeJS.Timeout | undefined
    let isOver = false
    const end = () => {
      if (!isOver) giveBack(lane)
      isOver = true
    }
    const waiter = {
      start() {
        clearTimeout(patience)
        resolve(end)
      },
    }
    queue.add(waiter)
    sort(lane, lane.held)
    handOut()
    if (queue.has(waiter)) {
      patience = setTimeout(() => {
        queue.delete(waiter)
        sort(lane, lane.held)
        reject(new NoPlaceError(`waited ${patienceMs} ms for a connection to the database in vain`))
      }, patienceMs)
    }
    return promise
  }

  return { take }
}
