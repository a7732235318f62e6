import type { Invalidation } from '../../access/invalidation.ts'
import type { PlanDefaults } from '../../access/plan-defaults.ts'
import type { Config } from '../../platform/config/config.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { AnonymousMails } from '../../transport/mail/anonymous-mails.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { BusAccounts } from '../../transport/messaging/bus-accounts.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { CountSignUp } from '../authentication/attempts.ts'
import type { EmailCodes } from '../authentication/email-codes.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { MarkPassword } from '../authentication/waiting-password.ts'
import type { DropFactors } from '../mfa/drop-factors.ts'
import type { StepUp } from '../mfa/step-up.ts'
import type { CancelForClosedAccount } from '../payment/close.ts'
import { createActivateAccount } from './activate.ts'
import { createCloseAccount } from './close.ts'
import { createConfirmation } from './confirmation.ts'
import { createCreateAccount } from './create.ts'
import { createDeleteAccount, deleteDueAccounts } from './delete.ts'
import { createTidyDeletedAccounts, purgeStreamsOfDeletedAccounts } from './deleted-accounts.ts'
import { createOpenAccount } from './open-account.ts'
import { createRenameAccount } from './rename.ts'
import { createAccountSettings } from './settings.ts'
import { createSignUpPolicy } from './sign-up-policy.ts'
import { createTellMembers, mailMembers } from './tell-members.ts'

type Deps = {
  database: Database
  throttle: Throttle
  minimumDuration: MinimumDuration
  outbox: Outbox
  hashKey: Buffer
  passwords: Passwords
  sendMail: SendMail
  anonymousMails: AnonymousMails
  claims: ClaimsPush
  memberKeys: MemberKeys
  busAccounts: BusAccounts
  invalidation: Invalidation
  stepUp: StepUp
  dropFactors: DropFactors
  countSignUp: CountSignUp
  markPassword: MarkPassword
  emailCodes: EmailCodes
  revokeSessions: RevokeSessions
  revokeAllKeys: RevokeAllKeys
  cancelSubscription: CancelForClosedAccount
  /** Undefined if no payments are taken. */
  limitsWithoutPlan: (() => PlanDefaults) | undefined
  config: Pick<Config, 'signUp' | 'signUpDomains' | 'publicUrl' | 'stripe'>
}

/** Puts the module together: how an account is created, changed and deleted, and what is left of a deleted one. */
export function createAccounts(deps: Deps) {
  const { database, throttle, outbox, hashKey, invalidation, memberKeys, busAccounts, config } = deps
  const signUpPolicy = createSignUpPolicy(config)
  const openAccount = createOpenAccount(createActivateAccount(memberKeys), deps.limitsWithoutPlan)
  const confirmation = createConfirmation({
    ...deps,
    signUpPolicy,
    openAccount,
    publicUrl: config.publicUrl,
    codeKey: hashKey,
    codesFromOnePlace: throttle.tries('code'),
    codesOverAll: throttle.tries('codes'),
  })
  const tellMembers = createTellMembers(outbox)
  const closeAccount = createCloseAccount({ ...deps, tellMembers })

  return {
    settings: createAccountSettings(database, invalidation),
    rename: createRenameAccount({ ...deps, tellMembers }),
    deletion: createDeleteAccount({ ...deps, tellMembers, closeAccount }),
    confirmation,
    createAccount: createCreateAccount({ ...deps, signUpPolicy, openAccount, confirmation }),
    tidyDeletedAccounts: createTidyDeletedAccounts({ database, outbox, busAccounts }),
    handlers: [
      mailMembers(deps),
      deleteDueAccounts({ database, closeAccount }),
      purgeStreamsOfDeletedAccounts({ database, busAccounts }),
    ],
  }
}
