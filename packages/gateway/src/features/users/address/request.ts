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
  /** The current password, if the user has one. */
  password: string | undefined
  /** The token of a completed second factor, required if one is on. */
  token: string | undefined
}

/**
 * requestEmailAddressChange: mails a link to the present address; an earlier request becomes void. It does not check
 * whether the new address is in use, so that nobody finds out.
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
   * Verifies the current password and resolves with its hash; a failure counts in the lockout. A user without a
   * password has proven themselves by signing in with OAuth.
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
      // A password change cancels the requests that it finds, but cannot see one that is not stored yet: so this
      // request checks that the password is still the one that was proven.
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
