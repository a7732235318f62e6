import type { AccessTokens } from '../../access/access-tokens.ts'
import type { Authenticate } from '../../access/authenticate.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { NoteRefusals } from '../../access/refusals/refusals.ts'
import type { Targets } from '../../access/targets.ts'
import type { Config } from '../../platform/config/config.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import { openLocate } from '../../platform/geo/locate.ts'
import type { Log } from '../../platform/log.ts'
import type { Tally } from '../../platform/tally.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { createAskForAccount } from './ask-for-account.ts'
import { createAttempts, createCountSignUp } from './attempts.ts'
import { createFindCandidate } from './candidate.ts'
import { createChallenges } from './challenges.ts'
import { createCompleteSignIn } from './complete-sign-in.ts'
import { createDeviceSignIns } from './device/device-sign-ins.ts'
import { createEmailCodes } from './email-codes.ts'
import { createEndSessions } from './end-sessions.ts'
import { createListSessions } from './list-sessions.ts'
import { createOAuth } from './oauth/oauth.ts'
import { createRefresh } from './refresh.ts'
import { createRefuseSignIn } from './refuse-sign-in.ts'
import { createRevoke } from './revoke.ts'
import { createRevokeSessions } from './revoke-sessions.ts'
import { createSessions } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { listSignInAccounts } from './store.ts'
import { createSwitchAccount } from './switch-account.ts'
import { createValidateToken } from './validate.ts'
import { createMarkPassword } from './waiting-password.ts'

type Deps = {
  database: Database
  throttle: Throttle
  sealer: Sealer
  hashKey: Buffer
  passwords: Passwords
  sendMail: SendMail
  targets: Targets
  invalidation: Invalidation
  tokens: AccessTokens
  authenticate: Authenticate
  noteRefusals: NoteRefusals
  config: Pick<
    Config,
    | 'accessTokenTtlSeconds'
    | 'refreshTokenTtlSeconds'
    | 'geoipDatabase'
    | 'oidc'
    | 'trustedEmailDomains'
    | 'publicUrl'
    | 'appOrigins'
  >
  tally: Tally
  log: Log
}

/**
 * Puts the module together: sign-in, sessions, and the codes that confirm a change. Password changes and the removal of
 * OAuth links need the second factors (features/mfa), which themselves need this module: so the composition root adds
 * these two services.
 */
export async function createAuthentication(deps: Deps) {
  const { database, throttle, hashKey, sendMail, invalidation, tokens, authenticate, noteRefusals, config } = deps
  const attempts = createAttempts({
    database,
    throttle: throttle.signInThrottle('sign-in'),
    hashKey,
    noteRefusals,
  })
  const signUpAttempts = createAttempts({ database, throttle: throttle.signInThrottle('sign-up'), hashKey })
  const markPassword = createMarkPassword(hashKey)
  const locate = await openLocate(config.geoipDatabase)
  const sessions = createSessions({
    tokens,
    invalidation,
    locate,
    tally: deps.tally,
    ttl: { accessSeconds: config.accessTokenTtlSeconds, refreshSeconds: config.refreshTokenTtlSeconds },
  })
  const challenges = createChallenges(database)
  const findCandidate = createFindCandidate(database)
  const completeSignIn = createCompleteSignIn({ ...deps, sessions, challenges })
  const refuseSignIn = createRefuseSignIn(database, noteRefusals)
  const askForAccount = createAskForAccount(database, refuseSignIn)
  const revokeSessions = createRevokeSessions(invalidation)
  const refresh = createRefresh({ database, tokens, sessions, invalidation, sendMail })
  /** The steps of a sign-in that the module mfa/ uses. */
  const signInSteps = { challenges, findCandidate, completeSignIn, refuseSignIn, askForAccount, attempts }

  return {
    attempts,
    countSignUp: createCountSignUp(signUpAttempts),
    deviceSignIns: createDeviceSignIns({ ...deps, locate, findCandidate, completeSignIn, refuseSignIn }),
    emailCodes: createEmailCodes({
      database,
      sendMail,
      codeKey: hashKey,
      mailsPerUser: throttle.limiter('email-code'),
    }),
    revokeSessions,
    prepareSession: sessions.prepare,
    endSessions: createEndSessions(invalidation),
    listAccounts: (userId: string) => listSignInAccounts(database.read, userId),
    listSessions: createListSessions(database),
    markPassword,
    oauth: createOAuth({ ...deps, completeSignIn, refuseSignIn }),
    refresh,
    revoke: createRevoke({ database, tokens, invalidation, revokeSessions }),
    signIn: createSignIn({ ...deps, ...signInSteps, sessions, markPassword }),
    signInSteps,
    switchAccount: createSwitchAccount({ database, sessions, refresh, invalidation, refuseSignIn }),
    validateToken: createValidateToken(authenticate, database),
  }
}
