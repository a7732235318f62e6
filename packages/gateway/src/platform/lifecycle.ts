import type { Log } from './log.ts'

/** A part of the gateway. One without `start` is open from the beginning; `stop` must do no harm before the start. */
export type Part = { name: string; start?(): void | Promise<void>; stop?(): void | Promise<void> }

export type Lifecycle = {
  /**
   * Starts the parts in order, up to the first one that cannot start, and throws its error. It stops none: that may take
   * time, and the reason must be told first.
   */
  start(): Promise<void>
  /**
   * Stops all parts, the last one first, started or not: some write what they have counted before their start. If one
   * fails to stop, the others are stopped all the same.
   */
  stop(): Promise<void>
}

export function createLifecycle(parts: readonly Part[], log: Log): Lifecycle {
  let stopping: Promise<void> | undefined

  async function stopAll(): Promise<void> {
    const failures: unknown[] = []
    for (const part of parts.toReversed()) {
      try {
        await part.stop?.()
      } catch (error) {
        log.error({ err: error, part: part.name }, 'a part of the gateway could not be stopped')
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not all parts of the gateway could be stopped')
  }

  return {
    async start() {
      for (const part of parts) await part.start?.()
    },
    stop() {
      stopping ??= stopAll()
      return stopping
    },
  }
}

/** A part that is opened when it starts; `open` resolves with the function that closes it. */
export function openedAtStart(name: string, open: () => Promise<() => Promise<void>>): Part {
  let close: (() => Promise<void>) | undefined
  return {
    name,
    async start() {
      close = await open()
    },
    stop: () => close?.(),
  }
}
