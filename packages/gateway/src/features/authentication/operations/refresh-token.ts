import { Type } from 'typebox'
import { workForAccount } from '../../../platform/database/callers.ts'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { originOf } from '../../../transport/http/gate.ts'
import type { HoldToLimits } from '../../../transport/http/key-limits.ts'
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
    holdToLimits,
    countingFailures,
  }: { countingFailures: CountingFailures; refresh: Refresh; holdToLimits: HoldToLimits },
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
}
