import type { Tx } from '../../platform/database/database.ts'

/**
 * Counts a failure; failures before `from` no longer count. Returns the number of failures, and when the user was last
 * told.
 */
export async function addFailure(tx: Tx, userId: string, { now, from }: { now: number; from: number }) {
  return tx.db
    .insertInto('factor_failures')
    .values({ user_id: userId, failures: 1, since: now, told_at: null })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((eb) => {
        const isOld = eb('factor_failures.since', '<', from)
        return {
          failures: eb
            .case()
            .when(isOld)
            .then(1)
            .else(eb('factor_failures.failures', '+', 1))
            .end(),
          since: eb.case().when(isOld).then(now).else(eb.ref('factor_failures.since')).end(),
        }
      }),
    )
    .returning(['failures', 'told_at as toldAt'])
    .executeTakeFirstOrThrow()
}

/** Starts the count again, now that the user is told. */
export async function markTold(tx: Tx, userId: string, now: number): Promise<void> {
  const values = { failures: 0, since: now, told_at: now }
  await tx.db.updateTable('factor_failures').set(values).where('user_id', '=', userId).execute()
}

/** Subtracts failures that were the user's own. */
export async function takeBackFailures(tx: Tx, userId: string, number: number): Promise<void> {
  await tx.db
    .updateTable('factor_failures')
    .set((eb) => ({
      failures: eb
        .case()
        .when('failures', '<', number)
        .then(0)
        .else(eb('failures', '-', number))
        .end(),
    }))
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteOldFailures(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('factor_failures').where('since', '<', before).execute()
}
