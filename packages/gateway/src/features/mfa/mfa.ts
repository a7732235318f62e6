import { readFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { TargetUser } from '../../access/targets.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SettingsStore } from '../../platform/database/settings-store.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { AskForAccount } from '../authentication/ask-for-account.ts'
import type { Attempts } from '../authentication/attempts.ts'
import type { FindCandidate } from '../authentication/candidate.ts'
import type { Challenges } from '../authentication/challenges.ts'
import type { CompleteSignIn } from '../authentication/complete-sign-in.ts'
import type { RefuseSignIn } from '../authentication/refuse-sign-in.ts'
import { type CodeSignIn, createCodeSignIn } from './code-sign-in.ts'
import { createDecoys, openDecoySecret } from './decoys.ts'
import { createFactorFailures } from './factor-failures.ts'
import { type ChangeFactorSettings, createChangeFactorSettings, type WantedSettings } from './factor-settings.ts'
import { createPasskeySignIn, type PasskeySignIn } from './passkey-sign-in.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { createRecoveryCodes, type RecoveryCodes } from './recovery-codes.ts'
import { createRemoveFactor } from './remove-factor.ts'
import { createStepUp, type StepUp } from './step-up.ts'
import { createTotp, type Totp } from './totp.ts'
import { createWebAuthn } from './webauthn.ts'

/** The services of the module, for its operations and for other modules. */
export type Mfa = {
  totp: Totp
  passkeys: Passkeys
  recoveryCodes: RecoveryCodes
  codeSignIn: CodeSignIn
  passkeySignIn: PasskeySignIn
  /** getUserMfaInfo */
  readInfo(target: TargetUser): Promise<{ totp: boolean; passkey: boolean }>
  /** updateMfaSettings */
  changeSettings(
    principal: Principal,
    input: WantedSettings & { mfaToken: string | undefined },
    origin: Origin,
  ): Promise<void>
  /** Counts a change by changeFactorSettings (updateUser), before its transaction. */
  countFactorChange(userId: string): Promise<void>
  /** Like changeSettings, but in the caller's transaction, and not counted. */
  changeFactorSettings: ChangeFactorSettings
  /** Changes of the password and of the email address ask for the step-up, too. */
  stepUp: StepUp
}

type Deps = {
  database: Database
  throttle: Throttle
  minimumDuration: MinimumDuration
  settings: SettingsStore
  sealer: Sealer
  sendMail: SendMail
  hashKey: Buffer
  challenges: Challenges
  findCandidate: FindCandidate
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
  askForAccount: AskForAccount
  attempts: Attempts
  /**
   * Undefined if PUBLIC_URL is an IP address and WEBAUTHN_RP_ID is not set: browsers offer no passkeys for IP
   * addresses.
   */
  relyingPartyId: string | undefined
  appOrigins: readonly string[]
  /** The name that users see in their authenticator app and beside a passkey. */
  appName: string
}

/** Puts the module together: second factors, their settings, and the step-up. */
export async function createMfa(deps: Deps): Promise<Mfa> {
  const { database, throttle, sealer, sendMail, relyingPartyId, appOrigins, appName } = deps
  // These operations are limited, since each change of factors sends a mail and may check a code.
  const changesPerUser = throttle.limiter('factors')
  const relyingParty =
    relyingPartyId === undefined ? undefined : { id: relyingPartyId, name: appName, origins: appOrigins }
  const webAuthn = relyingParty && createWebAuthn(relyingParty)
  const decoys = createDecoys(await openDecoySecret(deps.settings, sealer))
  const stepUp = createStepUp(database, deps.challenges)
  const removeFactor = createRemoveFactor(sendMail, stepUp)
  const recoveryCodes = createRecoveryCodes({ database, sealer, sendMail, stepUp, changesPerUser })
  const changeFactorSettings = createChangeFactorSettings(sendMail, stepUp)
  const factorFailures = createFactorFailures(sendMail)
  const countFactorChange = (userId: string) => changesPerUser.count(userId)

  return {
    totp: createTotp({ database, sealer, sendMail, appName, stepUp, recoveryCodes, removeFactor, changesPerUser }),
    passkeys: createPasskeys({
      database,
      sendMail,
      stepUp,
      webAuthn,
      decoys,
      recoveryCodes,
      removeFactor,
      changesPerUser,
    }),
    recoveryCodes,
    codeSignIn: createCodeSignIn({ ...deps, factorFailures }),
    passkeySignIn: createPasskeySignIn({ ...deps, relyingParty, webAuthn, decoys, factorFailures }),
    async readInfo({ userId }) {
      const factors = await readFactors(database.read, userId)
      if (!factors) throw new Refusal('unknown_member')
      return factors
    },
    async changeSettings(principal, input, origin) {
      await countFactorChange(principal.userId)
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'updateMfaSettings', 'self')
        await changeFactorSettings(tx, principal, input, origin)
      })
    },
    countFactorChange,
    changeFactorSettings,
    stepUp,
  }
}
