import type { Tx } from '../../platform/database/database.ts'

const DAY_MS = 86_400_000

/**
 * Reset links are kept for a day, because the newest may become valid again
 * (features/authentication/reset-password.ts).
 */
export async function deleteExpiredMailedTokens(tx: Tx, now: number): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('expires_at', '<=', now)
    .where((eb) => eb.or([eb('purpose', '!=', 'reset-password'), eb('created_at', '<=', now - DAY_MS)]))
    .execute()
}
