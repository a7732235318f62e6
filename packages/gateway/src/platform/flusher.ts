export type Flusher = {
  /** Writes what there is to write now; resolves when it is written, and any write that was under way. */
  flush(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/**
 * Calls `write` every `everyMs`, and once at the end, for values that no request should wait for. `write` must not
 * throw. Calls never overlap, so that an older value never overwrites a newer one and nothing is under way at the end.
 */
export function createFlusher(write: () => Promise<void>, everyMs: number): Flusher {
  let timer: NodeJS.Timeout | undefined
  let flushing = Promise.resolve()

  function flush(): Promise<void> {
    flushing = flushing.then(write)
    return flushing
  }

  return {
    flush,
    start() {
      timer = setInterval(() => void flush(), everyMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}
