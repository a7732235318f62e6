import { decodeJwt } from 'jose'
import { Type } from 'typebox'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { acceptForms, FORM, fieldsOnce } from '../../../transport/http/bodies.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AccountPublicInfo } from '../../../transport/http/shared-schemas.ts'
import type { DeviceSignIns } from '../device/device-sign-ins.ts'
import type { PolledDevice } from '../device/fetch-tokens.ts'
import { ClientId } from '../device/schemas.ts'

type Deps = { deviceSignIns: DeviceSignIns; countingFailures: CountingFailures }

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code'

/** RFC 6749, §5.1, and what a program has to know beside it. */
const DeviceTokens = Type.Object(
  {
    access_token: Type.String({ description: 'For Authorization: Bearer' }),
    token_type: Type.Enum(['Bearer']),
    expires_in: Type.Integer({ description: 'For how many seconds the access token is valid' }),
    refresh_token: Type.String({ description: 'For POST /accounts/refresh-token' }),
    user: Type.Object({ id: Type.String(), email: Type.String({ format: 'email' }) }),
    account: AccountPublicInfo,
    ended_sessions: Type.Optional(
      Type.Integer({ minimum: 1, description: 'How many of the oldest sessions were revoked, as at a sign-in' }),
    ),
  },
  { title: 'DeviceTokens', description: 'The device is signed in' },
)

export function requestDeviceToken(app: Server, { deviceSignIns, countingFailures }: Deps): void {
  app.register(async (scope: Server) => {
    acceptForms(scope, fieldsOnce)
    const route = operation(
      'requestDeviceToken',
      {
        tags: ['Authentication'],
        summary: 'Fetch the tokens of a device',
        description:
          'Asks whether the user has approved the device (RFC 8628, section 3.4), and signs it in, once, to the account of the session in which they did. Until then the answer is `authorization_pending`; then perhaps `access_denied` or `expired_token`. A device that asks sooner than it should gets `slow_down`, and has to wait five seconds longer each time from then on. The body can be a form or JSON. Failures have the form of RFC 6749, section 5.2, and the members `message` and `code` of all failures.',
      },
      {
        body: Type.Object({
          grant_type: Type.String({ minLength: 1, maxLength: 200, description: GRANT_TYPE, examples: [GRANT_TYPE] }),
          device_code: Type.String({ minLength: 1, maxLength: 200 }),
          client_id: ClientId,
        }),
      },
      DeviceTokens,
      [400, 429],
    )
    scope.route({
      method: 'POST',
      url: '/device/token',
      ...route,
      config: { ...route.config, failures: 'oauth' },
      schema: { ...route.schema, consumes: ['application/json', FORM] },
      handler: async (request) => {
        const { grant_type: grantType, device_code: deviceCode, client_id: clientId } = request.body
        if (grantType !== GRANT_TYPE) throw new Refusal('unsupported_grant_type')
        // A device that waits as it should asks often, and many may be behind one address: so only guesses count, and
        // questions that come too soon.
        const polled = await countingFailures(request.clientAddress, async () => {
          const answer = await deviceSignIns.fetchTokens({ deviceCode, clientId }, originOf(request))
          if (answer.kind === 'unknown' || answer.kind === 'too_soon') throw new Refusal(refusals[answer.kind])
          return answer
        })
        if (polled.kind !== 'signed_in') throw new Refusal(refusals[polled.kind])
        const { pair, account, endedSessions = 0 } = polled.signedIn
        const { id, email } = polled.user
        return {
          access_token: pair.accessToken,
          token_type: 'Bearer' as const,
          expires_in: lifeOf(pair.accessToken),
          refresh_token: pair.refreshToken,
          user: { id, email },
          account,
          ...(endedSessions > 0 && { ended_sessions: endedSessions }),
        }
      },
    })
  })
}

const refusals = {
  pending: 'authorization_pending',
  too_soon: 'slow_down',
  denied: 'access_denied',
  expired: 'expired_token',
  unknown: 'invalid_grant',
} as const satisfies Record<Exclude<PolledDevice['kind'], 'signed_in'>, string>

/** In seconds: the token was made just now. */
function lifeOf(accessToken: string): number {
  const { iat = 0, exp = 0 } = decodeJwt(accessToken)
  return exp - iat
}
