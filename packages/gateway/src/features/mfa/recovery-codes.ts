import { randomInt } from 'node:crypto'
import { lockFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckTarget, type TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { equalSecrets } from '../../platform/crypto/hashing.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import { readTypedCode } from '../../platform/crypto/typed-code.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { User } from '../authentication/candidate.ts'
import type { CodeFactor } from './code-sign-in.ts'
import { findCodes, putCodes, replaceCodes } from './recovery-code-store.ts'
import type { StepUp } from './step-up.ts'

const CODES = 10
/** Crockford's base32: it has no characters that look alike. Eight characters are 40 bits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 8

export type RecoveryCodes = {
  /** issueRecoveryCodes: ten new codes, for a user who has a second factor on; earlier codes become invalid. */
  issue(principal: Principal, target: TargetUser, mfaToken: string | undefined, origin: Origin): Promise<string[]>
  /** viewRecoveryCodes: the codes that are left. */
  view(principal: Principal, target: TargetUser, mfaToken: string | undefined, origin: Origin): Promise<string[]>
  /** The codes in the answer to a registration: those that are left, or ten new ones if the user has none. */
  atRegistration(tx: Tx, principal: Principal, origin: Origin): Promise<string[]>
  /** authWithRecoveryCode */
  factor: CodeFactor
}

type Deps = {
  database: Database
  sealer: Sealer
  sendMail: SendMail
  stepUp: StepUp
  changesPerUser: Limiter
}

/** Recovery codes are sealed, not hashed, since their owner may read them again. */
export function createRecoveryCodes({ database, sealer, sendMail, stepUp, changesPerUser }: Deps): RecoveryCodes {
  const { context } = sealedColumns.recoveryCodes
  const seal = (userId: string, codes: string[]) => sealer.seal(JSON.stringify(codes), context(userId))
  const open = (userId: string, sealed: string | undefined) =>
    sealed === undefined ? [] : (JSON.parse(sealer.open(sealed, context(userId))) as string[])

  async function putNew(tx: Tx, userId: string): Promise<string[]> {
    const codes = Array.from({ length: CODES }, newCode)
    await putCodes(tx, userId, seal(userId, codes))
    return codes
  }

  /** Uses up a code. Of two requests with the same code, only one succeeds; two with different codes both succeed. */
  async function useUp(tx: Tx, user: User, code: string, where: { accountId: string | null; origin: Origin }) {
    for (;;) {
      const sealed = await findCodes(tx.db, user.id)
      const codes = open(user.id, sealed)
      const rest = codes.filter((one) => !equalSecrets(one, code))
      if (sealed === undefined || rest.length === codes.length) return false
      const left = rest.length
      if (!(await replaceCodes(tx, user.id, { from: sealed, to: seal(user.id, rest) }))) continue
      await record(tx, {
        action: 'recovery_code.used',
        ...where,
        actor: { kind: 'anonymous', userId: user.id },
        target: { type: 'user', id: user.id },
        details: { left },
      })
      await sendMail(tx, { template: 'recovery-code-used', to: user.email, left, usedAt: Date.now() })
      return true
    }
  }

  function eventOf(principal: Principal, userId: string, origin: Origin) {
    return {
      accountId: principal.accountId,
      actor: principal,
      origin,
      target: { type: 'user' as const, id: userId },
    }
  }

  return {
    async issue(principal, target, mfaToken, origin) {
      const { userId } = target
      await changesPerUser.count(principal.userId)
      return database.transaction(async (tx) => {
        await recheckTarget(tx, principal, 'issueRecoveryCodes', target)
        const factors = await lockFactors(tx, userId)
        await stepUp.useForFactors(tx, principal, mfaToken)
        if (!factors?.totp && !factors?.passkey) throw new Refusal('mfa_not_enabled')
        const codes = await putNew(tx, userId)
        await record(tx, { ...eventOf(principal, userId, origin), action: 'recovery_codes.issued' })
        const mail = { issuedAt: Date.now(), byOwner: principal.userId === userId }
        await sendMail(tx, { template: 'recovery-codes-issued', to: factors.email, ...mail })
        return codes
      })
    },

    async view(principal, target, mfaToken, origin) {
      const { userId, email } = target
      await changesPerUser.count(principal.userId)
      return database.transaction(async (tx) => {
        await recheckTarget(tx, principal, 'viewRecoveryCodes', target)
        await stepUp.useForFactors(tx, principal, mfaToken)
        const codes = open(userId, await findCodes(tx.db, userId))
        const details = { left: codes.length }
        await record(tx, { ...eventOf(principal, userId, origin), action: 'recovery_codes.viewed', details })
        const mail = { viewedAt: Date.now(), byOwner: principal.userId === userId }
        if (codes.length > 0) await sendMail(tx, { template: 'recovery-codes-viewed', to: email, ...mail })
        return codes
      })
    },

    async atRegistration(tx, principal, origin) {
      const { userId } = principal
      const left = open(userId, await findCodes(tx.db, userId))
      const action = left.length > 0 ? 'recovery_codes.viewed' : 'recovery_codes.issued'
      await record(tx, { ...eventOf(principal, userId, origin), action, details: { at: 'registration' } })
      return left.length > 0 ? left : putNew(tx, userId)
    },

    factor: {
      method: 'recovery_code',
      refusal: 'invalid_recovery_code',
      async check(user, typed, where) {
        const code = toCode(typed)
        const codes = open(user.id, await findCodes(database.read, user.id))
        if (!codes.some((one) => equalSecrets(one, code))) return undefined
        return (tx) => useUp(tx, user, code, where)
      },
    },
  }
}

function newCode(): string {
  const characters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)])
  return hyphenated(characters.join(''))
}

/**
 * Converts typed text to a code as it was shown: case, spaces and hyphens do not matter, and the look-alikes I, L and O
 * count as digits.
 */
function toCode(typed: string): string {
  const characters = readTypedCode(typed).toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0')
  return hyphenated(characters)
}

function hyphenated(characters: string): string {
  return `${characters.slice(0, CODE_LENGTH / 2)}-${characters.slice(CODE_LENGTH / 2)}`
}
