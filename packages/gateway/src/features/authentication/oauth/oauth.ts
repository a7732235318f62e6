import type { Config } from '../../../platform/config/config.ts'
import type { Sealer } from '../../../platform/crypto/sealing.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { Log } from '../../../platform/log.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import type { CompleteSignIn } from '../complete-sign-in.ts'
import type { RefuseSignIn } from '../refuse-sign-in.ts'
import { createOAuthCallback, type OAuthCallback } from './callback.ts'
import { createLink } from './link.ts'
import { createOAuthLogin, type OAuthLogin } from './login.ts'
import { createOpenIdProvider } from './provider.ts'

export type OAuth = { login: OAuthLogin; callback: OAuthCallback }

type Deps = {
  database: Database
  sealer: Sealer
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
  sendMail: SendMail
  config: Pick<Config, 'oidc' | 'trustedEmailDomains' | 'publicUrl' | 'appOrigins'>
  log: Log
}

/** Sign-in through an OpenID provider; undefined if none is configured. */
export function createOAuth(deps: Deps): OAuth | undefined {
  const { database, sealer, completeSignIn, refuseSignIn, sendMail, config, log } = deps
  const { oidc, trustedEmailDomains, publicUrl, appOrigins } = config
  if (!oidc) return undefined
  const provider = createOpenIdProvider(
    { ...oidc, trustedEmailDomains, redirectUri: `${publicUrl}/accounts/oauth/callback` },
    log,
  )
  const link = createLink(database, sendMail)
  return {
    login: createOAuthLogin({ database, sealer, provider, appOrigins }),
    callback: createOAuthCallback({ database, sealer, provider, completeSignIn, refuseSignIn, link, appOrigins }),
  }
}
