import { listAccountsOf } from '../../access/directory/memberships.ts'
import { deleteDoubles, type Move, moveInvitations } from '../../access/directory/pending-memberships.ts'
import { findOrAddUser, releaseAddress } from '../../access/directory/users.ts'
import type { Targets } from '../../access/targets.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockUser } from '../../platform/database/locks.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import { invitationKey, invitationWork } from './invitation-work.ts'
import { findInvitedAddress } from './move-invitations-store.ts'

/**
 * An invitation is to an address, until somebody accepts it (docs/decisions/0008). Who had
 * the address goes, or moves to another one, and whoever invited must not notice: for a user nobody knows nothing
 * would happen. So no event tells of a move, and list, link and hour stay what they are.
 */
export type InvitationMoves = {
  /**
   * To come first in the transaction: locks the accounts that have these users written in them, in order of the ids,
   * and then the users, so that nobody invites them, takes an invitation back or accepts it before `tx` ends. Resolves
   * with those of the users that are there, by their ids.
   */
  lock(tx: Tx, userIds: string[]): Promise<ReadonlyMap<string, LockedUser>>
  /**
   * Leaves what waits for the user with their address, on a record as an invitation makes one. The user may have no
   * address then: the caller deletes them, or gives them another.
   */
  leaveBehind(tx: Tx, user: LockedUser): Promise<void>
  /**
   * Hands what waits for a record that nobody has proven to the user who has proven its address. Accounts that know
   * the user keep what they have, and the other invitation goes; its link goes with the record, by the caller.
   */
  handOver(tx: Tx, move: { from: LockedUser; to: LockedUser }): Promise<void>
}

type Deps = { targets: Pick<Targets, 'holdAccount'>; outbox: Outbox }

export function createInvitationMoves({ targets, outbox }: Deps): InvitationMoves {
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
      for (const accountId of taken) await targets.holdAccount(tx, accountId)
      const users = new Map<string, LockedUser>()
      for (const userId of userIds) {
        const user = await lockUser(tx, userId)
        if (user) users.set(userId, user)
      }
      // Who was invited a moment ago: out of order, and if that meets another one, the database lets one begin anew.
      const late = (await listAccountsOf(tx, userIds)).filter((accountId) => !taken.includes(accountId))
      for (const accountId of late) await targets.holdAccount(tx, accountId)
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
