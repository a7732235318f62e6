import type { Tx } from '../platform/database/database.ts'
import type { LockedAccount } from '../platform/database/locks.ts'
import type { Role } from '../platform/values/roles.ts'
import { mayGrant } from './granting.ts'
import { lackingScope, mayEver } from './policy.ts'
import type { CredentialPrincipal } from './principal.ts'
import { readStanding } from './standing-store.ts'
import { findMember } from './store.ts'

/** The user whose right an invitation depends on; `keyId` if they invited with a key. */
export type Inviter = { userId: string; keyId: string | null }

export function inviterOf({ userId, apiKeyId }: CredentialPrincipal): Inviter {
  return { userId, keyId: apiKeyId }
}

/**
 * Whether the inviter may still invite to that role. An administrator who was removed, demoted or suspended can make
 * nobody a member any more, and neither can a key that was deleted or narrowed or has expired. An invitation from an
 * older version names no inviter; it is valid for all roles but administrator.
 */
export async function isStillEntitled(
  tx: Tx,
  { accountId }: LockedAccount,
  inviter: Inviter | undefined,
  role: Role,
): Promise<boolean> {
  if (inviter === undefined) return role !== 'admin'
  const { userId, keyId } = inviter
  if (keyId === null) {
    const member = await findMember(tx.db, accountId, { userId })
    if (!member?.accepted || member.suspended) return false
    return mayEver('createUser', member.role, 'interactive', false).allowed
  }
  const credential = { accountId, userId, credentialId: keyId, apiKeyId: keyId }
  const key = await readStanding(tx, credential, Date.now())
  if (!key) return false
  const { limits } = key
  if (!mayEver('createUser', key.role, 'key', false).allowed) return false
  if (limits !== null && lackingScope('createUser', limits.scopes) !== undefined) return false
  return mayGrant({ kind: 'key', role: key.role, limits }, role)
}
