import type { Kysely } from 'kysely'
import type { Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type KeptAnswer = { id: string; requestHash: string; answerSealed: string; expiresAt: number }

export async function findAnswer(db: Kysely<Schema>, id: string, now: number) {
  return db
    .selectFrom('idempotent_answers')
    .select(['request_hash as requestHash', 'answer_sealed as answerSealed'])
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Stores an answer; false if one is stored already. One that has expired is replaced. */
export async function keepAnswer(tx: Tx, answer: KeptAnswer, now: number): Promise<boolean> {
  const { id, requestHash, answerSealed, expiresAt } = answer
  const values = { request_hash: requestHash, answer_sealed: answerSealed, expires_at: expiresAt }
  const result = await tx.db
    .insertInto('idempotent_answers')
    .values({ id, ...values })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(values).where('idempotent_answers.expires_at', '<=', now),
    )
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

export async function deleteExpiredAnswers(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('idempotent_answers').where('expires_at', '<=', now).execute()
}
