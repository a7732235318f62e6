import type { Log } from './log.ts'

/** A part of the gateway that is stopped at the end. One without `start` is open from the beginning. */
export type Part = { name: string; start?(): void | Promise<void>; stop?(): void | Promise<void> }

export type Lifecycle = {
  /** Starts the parts in order. If one cannot start, stops those that are open, and throws its error. */
  start(): Promise<void>
  /** Stops the open parts, the last one first. If one fails to stop, the others are stopped all the same. */
  stop(): Promise<void>
}

export function createLifecycle(parts: readonly Part[], log: Log): Lifecycle {
  const open = new Set(parts.filter(({ start }) => start === undefined))
  let stopping: Promise<void> | undefined

  async function stopAll(): Promise<void> {
    const failures: unknown[] = []
    for (const part of parts.toReversed()) {
      if (!open.has(part)) continue
      try {
        await part.stop?.()
      } catch (error) {
        log.error({ err: error, part: part.name }, 'a part of the gateway could not be stopped')
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not all parts of the gateway could be stopped')
  }

  function stop(): Promise<void> {
    stopping ??= stopAll()
    return stopping
  }

  return {
    async start() {
      for (const part of parts) {
        try {
          await part.start?.()
        } catch (error) {
          // A failure to stop is in the log already; the error to throw is why the gateway cannot start.
          await stop().catch(() => {})
          throw error
        }
        open.add(part)
      }
    },
    stop,
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
