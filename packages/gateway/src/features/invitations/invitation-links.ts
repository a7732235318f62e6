import { replacePasswordLink } from '../../access/directory/password-links.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Role } from '../../platform/values/roles.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { deleteBegun } from './store.ts'

/** What the mail of an invitation says. */
export type InvitationMail = {
  userId: string
  accountId: string
  /** True if the user can sign in already: then they prove their password instead of choosing one. */
  isKnown: boolean
  email: string
  /** Display name of the account. */
  account: string
  role: Role
  /** The inviter, and the address of the root, who can be asked for another invitation. */
  invitedBy: string
  rootEmail: string
  expiresAt: number
}

export type InvitationLinks = {
  /** Mails a link for setPassword; an earlier one to the same account stops working. */
  send(tx: Tx, invitation: InvitationMail): Promise<void>
  /** Deletes the user's mailed links, codes and unfinished sign-ins in that account. */
  drop(tx: Tx, of: { accountId: string; userId: string }): Promise<void>
}

export function createInvitationLinks(sendMail: SendMail, publicUrl: string): InvitationLinks {
  return {
    async send(tx, { userId, accountId, isKnown, email, ...mail }) {
      const token = randomToken()
      const { expiresAt } = mail
      await replacePasswordLink(tx, {
        purpose: 'set-password',
        tokenHash: sha256(token),
        userId,
        accountId,
        expiresAt,
      })
      const link = `${publicUrl}/set-password?token=${token}`
      await sendMail(tx, { template: isKnown ? 'invitation' : 'set-password', to: email, link, ...mail })
    },
    drop: deleteBegun,
  }
}
