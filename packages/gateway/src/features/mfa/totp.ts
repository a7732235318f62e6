import { lockFactors, switchFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { equalSecrets } from '../../platform/crypto/hashing.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import { readTypedCode } from '../../platform/crypto/typed-code.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { CodeFactor } from './code-sign-in.ts'
import type { RecoveryCodes } from './recovery-codes.ts'
import type { RemoveFactor } from './remove-factor.ts'
import type { StepUp } from './step-up.ts'
import { findStep, keyUri, newSecret } from './totp-code.ts'
import {
  acceptStep,
  deleteRegistration,
  deleteTotp,
  findRegistration,
  findTotp,
  putRegistration,
  putTotp,
  takeRegistration,
} from './totp-store.ts'

/** How long a new secret waits for its first code. */
const REGISTRATION_MS = 15 * 60_000

export type Totp = {
  /**
   * generateTotpKey: a secret for an authenticator app. It does not replace an earlier secret before its first code is
   * confirmed.
   */
  generate(principal: Principal, mfaToken: string | undefined): Promise<{ otpauthUrl: string; secret: string }>
  /** confirmTotpRegistration: resolves with the recovery codes that are left, or new ones. */
  confirm(
    principal: Principal,
    input: { code: string; secret: string; mfaToken: string | undefined },
    origin: Origin,
  ): Promise<string[]>
  /** removeTotp */
  remove(principal: Principal, target: TargetUser, mfaToken: string | undefined, origin: Origin): Promise<void>
  /** authWithTotp */
  factor: CodeFactor
}

type Deps = {
  database: Database
  sealer: Sealer
  sendMail: SendMail
  appName: string
  stepUp: StepUp
  recoveryCodes: RecoveryCodes
  removeFactor: RemoveFactor
  changesPerUser: Limiter
}

export function createTotp(deps: Deps): Totp {
  const { database, sealer, sendMail, appName, stepUp, recoveryCodes, removeFactor, changesPerUser } = deps
  const { totpSecret, totpRegistration } = sealedColumns

  /**
   * The registration that the caller has begun, if it has this secret: so nobody can trick the caller into confirming
   * another one.
   */
  async function findOwn({ userId }: Principal, typed: string) {
    const sealed = await findRegistration(database.read, userId, Date.now())
    if (sealed === undefined) return undefined
    const secret = sealer.open(sealed, totpRegistration.context(userId))
    return equalSecrets(secret, readTypedCode(typed).replaceAll('=', '').toUpperCase()) ? { sealed, secret } : undefined
  }

  return {
    async generate(principal, mfaToken) {
      await stepUp.checkForFactors(principal, mfaToken)
      const { userId, email } = principal
      const secret = await newSecret()
      const secretSealed = sealer.seal(secret, totpRegistration.context(userId))
      const expiresAt = Date.now() + REGISTRATION_MS
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'generateTotpKey', 'self')
        await putRegistration(tx, { userId, secretSealed, expiresAt })
      })
      return { otpauthUrl: keyUri(appName, email, secret), secret }
    },

    async confirm(principal, { code, secret, mfaToken }, origin) {
      const { userId, accountId } = principal
      await changesPerUser.count(userId)
      await stepUp.checkForFactors(principal, mfaToken)
      const registration = await findOwn(principal, secret)
      const step = registration && (await findStep(registration.secret, code, Date.now()))
      if (!registration || step === undefined) throw new Refusal('invalid_totp_code')
      const secretSealed = sealer.seal(registration.secret, totpSecret.context(userId))
      return database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'confirmTotpRegistration', 'self')
        const factors = await lockFactors(tx, userId)
        if (!factors || !(await takeRegistration(tx, userId, registration.sealed)))
          throw new Refusal('invalid_totp_code')
        await stepUp.useForFactors(tx, principal, mfaToken)
        // The time step counts as used, so that nobody who saw this code can sign in with it.
        await putTotp(tx, { userId, secretSealed, lastStep: step })
        await switchFactors(tx, factors.user, { totp: true })
        await record(tx, {
          action: 'totp.registered',
          accountId,
          actor: principal,
          origin,
          target: { type: 'user', id: userId },
        })
        await sendMail(tx, { template: 'totp-added', to: factors.email, addedAt: Date.now() })
        return recoveryCodes.atRegistration(tx, principal, origin)
      })
    },

    async remove(principal, target, mfaToken, origin) {
      await changesPerUser.count(principal.userId)
      await database.transaction((tx) =>
        removeFactor(tx, { principal, operation: 'removeTotp', target, mfaToken, origin }, 'totp', async () => {
          await deleteRegistration(tx, target.userId)
          if (!(await deleteTotp(tx, target.userId))) throw new Refusal('factor_not_registered')
          return { action: 'totp.removed', details: {} }
        }),
      )
    },

    factor: {
      method: 'totp',
      refusal: 'invalid_second_factor',
      async check({ id: userId, factors }, code) {
        const found = factors.totp ? await findTotp(database.read, userId) : undefined
        if (!found) return undefined
        const { secretSealed, lastStep } = found
        const secret = sealer.open(secretSealed, totpSecret.context(userId))
        const step = await findStep(secret, code, Date.now())
        if (step === undefined || step <= lastStep) return undefined
        return (tx) => acceptStep(tx, { userId, secretSealed, step })
      },
    },
  }
}
