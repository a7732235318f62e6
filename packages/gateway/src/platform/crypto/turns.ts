/** Runs work of which only so much may go on at once; the rest waits, first come, first served. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** For work in libuv's few threads, where file reads and DNS wait too: `most` at once. */
export function createTurns(most: number): InTurn {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // The slot goes straight to the next in line, so that nobody who came later can slip in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
