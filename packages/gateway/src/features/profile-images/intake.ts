import { Refusal } from '../../platform/errors/refusal.ts'
import { quotas } from '../../platform/throttle/quotas.ts'

/**
 * How much all running uploads may take together: a body is in memory up to three times until its request is answered.
 */
const ALL = { requests: 16, bytes: 32 * 1_048_576 }
const OF_ONE_USER = { requests: quotas.uploads.quota, bytes: 16 * 1_048_576 }

const { quota, windowSeconds } = quotas.uploads
const limit = { name: 'uploads', quota, windowSeconds }

type Load = { requests: number; bytes: number }

/**
 * Admits an upload before its body is read, and returns a function that releases its share again. Throws
 * `too_many_requests` if this user's uploads, or all uploads together, would exceed their limit. The count is local to
 * this process, because it protects the memory of this process.
 */
export type Intake = (userId: string, bytes: number) => () => void

export function createIntake(): Intake {
  const all: Load = { requests: 0, bytes: 0 }
  const users = new Map<string, Load>()

  return (userId, bytes) => {
    const own = users.get(userId) ?? { requests: 0, bytes: 0 }
    if (!fits(all, bytes, ALL) || !fits(own, bytes, OF_ONE_USER))
      throw new Refusal('too_many_requests', { retryAfterSeconds: windowSeconds, limit })
    users.set(userId, own)
    add(1, bytes)
    return () => {
      add(-1, -bytes)
      if (own.requests === 0) users.delete(userId)
    }

    function add(requests: number, size: number): void {
      for (const load of [all, own]) {
        load.requests += requests
        load.bytes += size
      }
    }
  }
}

function fits({ requests, bytes }: Load, more: number, most: Load): boolean {
  return requests < most.requests && bytes + more <= most.bytes
}
