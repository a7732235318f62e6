import { listAccountsOf } from '../../access/directory/memberships.ts'
import { deleteDoubles, type Move, moveInvitations } from '../../access/directory/pending-memberships.ts'
import { findOrAddUser, releaseAddress } from '../../access/directory/users.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockAccount, lockUser } from '../../platform/database/locks.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import { invitationKey, invitationWork } from './invitation-work.ts'
import { findInvitedAddress } from './move-invitations-store.ts'

/**
 * Until somebody accepts it, an invitation is to an address (docs/decisions/0008). If the user who has the address is
 * deleted or moves to another address, the inviter must not notice, because otherwise they would learn that the address
 * belonged to a user. So no event tells of a move, and the entry in the list, the link and the time of expiry stay the
 * same.
 */
export type InvitationMoves = {
  /**
   * Must come first in the transaction. Locks the accounts in which these users have a membership, pending or not, in
   * the order of the ids, and then the users, so that nobody invites these users, or deletes or accepts one of their
   * invitations, before `tx` ends. Resolves with the users that exist, by their ids.
   */
  lock(tx: Tx, userIds: string[]): Promise<ReadonlyMap<string, LockedUser>>
  /**
   * Moves the user's pending invitations to a new, unconfirmed record with the same address, as an invitation makes it.
   * The old record may have no address afterwards: the caller deletes it, or gives it another address.
   */
  leaveBehind(tx: Tx, user: LockedUser): Promise<void>
  /**
   * Moves the pending invitations of an unconfirmed record to the user who has proven its address. Where the user is
   * already a member or invited, the other invitation is dropped; the caller deletes its link together with the record.
   */
  handOver(tx: Tx, move: { from: LockedUser; to: LockedUser }): Promise<void>
}

export function createInvitationMoves(outbox: Outbox): InvitationMoves {
  async function move(tx: Tx, { from, to }: Move): Promise<void> {
    for (const { accountId, expiresAt } of await moveInvitations(tx, { from, to })) {
      await outbox.cancel(tx, invitationWork, invitationKey(accountId, from))
      if (expiresAt === null) continue
      await outbox.enqueue(tx, invitationWork, null, { key: invitationKey(accountId, to), dueAt: expiresAt })
    }
  }

  return {
    async lock(tx, userIds) {
      const taken = await listAccountsOf(tx, userIds)
      for (const accountId of taken) await lockAccount(tx, accountId)
      const users = new Map<string, LockedUser>()
      for (const userId of userIds.toSorted()) {
        const user = await lockUser(tx, userId)
        if (user) users.set(userId, user)
      }
      // An account may have invited the user a moment ago. It is locked out of order; if that causes a deadlock, the
      // database lets one of the two transactions start again.
      const late = (await listAccountsOf(tx, userIds)).filter((accountId) => !taken.includes(accountId))
      for (const accountId of late) await lockAccount(tx, accountId)
      return users
    },

    async leaveBehind(tx, user) {
      const email = await findInvitedAddress(tx, user.userId)
      if (email === undefined) return
      await releaseAddress(tx, user)
      const { user: successor } = await findOrAddUser(tx, email)
      await move(tx, { from: user.userId, to: successor.userId })
    },

    async handOver(tx, { from: { userId: from }, to: { userId: to } }) {
      for (const accountId of await deleteDoubles(tx, { from, to }))
        await outbox.cancel(tx, invitationWork, invitationKey(accountId, from))
      await move(tx, { from, to })
    },
  }
}
