import type { Authenticate } from '../../access/authenticate.ts'
import type { Targets } from '../../access/targets.ts'
import type { Config } from '../../platform/config/config.ts'
import { createCountingFailures } from '../../platform/throttle/counting-failures.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { EnforceKeyLimits } from '../../transport/http/key-limits.ts'
import type { Server } from '../../transport/http/server.ts'
import type { DeviceSignIns } from './device/device-sign-ins.ts'
import type { EmailCodes } from './email-codes.ts'
import type { ListSessions } from './list-sessions.ts'
import type { OAuth } from './oauth/oauth.ts'
import type { OwnLinks } from './oauth/own-links.ts'
import { approveDeviceSignIn } from './operations/approve-device-sign-in.ts'
import { authWithApiKey } from './operations/auth-with-api-key.ts'
import { authWithPassword } from './operations/auth-with-password.ts'
import { denyDeviceSignIn } from './operations/deny-device-sign-in.ts'
import { findDeviceSignIn } from './operations/find-device-sign-in.ts'
import { getEmailCode } from './operations/get-email-code.ts'
import { getOAuthLoginUrl } from './operations/get-oauth-login-url.ts'
import { getSessionTokens } from './operations/get-session-tokens.ts'
import { handleOAuthCallback } from './operations/handle-oauth-callback.ts'
import { listOAuthLinks } from './operations/list-oauth-links.ts'
import { refreshToken } from './operations/refresh-token.ts'
import { removeOAuthLink } from './operations/remove-oauth-link.ts'
import { requestDeviceAuthorization } from './operations/request-device-authorization.ts'
import { requestDeviceToken } from './operations/request-device-token.ts'
import { requestResetPassword } from './operations/request-reset-password.ts'
import { resetPassword } from './operations/reset-password.ts'
import { revokeAuthToken } from './operations/revoke-auth-token.ts'
import { revokeRefreshToken } from './operations/revoke-refresh-token.ts'
import { revokeTokens } from './operations/revoke-tokens.ts'
import { validateToken } from './operations/validate-token.ts'
import type { Refresh } from './refresh.ts'
import type { ResetPassword } from './reset-password.ts'
import type { Revoke } from './revoke.ts'
import type { SignIn } from './sign-in.ts'
import type { ValidateToken } from './validate.ts'

export type AuthenticationServices = {
  signIn: SignIn
  refresh: Refresh
  validateToken: ValidateToken
  listSessions: ListSessions
  revoke: Revoke
  emailCodes: EmailCodes
  deviceSignIns: DeviceSignIns
  resetPassword: ResetPassword
  /** Undefined if no provider is configured: its operations then answer `oauth_not_configured`. */
  oauth: OAuth | undefined
  /** Exists without a provider too, so that old links can be seen and removed. */
  ownLinks: OwnLinks
}

type Deps = AuthenticationServices & {
  config: Pick<Config, 'publicUrl' | 'appOrigins' | 'servesConsole'>
  targets: Targets
  authenticate: Authenticate
  enforceKeyLimits: EnforceKeyLimits
  /** Limits the failures, per network, of the operations that take their secret in the body. */
  failures: Limiter
}

export function authenticationRoutes(app: Server, deps: Deps): void {
  const countingFailures = createCountingFailures(deps.failures)
  authWithPassword(app, deps)
  authWithApiKey(app, { ...deps, countingFailures })
  refreshToken(app, { ...deps, countingFailures })
  validateToken(app, deps)
  getSessionTokens(app, deps)
  revokeAuthToken(app, deps)
  revokeRefreshToken(app, deps)
  revokeTokens(app, deps)
  getEmailCode(app, deps)
  requestResetPassword(app, deps)
  resetPassword(app, deps)
  getOAuthLoginUrl(app, deps)
  handleOAuthCallback(app, deps)
  // Without the console there is no page on which a user could approve a device.
  if (deps.config.servesConsole) {
    requestDeviceAuthorization(app, deps)
    requestDeviceToken(app, { ...deps, countingFailures })
    findDeviceSignIn(app, deps)
    approveDeviceSignIn(app, deps)
    denyDeviceSignIn(app, deps)
  }
  listOAuthLinks(app, deps)
  removeOAuthLink(app, deps)
}
