import type { Caller } from './callers.ts'

/** Thrown when a wait for a place was too long; answered with 503. SQLSTATE 53300 is "too many connections". */
export class NoPlaceError extends Error {
  readonly code = '53300'
}

type Waiter = { start(): void }

/** The places that one caller has and waits for. A Set keeps the order of insertion and deletes any element at once. */
type Lane = { name: string; held: number; ahead: Set<Waiter>; others: Set<Waiter> }

export type Lanes = {
  /** Resolves when the caller has a place, with a function that gives it back, once. */
  take(caller: Caller): Promise<() => void>
}

/**
 * Hands out `places` to callers. One caller has at most `share` of them at a time, however many are free, so that
 * nobody who needs one place waits behind a caller who wants them all. A free place goes to the caller with the fewest
 * places, among equals to the one who has waited longest. Among the requests of one caller, those that take rights away
 * go first, the others in order. A wait longer than `patienceMs` ends with an error.
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
  /** The callers that wait and may have one more place, by how many they have. */
  const ready = Array.from({ length: share }, () => new Set<Lane>())
  let free = places

  function laneOf(name: string): Lane {
    const lane = lanes.get(name) ?? { name, held: 0, ahead: new Set(), others: new Set() }
    lanes.set(name, lane)
    return lane
  }

  /** To be called after each change of a lane, with the number of places that it had before. */
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

  function take({ name, isRevocation }: Caller): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const lane = laneOf(name)
    const queue = isRevocation ? lane.ahead : lane.others
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
