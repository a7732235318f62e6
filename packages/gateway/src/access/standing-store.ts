import type { Tx } from '../platform/database/database.ts'
import { prepared } from '../platform/database/prepared.ts'
import { isRole, type Role } from '../platform/values/roles.ts'
import { isActiveMember, isLiveAccount } from './directory/live.ts'
import { issuerUntil } from './embed-liveness.ts'
import { ancestryFrom, limitColumns, limitsOfAncestry } from './key-ancestry-store.ts'
import type { KeyLimits } from './key-limits/key-limits.ts'
import type { CredentialPrincipal } from './principal.ts'

type Asked = { accountId: string; userId: string; credentialId: string; apiKeyId: string | null; now: number }

const findStanding = prepared((db, { accountId, userId, credentialId, apiKeyId, now }: Asked) =>
  db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .leftJoin('api_keys as k', (join) =>
      join
        .onRef('k.account_id', '=', 'm.account_id')
        .onRef('k.user_id', '=', 'm.user_id')
        .on('k.id', '=', apiKeyId)
        .on('k.deleted_at', 'is', null)
        .on('k.disabled_at', 'is', null)
        .on('k.expires_at', '>', now),
    )
    .leftJoin('sessions as s', (join) =>
      join
        .onRef('s.account_id', '=', 'm.account_id')
        .onRef('s.user_id', '=', 'm.user_id')
        .on('s.id', '=', credentialId)
        .on('s.ended_at', 'is', null)
        .on('s.expires_at', '>', now),
    )
    .where('m.account_id', '=', accountId)
    .where('m.user_id', '=', userId)
    .where(isActiveMember)
    .where(isLiveAccount)
    .select(['m.account_id', 'm.role', 'u.email', 's.id as session', 'a.payment_grace_until as unpaid_from'])
    .select(['k.expires_at as key_expires_at', 'k.creds_barred_at as key_blocked_at'])
    .select(limitColumns),
)

/** The caller's membership and the limits of their key, as they are now. */
export type Standing = {
  role: Role
  email: string
  limits: KeyLimits | null
  /**
   * The key that the caller uses, if any: when it expires, whether the message bus refuses its creds, and how many keys
   * its ancestry has, with itself.
   */
  key: { expiresAt: number; isBlocked: boolean; ancestryLength: number } | null
  /** While a payment is late: from when the keys of the account are refused. */
  unpaidFrom: number | null
}

/**
 * Undefined unless membership, account, session and key are live, and every key in its ancestry; and for an embedded
 * session whoever asked for it.
 */
export async function readStanding(
  tx: Tx,
  {
    accountId,
    userId,
    credentialId,
    apiKeyId,
    embed,
    limits: narrowed,
  }: Pick<CredentialPrincipal, 'accountId' | 'userId' | 'credentialId' | 'apiKeyId'> &
    Partial<Pick<CredentialPrincipal, 'embed' | 'limits'>>,
  now: number,
): Promise<Standing | undefined> {
  const [row] = await findStanding(tx.db, { accountId, userId, credentialId, apiKeyId, now })
  if (!row || !isRole(row.role)) return undefined
  const {
    role,
    email,
    session,
    k_id: keyId,
    key_expires_at: expiresAt,
    key_blocked_at: blockedAt,
    unpaid_from: unpaidFrom,
  } = row
  if (credentialId !== apiKeyId && session === null) return undefined
  if (embed) {
    if ((await issuerUntil(tx.db, { accountId, userId, role, embed }, now)) === undefined) return undefined
    // What narrows it never changes.
    return { role, email, limits: narrowed ?? null, key: null, unpaidFrom }
  }
  if (apiKeyId === null) return { role, email, limits: null, key: null, unpaidFrom }
  if (keyId === null || expiresAt === null) return undefined
  const ancestry = await ancestryFrom(tx.db, { ...row, k_id: keyId })
  const limits = limitsOfAncestry(ancestry)
  if (!ancestry || limits === undefined) return undefined
  const key = { expiresAt, isBlocked: blockedAt !== null, ancestryLength: ancestry.length }
  return { role, email, limits, key, unpaidFrom }
}
