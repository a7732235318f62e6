import { Type } from 'typebox'
import type { Authenticate } from '../../access/authenticate.ts'
import { workForAccount } from '../../platform/database/callers.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { createCountingFailures } from '../../platform/throttle/counting-failures.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import { originOf } from '../../transport/http/gate.ts'
import type { HoldToLimits } from '../../transport/http/key-limits.ts'
import { dataOf, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { SignedIn, SignInOutcome } from './complete-sign-in.ts'
import type { Refresh } from './refresh.ts'
import { AuthResponse, AuthWithPasswordRequest, MfaRequiredResponse, RefreshTokenRequest } from './schemas.ts'
import type { SignIn } from './sign-in.ts'

const tags: Tag[] = ['Authentication']

type Services = {
  signIn: SignIn
  refresh: Refresh
  validateToken: (token: string) => Promise<boolean>
  authenticate: Authenticate
  holdToLimits: HoldToLimits
  /** Failures of the operations that take their secret in the body, per network. */
  failures: Limiter
}

export function authenticationRoutes(
  app: Server,
  { signIn, refresh, validateToken, authenticate, holdToLimits, failures }: Services,
): void {
  const countingFailures = createCountingFailures(failures)

  app.route({
    method: 'POST',
    url: '/accounts/auth-with-password',
    ...operation(
      'authWithPassword',
      {
        tags,
        summary: 'Authenticate with password',
        description:
          'Signs a person in to one account. If a second factor is on, answers with the token of a challenge instead of the two tokens. Who is in several accounts and names none is answered `account_required` with their names, once password and second factor are right. Five wrong passwords close the way for 15 minutes.',
      },
      { body: AuthWithPasswordRequest },
      // The first alternative that fits is sent, so the one with more required members stands first.
      dataOf(Type.Union([AuthResponse, MfaRequiredResponse]), 'Signed in, or a second factor is needed'),
      [400, 401, 429],
    ),
    handler: async (request) => ({ data: outcomeBody(await signIn.withPassword(request.body, originOf(request))) }),
  })

  app.route({
    method: 'POST',
    url: '/accounts/auth-with-api-key',
    ...operation(
      'authWithApiKey',
      {
        tags: ['Authentication', 'API Keys'],
        summary: 'Authenticate with API key',
        description:
          'Exchanges an API key for a session, which has the rights and limits of the key and ends with it. Not needed for calling the API: the key itself is accepted everywhere.',
      },
      {
        body: Type.Object({
          api_key: Type.String({ minLength: 1, maxLength: 8000, examples: ['ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'] }),
        }),
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const credential = { type: 'api_key' as const, secret: request.body.api_key }
      const origin = originOf(request)
      const access = await countingFailures(request.clientAddress, async () => {
        const found = await authenticate.find(credential, origin)
        // A cached access of the same text can only be a key's: an access token has another shape.
        if (!found || found.principal.credentialId !== found.principal.apiKeyId) throw new Refusal('unauthorized')
        return found
      })
      await holdToLimits(request, access.principal, 'authWithApiKey')
      const { accountId } = access.principal
      const signedIn = await workForAccount(accountId, () => signIn.withApiKey(access, origin))
      return { data: signedInBody(signedIn) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/refresh-token',
    ...operation(
      'refreshToken',
      {
        tags,
        summary: 'Refresh authentication token',
        description:
          'Exchanges a refresh token for a new pair; the old access token ends. The same request again within seconds gets the same pair. Using an old refresh token later ends the session and mails its owner. A session that a key made is refreshed within the addresses and the rate of the key.',
      },
      { body: RefreshTokenRequest },
      dataOf(AuthResponse, 'A new pair'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { auth_token: accessToken, refresh_token: refreshToken } = request.body
      const found = await countingFailures(request.clientAddress, () => refresh.find({ accessToken, refreshToken }))
      // Whoever has the tokens elsewhere must not end the pair of who may use the key.
      await holdToLimits(request, found.session, 'refreshToken')
      const signedIn = await countingFailures(request.clientAddress, () =>
        workForAccount(found.found.accountId, () => refresh.exchange(found, originOf(request))),
      )
      return { data: signedInBody(signedIn) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/token-validate',
    ...operation(
      'validateToken',
      {
        tags,
        summary: 'Validate token',
        description: 'Whether an access or refresh token would be honoured now. Changes nothing.',
      },
      { body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 8000 }) }) },
      dataOf(Type.Boolean(), 'True if the token is good'),
      [400, 429],
    ),
    handler: async (request) => {
      const valid = await validateToken(request.body.token)
      if (!valid) await failures.count(networkOf(request.clientAddress))
      return { data: valid }
    },
  })
}

/** What a sign-in answers: the contract's AuthResponse or MfaRequiredResponse. */
export function outcomeBody(outcome: SignInOutcome) {
  switch (outcome.kind) {
    case 'signed_in':
      return signedInBody(outcome)
    case 'factor_required':
      return { token: outcome.challenge, passkey_enabled: outcome.factors.passkey, totp_enabled: outcome.factors.totp }
  }
}

/** The contract's AuthResponse. */
export function signedInBody({ pair, account, factors, endedSessions = 0 }: SignedIn) {
  return {
    auth_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    passkey_enabled: factors.passkey,
    totp_enabled: factors.totp,
    account,
    ...(endedSessions > 0 && { ended_sessions: endedSessions }),
  }
}
