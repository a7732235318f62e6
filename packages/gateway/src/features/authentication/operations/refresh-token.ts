import { Type } from 'typebox'
import { workForAccount } from '../../../platform/database/callers.ts'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { originOf } from '../../../transport/http/gate.ts'
import type { EnforceKeyLimits } from '../../../transport/http/key-limits.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { signedInBody } from '../auth-response.ts'
import type { Refresh } from '../refresh.ts'
import { AuthResponse } from '../schemas.ts'

const RefreshTokenRequest = Type.Object({
  auth_token: Type.String({
    minLength: 1,
    maxLength: 8000,
    description: 'The access token of the same session; it may have expired',
  }),
  refresh_token: Type.String({ minLength: 1, maxLength: 8000 }),
})

export function refreshToken(
  app: Server,
  {
    refresh,
    enforceKeyLimits,
    countingFailures,
  }: { countingFailures: CountingFailures; refresh: Refresh; enforceKeyLimits: EnforceKeyLimits },
): void {
  app.route({
    method: 'POST',
    url: '/accounts/refresh-token',
    ...operation(
      'refreshToken',
      {
        tags: ['Authentication'],
        summary: 'Refresh authentication token',
        description:
          'Exchanges a refresh token for a new pair of tokens; the old access token no longer works. The same request within a few seconds gets the same pair again. If an old refresh token is used later, the session is revoked and its user gets a mail. For a session that was made from a key, the allowed networks and the rate limit of the key apply.',
      },
      { body: RefreshTokenRequest },
      dataOf(AuthResponse, 'The new pair of tokens'),
      [400, 401, 402, 403, 429],
    ),
    handler: async (request) => {
      const { auth_token: accessToken, refresh_token: refreshToken } = request.body
      const found = await countingFailures(request.clientAddress, () => refresh.find({ accessToken, refreshToken }))
      // This check comes before the exchange: a thief outside the key's allowed networks must not use up the pair of
      // the key's user.
      await enforceKeyLimits(request, found.session, 'refreshToken')
      const signedIn = await countingFailures(request.clientAddress, () =>
        workForAccount(found.found.accountId, () => refresh.exchange(found, originOf(request))),
      )
      return { data: signedInBody(signedIn) }
    },
  })
}
