import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Tx } from '../platform/database/database.ts'
import type { Schema } from '../platform/database/schema.ts'
import { isActiveMember, isLiveAccount } from './directory/live.ts'

type Tokens = ExpressionBuilder<Schema & { e: Schema['embed_tokens'] }, 'e'>

/** For a query on `embed_tokens as e`: whoever asked for it is still a member, and the key or session still valid. */
export function hasLiveIssuer(now: number) {
  return (eb: Tokens) =>
    eb.and([
      eb.exists(
        eb
          .selectFrom('memberships as m')
          .select('m.user_id')
          .whereRef('m.account_id', '=', 'e.account_id')
          .whereRef('m.user_id', '=', 'e.issuer_user_id')
          .where(isActiveMember),
      ),
      eb.or([
        eb.exists(
          eb
            .selectFrom('api_keys as ik')
            .select('ik.id')
            .whereRef('ik.id', '=', 'e.issued_by')
            .where('ik.deleted_at', 'is', null)
            .where('ik.disabled_at', 'is', null)
            .where('ik.expires_at', '>', now),
        ),
        eb.exists(
          eb
            .selectFrom('sessions as is')
            .select('is.id')
            .whereRef('is.id', '=', 'e.issued_by')
            .where('is.ended_at', 'is', null)
            .where('is.expires_at', '>', now),
        ),
      ]),
    ])
}

/** Whether the embedded session's issuer is still there. */
export async function hasIssuerNow(db: Kysely<Schema>, sessionId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('embed_tokens as e')
    .select('e.session_id')
    .where('e.session_id', '=', sessionId)
    .where(hasLiveIssuer(now))
    .executeTakeFirst()
  return row !== undefined
}

/** Takes back the tokens that nobody has used yet, of a user or of a whole account. */
export async function withdrawEmbedTokens(
  tx: Tx,
  { userId, accountId }: { userId?: string | undefined; accountId?: string | undefined },
): Promise<void> {
  let query = tx.db.deleteFrom('embed_tokens').where('session_id', 'is', null)
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  if (accountId !== undefined) query = query.where('account_id', '=', accountId)
  await query.execute()
}

/** Whether any live account lets its key screens be embedded on pages of the origin. */
export async function isOriginAllowed(db: Kysely<Schema>, origin: string): Promise<boolean> {
  const row = await db
    .selectFrom('embed_origins as o')
    .innerJoin('accounts as a', 'a.id', 'o.account_id')
    .select('o.origin')
    .where('o.origin', '=', origin)
    .where(isLiveAccount)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
