export type Flusher = {
  /** Writes what there is to write now; resolves when it is written, and any write that was under way. */
  flush(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** For a write that takes long and leaves time to others, unless somebody waits for it. */
export type Pace = {
  /** Whether somebody waits: for `flush`, or for the end of the process. */
  isHurried(): boolean
  /** Resolves after so many milliseconds, or as soon as somebody waits. One rest at a time. */
  rest(ms: number): Promise<void>
}

/**
 * Calls `write` every `everyMs`, and once at the end, for values that no request should wait for. `write` must not
 * throw. Calls never overlap, so that an older value never overwrites a newer one and nothing is under way at the end.
 */
export function createFlusher(write: (pace: Pace) => Promise<void>, everyMs: number): Flusher {
  let timer: NodeJS.Timeout | undefined
  let flushing = Promise.resolve()
  let underWay = 0
  let waiting = 0
  /** Ends the rest that is under way. Kept no longer than it: a promise kept for all rests would keep each of them. */
  let wake: (() => void) | undefined

  const pace: Pace = {
    isHurried: () => waiting > 0,
    async rest(ms) {
      if (waiting > 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      wake = resolve
      await promise
      wake = undefined
      clearTimeout(timer)
    },
  }

  function run(): Promise<void> {
    underWay += 1
    flushing = flushing
      .then(() => write(pace))
      .finally(() => {
        underWay -= 1
      })
    return flushing
  }

  async function flush(): Promise<void> {
    waiting += 1
    wake?.()
    try {
      await run()
    } finally {
      waiting -= 1
    }
  }

  return {
    flush,
    start() {
      timer = setInterval(() => {
        if (underWay === 0) void run()
      }, everyMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}
