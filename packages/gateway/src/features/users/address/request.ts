import type { Principal } from '../../../access/principal.ts'
import { recheckInTransaction } from '../../../access/recheck.ts'
import { type Origin, record } from '../../../platform/audit/audit.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import type { Passwords } from '../../../platform/crypto/passwords.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import type { Database } from '../../../platform/database/database.ts'
import { lockUser } from '../../../platform/database/locks.ts'
import { invalid, Refusal } from '../../../platform/errors/refusal.ts'
import type { Limiter } from '../../../platform/throttle/limiter.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import type { Attempts } from '../../authentication/attempts.ts'
import type { StepUp } from '../../mfa/step-up.ts'
import { LINK_MS } from './links.ts'
import { findUser, replaceChange } from './store.ts'

export type EmailChangeRequest = {
  /** Normalised. */
  newEmail: string
  /** The current one, if the user has one. */
  password: string | undefined
  /** Of a completed second factor, if one is on. */
  token: string | undefined
}

/**
 * requestEmailAddressChange: mails a link to the present address; an earlier request ends. It does not look whether
 * somebody has the new address, so there is nothing to find out.
 */
export type RequestChange = (principal: Principal, input: EmailChangeRequest, origin: Origin) => Promise<void>

type Deps = {
  database: Database
  passwords: Passwords
  sendMail: SendMail
  stepUp: StepUp
  attempts: Attempts
  publicUrl: string
  requestsPerUser: Limiter
}

export function createRequestChange(deps: Deps): RequestChange {
  const { database, passwords, sendMail, stepUp, attempts, publicUrl, requestsPerUser } = deps

  /**
   * Proves the current password, which counts in the lockout, and resolves with its hash. A user without a password
   * signs in by OAuth, and has done so.
   */
  async function prove({ userId, email }: Principal, password: string | undefined, origin: Origin) {
    const user = await findUser(database.read, { id: userId })
    if (user?.passwordHash === null) return null
    if (password === undefined) throw invalid('/body/password', 'must be the current password')
    const passwordHash = user?.passwordHash ?? null
    const right = await attempts.prove({ email, origin }, () => passwords.verify(password, passwordHash))
    if (!right) throw new Refusal('invalid_credentials', { reason: 'the current password is wrong' })
    return passwordHash
  }

  return async (principal, input, origin) => {
    const { userId, accountId, credentialId: sessionId } = principal
    const { newEmail } = input
    if (newEmail === principal.email) throw invalid('/body/new_email', 'must differ from the current address')
    const proven = await prove(principal, input.password, origin)
    await requestsPerUser.count(userId)
    const token = randomToken()
    const expiresAt = Date.now() + LINK_MS
    await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'requestEmailAddressChange', 'self')
      if (!(await lockUser(tx, userId))) throw new Refusal('unauthorized')
      await stepUp.use(tx, userId, input.token)
      const user = await findUser(tx.db, { id: userId })
      // A new password ends what was begun under the old one, but cannot see a request that is just beginning: that has
      // to notice by itself.
      if (user?.passwordHash !== proven)
        throw new Refusal('invalid_credentials', { reason: 'the password changed meanwhile' })
      await replaceChange(tx, { userId, accountId, sessionId, newEmail, tokenHash: sha256(token), expiresAt })
      const link = `${publicUrl}/approve-email-change?token=${token}`
      await sendMail(tx, { template: 'email-change', to: user.email, newEmail, link, expiresAt })
      const target = { type: 'user' as const, id: userId }
      await record(tx, { action: 'email.change_requested', accountId, actor: principal, origin, target })
    })
  }
}
