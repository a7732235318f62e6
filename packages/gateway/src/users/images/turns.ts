/** Runs work of which only so much may go on at once; the rest waits, first come, first served. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

export function createTurns(most: number): InTurn {
  const waiting: (() => void)[] = []
  let busy = 0

  return async (work) => {
    if (busy < most) busy += 1
    // Whoever ends hands the place over without giving it up.
    else await new Promise<void>((resolve) => void waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else busy -= 1
    }
  }
}
