import type { Server } from 'node:http'
import { createVerifier } from '@quiva/verifier'
import { createCounts, type Sample } from './metrics.ts'
import { createEdgeServer } from './server.ts'
import type { Settings } from './settings.ts'

/** How often a server that stops closes connections that have become idle. */
const CLOSE_IDLE_MS = 50
/** How long requests in flight may take once it stops. */
const LAST_MS = 10_000

export type Worker = {
  sample(): Sample
  /** Goes on for the delay, not ready any more; then finishes the requests in flight and closes the connection. */
  stop(): Promise<void>
}

/** One process: a verifier, and a server on the shared port. Resolves when it listens. */
export async function startWorker(settings: Settings, metrics: () => Promise<string>): Promise<Worker> {
  const { urls, apiKey, name, maxEntries, maxStaleMs } = settings
  const verifier = createVerifier({ urls, apiKey, name, maxEntries, maxStaleMs, kind: 'edge' })
  const counts = createCounts()
  let isWanted = true
  const server = createEdgeServer({ verifier, settings, counts, isWanted: () => isWanted, metrics })
  await listen(server, settings).catch((error: unknown) => {
    verifier.close()
    throw error
  })
  return {
    sample: () => ({ answers: counts.answers(), state: verifier.state() }),
    async stop() {
      isWanted = false
      await sleep(settings.shutdownDelayMs)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const closing = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS)
      const overdue = setTimeout(() => server.closeAllConnections(), LAST_MS)
      await closed
      clearInterval(closing)
      clearTimeout(overdue)
      verifier.close()
    },
  }
}

/** The kernel spreads connections over the processes where it can; elsewhere the first process does (node:cluster). */
async function listen(server: Server, { host, port, processes }: Settings): Promise<void> {
  if (processes > 1) {
    try {
      await listenOnce(server, { host, port, reusePort: true })
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTSUP')) throw error
    }
  }
  await listenOnce(server, { host, port })
}

function listenOnce(server: Server, options: { host: string; port: number; reusePort?: boolean }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
