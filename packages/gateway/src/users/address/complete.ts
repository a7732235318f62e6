import type { Invalidation } from '../../access/invalidation.ts'
import type { RemoveWaitingAccount } from '../../accounts/cleanup.ts'
import { type Actor, asSeenFrom, type Origin, recordAll } from '../../audit/audit.ts'
import type { EndSessions } from '../../authentication/end-sessions.ts'
import { keyedHash } from '../../crypto/hashing.ts'
import { type Database, isUniqueViolation, type Tx } from '../../database/database.ts'
import { Refusal } from '../../errors/refusal.ts'
import type { SendMail } from '../../mail/work.ts'
import { networkOf } from '../../throttle/network.ts'
import type { SignInThrottle } from '../../throttle/sign-in-throttle.ts'
import {
  deletePending,
  deleteUnproven,
  dropMailed,
  type EmailChange,
  findHolder,
  type Holder,
  listAccounts,
  setAddress,
  takeChange,
} from './store.ts'

/** The link to the new address: the person has it from now on. */
export type CompleteChange = (tokenHash: string, change: EmailChange, origin: Origin) => Promise<void>

type Parts = {
  database: Database
  sendMail: SendMail
  invalidation: Invalidation
  endSessions: EndSessions
  removeWaitingAccount: RemoveWaitingAccount
  throttle: SignInThrottle
  hashKey: Buffer
}

/**
 * With the address changes whatever hangs on it:
 * - Links, codes and half-done sign-ins that went to the old address end; so do the person's sessions, but for the one
 *   that asked. Keys go on.
 * - Invitations that wait were meant for whoever has an address, not for a person who moves: those of the person lapse,
 *   and those to the new address as well.
 * - Who only claimed the new address (founded an account and never confirmed, was invited) makes way for who proves it
 *   (Decision 10): their record goes, with the account that waited for the proof. Who has proven it keeps it.
 * - The account whose root the person is shows the new address by itself, since it is joined; its members' cached
 *   accesses are evicted.
 * - Failures that were counted against the new address are forgotten, as with a reset link.
 */
export function createCompleteChange(parts: Parts): CompleteChange {
  const { database, sendMail, invalidation, endSessions, removeWaitingAccount, throttle, hashKey } = parts

  /** Takes the address from somebody who never proved it; false if they have, or hold on to more than a claim. */
  async function release(tx: Tx, holder: Holder): Promise<boolean> {
    if (holder.isConfirmed) return false
    await lapse(tx, holder)
    await removeWaitingAccount(tx, holder.id)
    return deleteUnproven(tx, holder.id)
  }

  async function lapse(tx: Tx, { id, email }: Holder): Promise<void> {
    const lapsed = await deletePending(tx, id)
    const events = lapsed.map(({ accountId, role }) => ({
      action: 'member.invitation_lapsed' as const,
      accountId,
      actor: { kind: 'system' as const },
      details: { email, role },
    }))
    await recordAll(tx, events)
  }

  async function change(tx: Tx, tokenHash: string, asked: EmailChange, origin: Origin): Promise<void> {
    const { userId, newEmail, accountId: doneIn, sessionId } = asked
    if (!(await takeChange(tx, tokenHash))) throw new Refusal('invalid_email_change')
    const person = await findHolder(tx.db, { id: userId })
    const holder = await findHolder(tx.db, { email: newEmail })
    if (!person || (holder && !(await release(tx, holder)))) throw new Refusal('invalid_email_change')
    await lapse(tx, person)
    await dropMailed(tx, userId)
    await setAddress(tx, userId, newEmail)

    const actor: Actor = { kind: 'anonymous', userId }
    const accounts = await listAccounts(tx, userId)
    const events = accounts.map(({ id: accountId }) => ({
      action: 'email.changed' as const,
      accountId,
      ...asSeenFrom(accountId, { actor, origin, doneIn }),
      target: { type: 'user' as const, id: userId },
      details: { from: person.email, to: newEmail },
    }))
    await recordAll(tx, events)
    const others = { userId, except: sessionId }
    await endSessions(tx, others, { actor, origin, reason: 'email_changed', accountId: doneIn })
    const asRoot = accounts.filter(({ isRoot }) => isRoot).map(({ id }) => id)
    await invalidation.evict(tx, [userId, ...asRoot])
    const mail = { template: 'email-changed' as const, oldEmail: person.email, newEmail, changedAt: Date.now() }
    for (const to of [person.email, newEmail]) await sendMail(tx, { ...mail, to })
  }

  return async (tokenHash, asked, origin) => {
    try {
      await database.transaction((tx) => change(tx, tokenHash, asked, origin))
    } catch (error) {
      // Somebody got the address at the same instant.
      if (isUniqueViolation(error, 'users')) throw new Refusal('invalid_email_change', { cause: error })
      throw error
    }
    await throttle.reset({ person: keyedHash(hashKey, asked.newEmail), network: networkOf(origin.ip) })
  }
}
