import {
  addPasswordLink,
  extendPasswordLink,
  findPasswordLink,
  renewPasswordLink,
  takePasswordLink,
} from '../../access/directory/password-links.ts'
import { replacePasswordHash, setPasswordHash } from '../../access/directory/user-passwords.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { lockUser, lockUserAndAccounts } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import { checkNewPassword } from '../../platform/values/password-policy.ts'
import type { AnonymousMails } from '../../transport/mail/anonymous-mails.ts'
import type { Mail } from '../../transport/mail/templates.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { RecentKey, RecentKeys } from '../api-keys/recent-keys.ts'
import type { StepUp } from '../mfa/step-up.ts'
import type { Attempts } from './attempts.ts'
import { unlink } from './oauth/unlink.ts'
import type { RevokeSessions } from './revoke-sessions.ts'
import { findUser, type User } from './store.ts'

/** How long a reset link is valid. */
const LINK_MS = 15 * 60_000

/** How many keys the mail names; it only counts the others. */
const MOST_NAMED = 20
/** If no more mails may be sent, a link up to this age becomes valid again, for another 15 minutes. */
const RENEWED_MS = 86_400_000

type ResetMail = Extract<Mail, { template: 'reset-password' }>

export type ResetPassword = {
  /**
   * requestResetPassword: answers everybody alike, and mails a link to users with a password and a confirmed address.
   */
  request(email: string, origin: Origin): Promise<void>
  /**
   * For a mail that could not be sent while its link was valid: the link becomes valid again, unless the password was
   * set meanwhile.
   */
  renewMail(mail: ResetMail): Promise<ResetMail | undefined>
  /**
   * resetPassword with a mailed token: sets the password, and revokes all the user's sessions and OAuth links. API keys
   * stay valid; `endNewKeys` revokes those that were issued since the last sign-in from a known place, except keys of
   * an account.
   */
  withLink(
    input: { token: string; newPassword: string; email?: string | undefined; endNewKeys?: boolean | undefined },
    origin: Origin,
  ): Promise<void>
  /**
   * Shows, for the page behind a link, whose password it sets and which keys `endNewKeys` would revoke; the link stays
   * valid.
   */
  show(token: string): Promise<{ email: string | undefined; keys: RecentKey[] }>
  /**
   * resetPassword while signed in: verifies the current password and, if a second factor is on, the MFA token; revokes
   * every other session of the user.
   */
  signedIn(
    principal: Principal,
    input: { password: string; newPassword: string; mfaToken: string | undefined },
    origin: Origin,
  ): Promise<void>
}

type Deps = {
  database: Database
  passwords: Passwords
  sendMail: SendMail
  revokeSessions: RevokeSessions
  stepUp: StepUp
  attempts: Attempts
  publicUrl: string
  anonymousMails: AnonymousMails
  recentKeys: RecentKeys
  minimumDuration: MinimumDuration
}

