export type Flusher = {
  /** Writes what is remembered by now; resolves when it is written, and what was under way before. */
  flush(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/**
 * Lets something that no request should wait for be written every `everyMs`, and at the end. `write` must not throw. One
 * after the other, so that a later value never gives way to an earlier one and nothing is under way at the end.
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
