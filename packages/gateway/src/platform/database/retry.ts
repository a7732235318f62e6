import { setTimeout as sleep } from 'node:timers/promises'

/** Serialisation failure and deadlock: the same work, run again, can succeed. */
const CONTENTION = new Set(['40001', '40P01'])

const MOST_ATTEMPTS = 6
/**
 * The longest pause before the second attempt, in milliseconds; it doubles each time: all pauses take 0.6 s at most.
 */
const FIRST_PAUSE_MS = 20

/** Whether PostgreSQL undid the transaction in favour of another one. */
export function isContention(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CONTENTION.has(String(error.code))
}

/**
 * Runs the work again after a deadlock or a serialisation failure. The pause is random, since two transactions that met
 * once would meet again. If the last attempt fails too, the answer is 503, never 500 (transport/http/error-handler.ts).
 */
export async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isContention(error)) throw error
    }
    await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** (attempt - 1))
  }
}
