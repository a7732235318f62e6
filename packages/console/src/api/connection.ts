import { ConnectionError } from '@quiva/client'
import type { QueryClient } from '@tanstack/react-query'

/** Whether the gateway answers, as far as the page knows. */
export type Connection = {
  isLost(): boolean
  subscribe(listener: () => void): () => void
  noteFailure(error: unknown): void
}

const TRY_AGAIN_MS = 2_000

/**
 * Watches for requests without an answer. Then it asks the gateway again and again whether it is back, and has everything
 * that is on the screen loaded anew.
 */
export function createConnection(queries: () => QueryClient): Connection {
  let lost = false
  const listeners = new Set<() => void>()

  function become(next: boolean): void {
    lost = next
    for (const listener of listeners) listener()
  }

  async function waitForGateway(): Promise<void> {
    while (lost) {
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS))
      const answer = await fetch('/health/live', { cache: 'no-store' }).catch(() => undefined)
      if (answer?.ok) become(false)
    }
    await queries().invalidateQueries()
  }

  return {
    isLost: () => lost,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    noteFailure(error) {
      if (lost || !(error instanceof ConnectionError) || error.kind !== 'no_answer') return
      become(true)
      void waitForGateway()
    },
  }
}
