import { deleteUnproven, setAddress } from '../../../access/directory/users.ts'
import type { Invalidation } from '../../../access/invalidation.ts'
import { type Actor, asSeenFrom, type Origin, recordAll } from '../../../platform/audit/audit.ts'
import { type Database, isUniqueViolation, type Tx } from '../../../platform/database/database.ts'
import type { LockedUser } from '../../../platform/database/locks.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import { dropSignUps } from '../../accounts/sign-ups.ts'
import type { Attempts } from '../../authentication/attempts.ts'
import { unlink } from '../../authentication/oauth/unlink.ts'
import type { RevokeSessions } from '../../authentication/revoke-sessions.ts'
import type { InvitationMoves } from '../../invitations/move-invitations.ts'
import type { TellPayerAddress } from '../../payment/payer-address.ts'
import { dropMailed, type EmailChange, findUser, listAccounts, takeChange } from './store.ts'

/** Follows the link that was mailed to the new address: from now on it is the user's address. */
export type CompleteChange = (tokenHash: string, change: EmailChange, origin: Origin) => Promise<void>

type Deps = {
  database: Database
  sendMail: SendMail
  invalidation: Invalidation
  revokeSessions: RevokeSessions
  invitationMoves: InvitationMoves
  tellPayerAddress: TellPayerAddress
  attempts: Attempts
}

/**
 * A new address changes whatever depends on the address:
 * - Links, codes and unfinished sign-ins that belong to the old address are deleted. The user's sessions are revoked,
 *   except the one that asked, and so are OAuth links, until the provider has verified the new address. Keys go on.
 * - Pending invitations are to an address: those of the user stay with the old one, and those to the new one are the
 *   user's from now on, except in accounts of which they are a member already.
 * - A user who only claimed the new address (who signed up and never confirmed, or was invited) gives way to the user
 *   who proves it (docs/decisions/0009): their record is deleted, and so are sign-ups that waited for the proof. A user
 *   who has proven the address keeps it.
 * - The account of which the user is root shows the new address by itself, because it reads it from the user; its
 *   members' cached accesses are evicted, and Stripe is told.
 * - Failures that were counted against the new address are deleted, as with a reset link.
 */
export function createCompleteChange(deps: Deps): CompleteChange {
  const { database, sendMail, invalidation, revokeSessions, invitationMoves } = deps
  const { tellPayerAddress, attempts } = deps

  /**
   * Takes the address from a user who only claims it; false if that user has proven it meanwhile, or a membership or an
   * account still refers to that user.
   */
  async function release(tx: Tx, { from, to }: { from: LockedUser; to: LockedUser }): Promise<boolean> {
    // If the user is already a member of an account that invited the new address, the invitation is dropped without an
    // event: `email.changed` in the same log says that the address is now the member's.
    await invitationMoves.handOver(tx, { from, to })
    return deleteUnproven(tx, from)
  }

  async function change(tx: Tx, tokenHash: string, asked: EmailChange, origin: Origin): Promise<void> {
    const { userId, newEmail, accountId: doneIn, sessionId } = asked
    const other = await findUser(tx.db, { email: newEmail })
    if (other?.isConfirmed)
      throw new Refusal('invalid_email_change', { reason: 'another user has confirmed the address' })
    const locked = await invitationMoves.lock(tx, other ? [userId, other.id] : [userId])
    if (!(await takeChange(tx, tokenHash)))
      throw new Refusal('invalid_email_change', { reason: 'the link was used meanwhile' })
    const to = locked.get(userId)
    const user = to && (await findUser(tx.db, { id: userId }))
    if (!user) throw new Refusal('invalid_email_change', { reason: 'the user is deleted' })
    await invitationMoves.leaveBehind(tx, to)
    await dropMailed(tx, userId)
    await unlink(tx, userId)
    const from = other && locked.get(other.id)
    if (from && !(await release(tx, { from, to })))
      throw new Refusal('invalid_email_change', { reason: 'the user who claims the address is a member of an account' })
    await setAddress(tx, to, newEmail)
    await dropSignUps(tx, newEmail)

    const actor: Actor = { kind: 'anonymous', userId }
    const accounts = await listAccounts(tx, userId)
    const events = accounts.map(({ id: accountId }) => ({
      action: 'email.changed' as const,
      accountId,
      ...asSeenFrom(accountId, { actor, origin, doneIn }),
      target: { type: 'user' as const, id: userId },
      details: { from: user.email, to: newEmail },
    }))
    await recordAll(tx, events)
    const others = { userId, except: sessionId }
    await revokeSessions(tx, others, { actor, origin, reason: 'email_changed', accountId: doneIn })
    const asRoot = accounts.filter(({ isRoot }) => isRoot).map(({ id }) => id)
    await invalidation.evict(tx, [userId, ...asRoot])
    for (const id of asRoot) await tellPayerAddress(tx, id, user.email)
    const mail = { template: 'email-changed' as const, oldEmail: user.email, newEmail, changedAt: Date.now() }
    for (const address of [user.email, newEmail]) await sendMail(tx, { ...mail, to: address })
  }

  return async (tokenHash, asked, origin) => {
    try {
      await database.transaction((tx) => change(tx, tokenHash, asked, origin))
    } catch (error) {
      // Another user took the address at the same instant.
      if (isUniqueViolation(error, 'users')) throw new Refusal('invalid_email_change', { cause: error })
      throw error
    }
    await attempts.completed({ email: asked.newEmail, origin })
  }
}