export function createResetPassword(deps: Deps): ResetPassword {
  const { database, passwords, sendMail, revokeSessions, stepUp, attempts } = deps
  const { publicUrl, anonymousMails, recentKeys, minimumDuration } = deps

  /** Resolves with the new hash; refuses a password that is weak or is the current one. */
  async function hashNew(newPassword: string, currentHash: string | null): Promise<string> {
    await checkNewPassword(newPassword)
    if (await passwords.verify(newPassword, currentHash)) throw new Refusal('password_unchanged')
    return passwords.hash(newPassword)
  }

  /** Does what follows from a new password, in its transaction. */
  async function changed(
    tx: Tx,
    user: { id: string; email: string },
    by: { actor: Actor; origin: Origin; method: string; keep?: string; accountId: string | null },
  ) {
    const { actor, origin, method, keep, accountId } = by
    await record(tx, {
      action: 'password.changed',
      accountId,
      actor,
      origin,
      target: { type: 'user', id: user.id },
      details: { method },
    })
    await revokeSessions(
      tx,
      { userId: user.id, ...(keep !== undefined && { except: keep }) },
      { actor, origin, reason: 'password_changed', accountId },
    )
    await sendMail(tx, { template: 'password-changed', to: user.email, changedAt: Date.now() })
  }

  /**
   * The user who has the address, locked until `tx` ends: a change of the address deletes the links that it finds, so
   * it must not miss the one that is added here.
   */
  async function lockByAddress(tx: Tx, email: string): Promise<User | undefined> {
    const found = await findUser(tx.db, { email })
    if (!found || !(await lockUser(tx, found.id))) return undefined
    const now = await findUser(tx.db, { email })
    return now?.id === found.id ? now : undefined
  }

  async function mailLink(email: string, origin: Origin): Promise<void> {
    await database.transaction(async (tx) => {
      const user = await lockByAddress(tx, email)
      if (!user || !mayReset(user)) return
      const token = randomToken()
      const expiresAt = Date.now() + LINK_MS
      const link = { purpose: 'reset-password' as const, userId: user.id, tokenHash: sha256(token), expiresAt }
      // Earlier links stay valid: otherwise anybody who asks once a minute could keep the user from using theirs.
      await addPasswordLink(tx, link)
      const url = `${publicUrl}/reset-password?token=${token}`
      const found = await recentKeys.list(tx.db, user.id)
      const keys = found.slice(0, MOST_NAMED).map(({ createdAt: issuedAt, name, lastFour, account }) => {
        return { name, lastFour, account, issuedAt }
      })
      const moreKeys = found.length - keys.length
      await sendMail(tx, { template: 'reset-password', to: email, link: url, expiresAt, keys, moreKeys })
      await record(tx, {
        action: 'password.reset_requested',
        accountId: null,
        actor: { kind: 'anonymous' },
        origin,
        target: { type: 'user', id: user.id },
      })
    })
  }

  async function renewLink(tx: Tx, userId: string): Promise<void> {
    const now = Date.now()
    await renewPasswordLink(tx, userId, { since: now - RENEWED_MS, expiresAt: now + LINK_MS })
  }

  return {
    async request(email, origin) {
      await minimumDuration.hold(async () => {
        const user = await findUser(database.read, { email })
        if (!user || !mayReset(user)) return
        const answer = await anonymousMails.ask('reset', email)
        if (answer === 'send') await mailLink(email, origin)
        // If a link was mailed a minute ago, that link is enough. Beyond the daily limit of mails the newest link
        // becomes valid again, so that somebody who uses up the limit does not lock the user out (docs/decisions/0020).
        if (answer === 'enough_today') await database.transaction((tx) => renewLink(tx, user.id))
      })
    },

    async renewMail(mail) {
      const token = new URL(mail.link).searchParams.get('token') ?? ''
      const expiresAt = Date.now() + LINK_MS
      const lives = await database.transaction((tx) => extendPasswordLink(tx, sha256(token), expiresAt))
      return lives ? { ...mail, expiresAt } : undefined
    },

    async show(token) {
      const link = { purpose: 'reset-password' as const, tokenHash: sha256(token) }
      const userId = await findPasswordLink(database.read, link, Date.now())
      if (userId === undefined) return { email: undefined, keys: [] }
      const user = await findUser(database.read, { id: userId })
      return { email: user?.email, keys: await recentKeys.list(database.read, userId) }
    },

    async withLink({ token, newPassword, email, endNewKeys = false }, origin) {
      const link = { purpose: 'reset-password' as const, tokenHash: sha256(token) }
      const userId = await findPasswordLink(database.read, link, Date.now())
      const user = userId === undefined ? undefined : await findUser(database.read, { id: userId })
      if (!user || (email !== undefined && email !== user.email))
        throw new Refusal('invalid_reset', {
          reason: 'the link is unknown, used or too old, or was sent to another address',
        })
      const passwordHash = await hashNew(newPassword, user.passwordHash)
      await database.transaction(async (tx) => {
        const locked = await lockUserAndAccounts(tx, user.id)
        // The link is used up only when the password is set, so that the user can correct a weak one.
        if (!locked || !(await takePasswordLink(tx, link, Date.now())))
          throw new Refusal('invalid_reset', { reason: 'the link was used meanwhile' })
        await setPasswordHash(tx, locked, passwordHash)
        await unlink(tx, user.id)
        const actor = { kind: 'anonymous' as const, userId: user.id }
        if (endNewKeys) await recentKeys.revoke(tx, user.id, { actor, origin })
        await changed(tx, user, {
          actor,
          origin,
          method: 'link',
          accountId: null,
        })
      })
      await attempts.completed({ email: user.email, origin })
    },

    async signedIn(principal, { password, newPassword, mfaToken }, origin) {
      const user = await attempts.prove({ email: principal.email, origin }, async () => {
        const found = await findUser(database.read, { id: principal.userId })
        return found && (await passwords.verify(password, found.passwordHash)) ? found : undefined
      })
      if (!user) throw new Refusal('invalid_credentials', { reason: 'the current password is wrong' })
      const passwordHash = await hashNew(newPassword, user.passwordHash)
      await database.transaction(async (tx) => {
        await lockUserAndAccounts(tx, user.id)
        await recheckInTransaction(tx, principal, 'resetPassword:signedIn', 'self')
        // The step-up comes before the new password, because a password change deletes every challenge.
        await stepUp.use(tx, user.id, mfaToken)
        // If the owner reset the password meanwhile, the reset wins: this request proved only the old password.
        const replaced = await replacePasswordHash(tx, user.id, { from: user.passwordHash, to: passwordHash })
        if (!replaced) throw new Refusal('invalid_credentials', { reason: 'the password changed meanwhile' })
        await changed(tx, user, {
          actor: principal,
          origin,
          method: 'current_password',
          keep: principal.credentialId,
          accountId: principal.accountId,
        })
      })
    },
  }
}

/** Whether the user has proven the address, and has a password or had one that was dropped. */
function mayReset({ emailConfirmed, passwordHash, passwordDropped }: User): boolean {
  return emailConfirmed && (passwordHash !== null || passwordDropped)
}
