import type { Log } from './log.ts'

/** A part of the gateway. One that is open as soon as it is made has nothing to start. */
export type Part = { name: string; start?(): void | Promise<void>; stop?(): void | Promise<void> }

export type Lifecycle = {
  /** Starts the parts in their order. If one cannot start, stops those that are open, and throws what it threw. */
  start(): Promise<void>
  /** Stops the parts that are open, the last one first. One that fails keeps none of the others from stopping. */
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
          // Whatever fails to stop as well is in the log; why the gateway cannot start is what counts.
          await stop().catch(() => {})
          throw error
        }
        open.add(part)
      }
    },
    stop,
  }
}

/** A part that is opened when it starts; `open` resolves with what closes it. */
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
