import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../platform/database/schema.ts'

/**
 * A session made from an API key is valid no longer than the key. Deleting a key revokes its sessions too; this check
 * of the key also covers a session that was being made at that very moment. A session of a disabled key is refused where
 * the limits of the key are read (key-ancestry-store.ts); lists show it, so that somebody can revoke it.
 */
export function isFromNothingOrLiveKey(now: number) {
  return (eb: ExpressionBuilder<Schema & { s: Schema['sessions'] }, 's'>) =>
    eb.or([
      eb('s.api_key_id', 'is', null),
      eb.exists(
        eb
          .selectFrom('api_keys as issuer')
          .select('issuer.id')
          .whereRef('issuer.id', '=', 's.api_key_id')
          .where('issuer.deleted_at', 'is', null)
          .where('issuer.expires_at', '>', now),
      ),
    ])
}
