import { type Actor, asSeenFrom, type Origin } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { lastKnownSignIn } from '../authentication/last-known-sign-in.ts'
import { listKeysSince, type RecentKey } from './recent-keys-store.ts'
import type { RevokeKey } from './revoke-key.ts'

export type { RecentKey }

/**
 * A user's own keys that were issued since they last signed in from a known place: somebody who knew the password may
 * have issued them. Keys of an account belong to no user, and are not included.
 */
export type RecentKeys = {
  list(db: Tx['db'], userId: string): Promise<RecentKey[]>
  /**
   * Revokes these keys, with the sessions and keys made from them; returns how many keys there were. The caller has
   * locked the user's accounts.
   */
  revoke(tx: Tx, userId: string, by: { actor: Actor; origin: Origin }): Promise<number>
}

export function createRecentKeys({ claims, revokeKey }: { claims: ClaimsPush; revokeKey: RevokeKey }): RecentKeys {
  const list = async (db: Tx['db'], userId: string) =>
    listKeysSince(db, userId, await lastKnownSignIn(db, userId), Date.now())

  return {
    list,
    async revoke(tx, userId, by) {
      const keys = await list(tx.db, userId)
      // The list, and so the map, is in the order of the accounts.
      const byAccount = Map.groupBy(keys, (key) => key.accountId)
      const accounts: LockedAccount[] = []
      for (const accountId of byAccount.keys()) accounts.push(await claims.changed(tx, accountId))
      let count = 0
      for (const account of accounts) {
        const { accountId } = account
        const seen = asSeenFrom(accountId, { ...by, doneIn: null })
        for (const { id, name } of byAccount.get(accountId) ?? []) {
          const key = { id, accountId, userId, isServiceAccount: false, name }
          const cause = { ...seen, reason: 'password_reset', withOwnSuccessors: true }
          count += (await revokeKey(tx, account, key, cause)).length
        }
      }
      return count
    },
  }
}
