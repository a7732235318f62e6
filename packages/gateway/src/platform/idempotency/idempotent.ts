import { deriveKey, keyedHash } from '../crypto/hashing.ts'
import { openWith, sealWith } from '../crypto/sealing.ts'
import type { Database, Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { canonical } from './canonical.ts'
import { deleteExpiredAnswers, findAnswer, keepAnswer } from './store.ts'

/** How long a repeated request gets the same answer. */
const KEPT_MS = 10 * 60_000

/** Stores the answer in the transaction of the change: a retry finds both or neither. */
export type Keep<Answer> = (tx: Tx, answer: Answer) => Promise<void>

export const keepNothing = async (): Promise<void> => {}

/** A request that its client may send again (draft-ietf-httpapi-idempotency-key-header). */
export type Retryable = {
  operation: string
  idempotencyKey: string
  /**
   * Session or API key. Another caller may use the same idempotency key: neither gets in the other's way or learns
   * anything.
   */
  credentialId: string
  /** The API key itself, if the request came with one: the stored answer cannot be opened without it. */
  apiKey: string | undefined
  /** The request's content, for comparison. */
  request: unknown
}

export type Idempotent = {
  /**
   * Does `work` once for all requests with the same idempotency key, and gives each of them the same answer; without a
   * key, just does the work. Throws `idempotency_key_reused` if the key comes with a different request. Refusals are
   * not stored: the next try does the work anew.
   */
  run<Answer>(
    retryable: Retryable | undefined,
    work: (keep: Keep<Answer>) => Promise<Answer>,
  ): Promise<{ answer: Answer; isReplay: boolean }>
}

/** Undoes the transaction of the second request with the same idempotency key. */
class Repeated extends Error {}

/**
 * An answer contains a secret that is shown once. It is sealed under a key derived from the idempotency key, and from
 * the caller's API key if there is one; the gateway stores neither. The master key alone opens nothing.
 */
export function createIdempotent(database: Database, hashKey: Buffer): Idempotent {
  function seal({ operation, idempotencyKey, credentialId, apiKey, request }: Retryable) {
    const id = keyedHash(hashKey, ['answer', operation, credentialId, idempotencyKey].join('\n'))
    // A session has no secret that survives a refresh; its keyed hash separates it from others without the master key.
    const secret = apiKey ?? keyedHash(hashKey, `session\n${credentialId}`)
    return {
      id,
      requestHash: keyedHash(hashKey, `request\n${canonical(request)}`),
      key: deriveKey(`${idempotencyKey}\n${secret}`, id, 'quiva idempotent answer'),
      context: `idempotent_answers.answer:${id}`,
    }
  }

  return {
    async run<Answer>(retryable: Retryable | undefined, work: (keep: Keep<Answer>) => Promise<Answer>) {
      if (!retryable) return { answer: await work(keepNothing), isReplay: false }
      const { id, requestHash, key, context } = seal(retryable)

      async function replay(): Promise<{ answer: Answer; isReplay: true } | undefined> {
        const kept = await findAnswer(database.read, id, Date.now())
        if (!kept) return undefined
        if (kept.requestHash !== requestHash) throw new Refusal('idempotency_key_reused')
        return { answer: JSON.parse(openWith(key, kept.answerSealed, context)) as Answer, isReplay: true }
      }

      const earlier = await replay()
      if (earlier) return earlier
      try {
        const answer = await work(async (tx, given) => {
          const answerSealed = sealWith(key, JSON.stringify(given), context)
          const now = Date.now()
          const isFirst = await keepAnswer(tx, { id, requestHash, answerSealed, expiresAt: now + KEPT_MS }, now)
          if (!isFirst) throw new Repeated('somebody was faster')
        })
        return { answer, isReplay: false }
      } catch (error) {
        // Of two simultaneous requests the second fails at the stored answer, or before (a key can be rotated only
        // once).
        const first = error instanceof Repeated || error instanceof Refusal ? await replay() : undefined
        if (first) return first
        throw error
      }
    },
  }
}

export async function tidyAnswers(tx: Tx, now: number): Promise<void> {
  await deleteExpiredAnswers(tx, now)
}
