import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { keyedHash } from '../../platform/crypto/hashing.ts'
import { randomDigits } from '../../platform/crypto/random.ts'
import { readTypedCode } from '../../platform/crypto/typed-code.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { replaceEmailCode, takeEmailCode, takeTry } from './email-code-store.ts'

const CODE_DIGITS = 6
const LIFE_MS = 15 * 60_000
/** Six digits are easy to guess, so a code is void after its fifth wrong try. */
const TRIES = 5

/** The operations that ask for a code. */
export const codePurposes = ['renameAccount', 'deleteAccount', 'deleteUser'] as const

export type CodePurpose = (typeof codePurposes)[number]

export type EmailCodes = {
  /**
   * getEmailCode: mails a new code to the caller, for this account; an earlier one stops working. The code works only
   * for `purpose`, which the mail names. The contract has no purpose: without one, the code works for every operation,
   * and the mail says so.
   */
  send(principal: Principal, purpose: CodePurpose | undefined, origin: Origin): Promise<void>
  /**
   * Counts a try against the caller's code before it is compared, in a transaction of its own, so that a refused
   * request cannot take the try back. Throws `invalid_email_code` for a code that is wrong, expired, used up or for
   * another purpose. If the caller may not do `operation` any more, no try is counted.
   */
  check(principal: Principal, operation: CodePurpose, code: string): Promise<void>
  /**
   * Uses up a checked code, in the transaction of the operation that it permits: if two requests come at once, only one
   * can use it.
   */
  use(tx: Tx, principal: Principal, operation: CodePurpose, code: string): Promise<void>
}

type Deps = { database: Database; sendMail: SendMail; codeKey: Buffer; mailsPerUser: Limiter }

export function createEmailCodes({ database, sendMail, codeKey, mailsPerUser }: Deps): EmailCodes {
  const hashOf = ({ userId, accountId }: Principal, purpose: CodePurpose | undefined, code: string) =>
    keyedHash(codeKey, `${userId}/${accountId}/${purpose ?? 'any'}/${readTypedCode(code)}`)
  /** The hashes of the code for that operation and of a code for every operation. */
  const hashesOf = (principal: Principal, operation: CodePurpose, code: string) =>
    [operation, undefined].map((purpose) => hashOf(principal, purpose, code))

  return {
    async send(principal, purpose, origin) {
      await mailsPerUser.count(principal.userId)
      const code = randomDigits(CODE_DIGITS)
      const { userId, accountId, email } = principal
      const expiresAt = Date.now() + LIFE_MS
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'getEmailCode', 'self')
        await replaceEmailCode(tx, {
          userId,
          accountId,
          codeHash: hashOf(principal, purpose, code),
          triesLeft: TRIES,
          expiresAt,
        })
        await sendMail(tx, { template: 'email-code', to: email, code, expiresAt, ...(purpose && { purpose }) })
        await record(tx, {
          action: 'email_code.sent',
          accountId,
          actor: principal,
          origin,
          target: { type: 'user', id: userId },
          ...(purpose && { details: { purpose } }),
        })
      })
    },
    async check(principal, operation, code) {
      const codeHash = await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, operation)
        return takeTry(tx, principal, Date.now())
      })
      if (codeHash === undefined || !hashesOf(principal, operation, code).includes(codeHash))
        throw new Refusal('invalid_email_code')
    },
    async use(tx, principal, operation, code) {
      const taken = await takeEmailCode(tx, principal, hashesOf(principal, operation, code), Date.now())
      if (!taken) throw new Refusal('invalid_email_code')
    },
  }
}
