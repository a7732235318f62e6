import { ConnectionError, QuivaError } from './errors.ts'
import type { Fetch } from './transport.ts'

/** The first pause is at most this long, each further one at most twice as long as the one before. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000

/** Who must wait longer is told so instead (`retryAfterSeconds`). */
const LONGEST_OBEYED_SECONDS = 10

/** What another try does not change. */
const LASTING = ['quota_exhausted', 'payments_not_configured', 'portal_not_configured']

/**
 * Sends a request again, `retries` times at most, where it may have failed for a moment only (429, 503, no answer, a
 * proxy without a gateway behind it), and where it does no harm if the first one was carried out: a GET, or a request
 * with an Idempotency-Key. Waits as long as `Retry-After` says, else a random time, so that clients that failed together
 * do not come back together. A request that has reached its time limit is not repeated.
 */
export function createSendAgain(send: Fetch, retries: number): Fetch {
  return async function sendAgain(request) {
    if (!isRepeatable(request)) return send(request)
    for (let failures = 0; ; failures += 1) {
      try {
        return await send(failures < retries ? request.clone() : request)
      } catch (error) {
        const pauseMs = failures < retries ? pauseAfter(error, failures) : undefined
        if (pauseMs === undefined) throw error
        await pause(pauseMs, request.signal)
      }
    }
  }
}

function isRepeatable({ method, headers }: Request): boolean {
  return method === 'GET' || headers.has('idempotency-key')
}

/** Milliseconds until the next try; undefined if there is to be none. */
function pauseAfter(error: unknown, failures: number): number | undefined {
  const backoffMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
  if (error instanceof ConnectionError) return error.isMomentary ? backoffMs : undefined
  if (!(error instanceof QuivaError) || ![429, 503].includes(error.status) || LASTING.includes(error.code))
    return undefined
  const { retryAfterSeconds: seconds } = error
  if (seconds === undefined) return backoffMs
  return seconds <= LONGEST_OBEYED_SECONDS ? seconds * 1000 + backoffMs : undefined
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }, ms)
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
}
