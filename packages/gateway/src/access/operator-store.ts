import type { Kysely } from 'kysely'
import type { Schema } from '../platform/database/schema.ts'
import { isActiveMember, isLiveAccount } from './directory/live.ts'
import type { CredentialPrincipal } from './principal.ts'

/** The user of a session as they are now; undefined unless session, membership and account are live. */
export async function findOperator(
  db: Kysely<Schema>,
  { userId, accountId, credentialId }: Pick<CredentialPrincipal, 'userId' | 'accountId' | 'credentialId'>,
  now: number,
) {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.account_id', '=', 'm.account_id').onRef('s.user_id', '=', 'm.user_id'),
    )
    .select([
      'u.email',
      'u.email_confirmed_at',
      'u.totp_enabled_at',
      'u.passkey_enabled_at',
      's.method',
      's.created_at',
    ])
    .where('m.account_id', '=', accountId)
    .where('m.user_id', '=', userId)
    .where('s.id', '=', credentialId)
    .where('s.kind', '=', 'interactive')
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('u.machine_of', 'is', null)
    .where(isActiveMember)
    .where(isLiveAccount)
    .executeTakeFirst()
  return (
    row && {
      email: row.email,
      isConfirmed: row.email_confirmed_at !== null,
      hasFactor: row.totp_enabled_at !== null || row.passkey_enabled_at !== null,
      method: row.method,
      signedInAt: row.created_at,
    }
  )
}
