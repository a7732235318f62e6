import { type Origin, record } from '../../../platform/audit/audit.ts'
import { keyedHash, sha256 } from '../../../platform/crypto/hashing.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import type { Database } from '../../../platform/database/database.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { allows, type Limiter } from '../../../platform/throttle/limiter.ts'
import { mailboxOf } from '../../../platform/values/mailbox.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import { LINK_MS } from './links.ts'
import { approveChange, type EmailChange, findUser, listAccounts } from './store.ts'

/**
 * Follows the link that was mailed to the old address: uses it up and mails a second link to the new address. If
 * another user has proven the new address, that user gets a notice instead, and the answer is the same.
 */
export type ApproveChange = (tokenHash: string, change: EmailChange, origin: Origin) => Promise<void>

type Deps = {
  database: Database
  sendMail: SendMail
  publicUrl: string
  /**
   * Limits the notices that a user gets because others want their address; beyond the limit, only the mail is left out.
   */
  noticesPerUser: Limiter
  /** Limits the mails to an address that nobody has proven. */
  proofsPerAddress: Limiter
  hashKey: Buffer
}

export function createApproveChange(deps: Deps): ApproveChange {
  const { database, sendMail, publicUrl, noticesPerUser, proofsPerAddress, hashKey } = deps
  return async (tokenHash, { userId, newEmail, accountId }, origin) => {
    const owner = await findUser(database.read, { email: newEmail })
    const [limit, key] = owner?.isConfirmed
      ? [noticesPerUser, owner.id]
      : [proofsPerAddress, keyedHash(hashKey, mailboxOf(newEmail))]
    const mayTell = await allows(limit, key)
    const token = randomToken()
    const expiresAt = Date.now() + LINK_MS
    await database.transaction(async (tx) => {
      const approved = await approveChange(tx, tokenHash, { tokenHash: sha256(token), expiresAt })
      const user = await findUser(tx.db, { id: userId })
      if (!approved || !user) throw new Refusal('invalid_email_change', { reason: 'the link was used meanwhile' })
      const other = await findUser(tx.db, { email: newEmail })
      const link = `${publicUrl}/confirm-email-change?token=${token}`
      const mail = other?.isConfirmed
        ? { template: 'email-change-refused' as const, to: newEmail }
        : { template: 'email-change-proof' as const, to: newEmail, oldEmail: user.email, link, expiresAt }
      if (mayTell) await sendMail(tx, mail)
      // The event belongs to the account in which the change was requested, if the user is still a member there.
      const isMember = (await listAccounts(tx, userId)).some(({ id }) => id === accountId)
      await record(tx, {
        action: 'email.change_approved',
        accountId: isMember ? accountId : null,
        actor: { kind: 'anonymous', userId },
        origin,
        target: { type: 'user', id: userId },
      })
    })
  }
}
