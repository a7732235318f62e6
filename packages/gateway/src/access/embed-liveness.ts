import type { Kysely } from 'kysely'
import { countInParts } from '../platform/database/count-in-parts.ts'
import type { Tx } from '../platform/database/database.ts'
import type { Schema } from '../platform/database/schema.ts'
import { isRole, type Role } from '../platform/values/roles.ts'
import { isActiveMember, isLiveAccount } from './directory/live.ts'
import type { Embed } from './embed.ts'
import { limitsOfAncestry, readAncestry } from './key-ancestry-store.ts'
import type { KeyLimits } from './key-limits/key-limits.ts'
import { decide, lackingScope } from './policy.ts'
import { ANY_SCOPE, covers } from './scopes.ts'

/** Whose keys an embedded session works with, or would, and who asked for it. */
type Embedded = { accountId: string; userId: string; role: Role; embed: Embed }

/**
 * Until when whoever asked for an embedded session could still ask for it: they are a member with the right to, and
 * their key or session is valid; a key also allows it by its limits. Undefined if they could not now.
 */
export async function issuerUntil(
  db: Kysely<Schema>,
  { accountId, userId, role, embed }: Embedded,
  now: number,
): Promise<number | undefined> {
  const { issuedBy, issuerUserId, askedIn } = embed
  const issuerRole = await findLiveRole(db, { accountId, userId: issuerUserId })
  if (issuerRole === undefined || !isRole(issuerRole)) return undefined
  const kind = issuedBy.startsWith('key_') ? 'key' : 'interactive'
  const target = issuerUserId === userId ? 'self' : role === 'root' ? 'root' : 'member'
  if (!decide('issueEmbedToken', { role: issuerRole, kind }, target).allowed) return undefined
  if (kind === 'interactive') return sessionUntil(db, issuedBy, now)
  // A key asks for no administrator, so none may come of it either.
  if (role === 'root' || role === 'admin') return undefined
  const ofKey = await keyUntil(db, accountId, embed, now)
  if (askedIn === null || ofKey === undefined) return ofKey
  const ofSession = await sessionUntil(db, askedIn, now)
  return ofSession === undefined ? undefined : Math.min(ofKey, ofSession)
}

/** The role of a live member, or of a live service account. */
export async function findLiveRole(
  db: Kysely<Schema>,
  { accountId, userId }: { accountId: string; userId: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('memberships as m')
    .select('m.role')
    .where('m.account_id', '=', accountId)
    .where('m.user_id', '=', userId)
    .where(isActiveMember)
    .executeTakeFirst()
  return row?.role
}

async function sessionUntil(db: Kysely<Schema>, id: string, now: number): Promise<number | undefined> {
  const session = await db
    .selectFrom('sessions')
    .select('expires_at')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return session?.expires_at
}

/** No key outlives the one that issued it, but it may be disabled or narrowed with it. */
async function keyUntil(db: Kysely<Schema>, accountId: string, embed: Embed, now: number): Promise<number | undefined> {
  const id = embed.issuedBy
  const key = await db
    .selectFrom('api_keys')
    .select('expires_at')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!key) return undefined
  const limits = limitsOfAncestry(await readAncestry(db, accountId, id))
  return limits !== undefined && couldAsk(limits, embed) ? key.expires_at : undefined
}

/** Whether a key with these limits could ask for the session now, from where it was asked for. */
function couldAsk(limits: KeyLimits | null, { keyCeiling, askedFrom }: Embed): boolean {
  if (limits === null) return true
  const { scopes, networks } = limits
  if (networks !== null && (askedFrom === null || !networks.has(askedFrom))) return false
  if (scopes === null) return true
  const given = keyCeiling?.scopes ?? [ANY_SCOPE]
  return lackingScope('issueEmbedToken', scopes) === undefined && [...given].every((scope) => covers(scopes, scope))
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

/** All origins, each once, in their order, `limit` after `after`. */
export async function pageOfOrigins(db: Kysely<Schema>, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('embed_origins')
    .select('origin')
    .distinct()
    .where('origin', '>', after)
    .orderBy('origin')
    .limit(limit)
    .execute()
  return rows.map(({ origin }) => origin)
}

/** At least as many as there are. */
export const countOrigins = (db: Kysely<Schema>): Promise<number> =>
  countInParts(db, (after, limit) =>
    db.selectFrom('embed_origins').select('origin as it').where('origin', '>', after).orderBy('origin').limit(limit),
  )
