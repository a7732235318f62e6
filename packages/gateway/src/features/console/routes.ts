import type { Branding } from '../../platform/branding/branding.ts'
import type { Config } from '../../platform/config/config.ts'
import { version } from '../../platform/config/version.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import { createCountingFailures } from '../../platform/throttle/counting-failures.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { Server } from '../../transport/http/server.ts'
import { createBrowserCookie } from '../authentication/oauth/browser-cookie.ts'
import type { OAuth } from '../authentication/oauth/oauth.ts'
import type { SignIn } from '../authentication/sign-in.ts'
import type { SwitchAccount } from '../authentication/switch-account.ts'
import type { Mfa } from '../mfa/mfa.ts'
import { describeBranding } from './branded-pages.ts'
import { createBrowserSession } from './browser-session.ts'
import { beginConsoleSessionWithPasskey } from './operations/begin-console-session-with-passkey.ts'
import { endConsoleSession } from './operations/end-console-session.ts'
import { type ConsoleConfig, getConsoleConfig } from './operations/get-console-config.ts'
import { refreshConsoleSession } from './operations/refresh-console-session.ts'
import { startConsoleSession } from './operations/start-console-session.ts'
import { startConsoleSessionWithOAuth } from './operations/start-console-session-with-oauth.ts'
import { startConsoleSessionWithPasskey } from './operations/start-console-session-with-passkey.ts'
import { startConsoleSessionWithRecoveryCode } from './operations/start-console-session-with-recovery-code.ts'
import { startConsoleSessionWithTotp } from './operations/start-console-session-with-totp.ts'
import { switchConsoleAccount } from './operations/switch-console-account.ts'
import { createForOwnPages } from './own-origin.ts'
import { createRenew } from './renew.ts'
import { createSessionCookie } from './session-cookie.ts'

type Services = Omit<Parameters<typeof createBrowserSession>[0], 'cookie'> &
  Pick<Mfa, 'codeSignIn' | 'totp' | 'recoveryCodes' | 'passkeySignIn'> & {
    signIn: SignIn
    oauth: OAuth | undefined
    switchAccount: SwitchAccount
  }

type Deps = Services & {
  config: Config
  branding: Branding | undefined
  sealer: Sealer
  /** Limits, per network, the failures of operations that take the cookie: the same as of those that take tokens. */
  failures: Limiter
}

/** What the operations use; each says what it takes. */
export type ConsoleDeps = ReturnType<typeof prepare>

/** The session of a browser, in a cookie. Everything else that the console does, it does with the public operations. */
export function consoleRoutes(app: Server, given: Deps): void {
  const deps = prepare(given)
  getConsoleConfig(app, deps)
  startConsoleSession(app, deps)
  startConsoleSessionWithTotp(app, deps)
  startConsoleSessionWithRecoveryCode(app, deps)
  beginConsoleSessionWithPasskey(app, deps)
  startConsoleSessionWithPasskey(app, deps)
  startConsoleSessionWithOAuth(app, deps)
  switchConsoleAccount(app, deps)
  refreshConsoleSession(app, deps)
  endConsoleSession(app, deps)
}

function prepare(deps: Deps) {
  const { config, branding, sealer, failures } = deps
  const { publicUrl, refreshTokenTtlSeconds: lifeSeconds } = config
  const macKey = sealer.hashKey('cookie of the console')
  return {
    ...deps,
    countingFailures: createCountingFailures(failures),
    browserSession: createBrowserSession({ ...deps, cookie: createSessionCookie({ publicUrl, macKey, lifeSeconds }) }),
    renew: createRenew(deps.refresh, deps.authenticate),
    forOwnPages: createForOwnPages(publicUrl),
    oauthCookie: createBrowserCookie(publicUrl),
    consoleConfig: describe(config, branding),
  }
}

function describe(config: Config, branding: Branding | undefined): ConsoleConfig {
  const described = describeBranding(branding)
  return {
    app_name: config.appName,
    ...(described && { branding: described }),
    version,
    public_url: config.publicUrl,
    features: {
      oauth: config.oidc !== undefined,
      passkeys: config.webauthnRpId !== undefined,
      bus: config.natsServers.length > 0,
      payments: config.stripe !== undefined,
      sign_up: config.signUp !== 'closed',
      mail_as_files: config.smtpUrl === undefined,
      reference: config.servesReference,
    },
  }
}
