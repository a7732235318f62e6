/** Limits how much work runs at once; the rest waits, first come, first served. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** For work in libuv's few threads, which file reads and DNS need too: `most` at once. */
export function createTurns(most: number): InTurn {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // The place goes straight to the one who has waited longest, so that nobody who came later can get it first.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
