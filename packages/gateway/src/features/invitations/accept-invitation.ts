import { takePasswordLink } from '../../access/directory/password-links.ts'
import { acceptMembership } from '../../access/directory/pending-memberships.ts'
import { lockUserWithPassword, replacePasswordHash } from '../../access/directory/user-passwords.ts'
import { confirmAddress } from '../../access/directory/users.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { isStillEntitled } from '../../access/inviter.ts'
import { membershipTag } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockAccount } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import { checkNewPassword } from '../../platform/values/password-policy.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { dropSignUps } from '../accounts/sign-ups.ts'
import type { Attempts } from '../authentication/attempts.ts'
import { invitationKey, invitationWork } from './invitation-work.ts'
import { findInvitation } from './store.ts'

export type AcceptedInvitation = { account_id: string; user_id: string; account: string; email: string }

/** The address that a link invites, for the page behind it; the link stays valid. */
export type ShowInvited = (token: string) => Promise<string | undefined>

export function createShowInvited(database: Database): ShowInvited {
  return async (token) => (await findInvitation(database.read, sha256(token), Date.now()))?.email
}

/** setPassword: accepts an invitation by the mailed link. */
export type AcceptInvitation = (
  input: { token: string; password: string },
  origin: Origin,
) => Promise<AcceptedInvitation>

type Deps = {
  database: Database
  passwords: Passwords
  outbox: Outbox
  sendMail: SendMail
  memberKeys: MemberKeys
  invalidation: Invalidation
  attempts: Attempts
}

/**
 * A new user sets a password, and the link has proven their address. A user with a confirmed address proves the
 * password they have: an invitation must never change it. Either way only this membership is accepted; other
 * invitations of the user stay pending.
 */
export function createAcceptInvitation(deps: Deps): AcceptInvitation {
  const { database, passwords, outbox, sendMail, memberKeys, invalidation, attempts } = deps

  return async function accept({ token, password }, origin) {
    const link = { purpose: 'set-password' as const, tokenHash: sha256(token) }
    const invitation = await findInvitation(database.read, link.tokenHash, Date.now())
    if (!invitation) throw new Refusal('invalid_invitation', { reason: 'the link is unknown, used or too old' })
    const { userId, accountId, email } = invitation
    const isNew = !invitation.emailConfirmed || invitation.passwordHash === null
    const passwordHash = isNew ? await hashFirst(password) : await prove(invitation)

    await database.transaction(async (tx) => {
      // The lock comes first, so that nobody changes or removes the member meanwhile.
      const account = await lockAccount(tx, accountId)
      if (!account) throw new Refusal('invalid_invitation', { reason: 'the account is deleted' })
      if (!(await takePasswordLink(tx, link, Date.now())))
        throw new Refusal('invalid_invitation', { reason: 'the link was used meanwhile' })
      const accepted = await acceptMembership(tx, account, userId, Date.now())
      if (!accepted) throw new Refusal('invalid_invitation', { reason: 'the membership is not pending' })
      // Without this check, a removed member could come back through an invitation that they sent to another address of
      // their own.
      if (!(await isStillEntitled(tx, account, accepted.inviter, accepted.role)))
        throw new Refusal('invalid_invitation', { reason: 'the inviter may not invite any more' })
      // If the password was changed after it was verified, the proof is no longer valid.
      if (!isNew && !(await lockUserWithPassword(tx, userId, invitation.passwordHash)))
        throw new Refusal('invalid_credentials', { reason: 'the password changed meanwhile' })
      await outbox.cancel(tx, invitationWork, invitationKey(accountId, userId))
      const actor = { kind: 'anonymous' as const, userId }
      if (passwordHash !== undefined) {
        // If a new user accepts two invitations at once, the first request sets the password and the second is refused,
        // because now there is a password to prove. The same happens if the user has confirmed the address since it was
        // read above.
        const change = { from: invitation.passwordHash, to: passwordHash, unlessProven: true }
        const user = await replacePasswordHash(tx, userId, change)
        if (!user) throw new Refusal('invalid_credentials', { reason: 'the user set a password meanwhile' })
        await confirmAddress(tx, user, accepted, Date.now())
        // The user has the password that they chose here; a waiting sign-up would set another one.
        await dropSignUps(tx, email)
        await record(tx, {
          action: 'password.changed',
          accountId,
          actor,
          origin,
          target: { type: 'user', id: userId },
          details: { method: 'invitation' },
        })
        await sendMail(tx, { template: 'password-changed', to: email, changedAt: Date.now() })
      }
      await memberKeys.activateMember(tx, accountId, { userId, role: accepted.role })
      await record(tx, { action: 'member.accepted', accountId, actor, origin, target: { type: 'user', id: userId } })
      await invalidation.evict(tx, [membershipTag(accountId, userId)])
    })
    return { account_id: accountId, user_id: userId, account: invitation.accountName, email }

    async function prove({ passwordHash: known }: { passwordHash: string | null }): Promise<undefined> {
      const right = await attempts.prove({ email, origin }, () => passwords.verify(password, known))
      if (!right) throw new Refusal('invalid_credentials', { reason: 'the password is wrong' })
    }
  }

  async function hashFirst(password: string): Promise<string> {
    await checkNewPassword(password)
    return passwords.hash(password)
  }
}
