import { Type } from 'typebox'
import type { Config } from '../../../platform/config/config.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { acceptForms, FORM, fieldsOnce } from '../../../transport/http/bodies.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { DeviceSignIns } from '../device/device-sign-ins.ts'
import { ClientId } from '../device/schemas.ts'

type Deps = { deviceSignIns: DeviceSignIns; config: Pick<Config, 'publicUrl'> }

/** RFC 8628, §3.2. */
const DeviceAuthorization = Type.Object(
  {
    device_code: Type.String({ description: 'For POST /device/token. A secret of the device' }),
    user_code: Type.String({
      description: 'For the user: eight letters. Case and dashes do not matter',
      examples: ['WDJB-MJHT'],
    }),
    verification_uri: Type.String({ description: 'The page on which the user types the code' }),
    verification_uri_complete: Type.String({ description: 'The same page with the code, for a browser or a QR code' }),
    expires_in: Type.Integer({ description: 'For how many seconds both codes can be used' }),
    interval: Type.Integer({ description: 'How many seconds to wait between two requests to POST /device/token' }),
  },
  {
    title: 'DeviceAuthorization',
    description: 'The device shows the user where to approve it, and asks for its tokens',
  },
)

export function requestDeviceAuthorization(app: Server, { deviceSignIns, config }: Deps): void {
  const page = `${config.publicUrl}/console/device`
  app.register(async (scope: Server) => {
    acceptForms(scope, fieldsOnce)
    const route = operation(
      'requestDeviceAuthorization',
      {
        tags: ['Authentication'],
        summary: 'Begin the sign-in of a device',
        description:
          'Begins a sign-in that the user approves in a browser, on this device or another one (RFC 8628, section 3.1). Show the user the address and the code, and then ask POST /device/token. The body can be a form or JSON. Failures have the form of RFC 6749, section 5.2, and the members `message` and `code` of all failures.',
      },
      {
        body: Type.Object({
          client_id: ClientId,
          scope: Type.Optional(
            Type.String({ minLength: 1, maxLength: 1000, description: 'Refused: `invalid_scope`. Leave it out' }),
          ),
        }),
      },
      DeviceAuthorization,
      [400, 429],
    )
    scope.route({
      method: 'POST',
      url: '/device/authorization',
      ...route,
      config: { ...route.config, failures: 'oauth' },
      schema: { ...route.schema, consumes: ['application/json', FORM] },
      handler: async (request) => {
        const { client_id: clientId, scope: wanted } = request.body
        if (wanted !== undefined) throw new Refusal('invalid_scope')
        const codes = await deviceSignIns.request(clientId, originOf(request))
        return {
          device_code: codes.deviceCode,
          user_code: codes.userCode,
          verification_uri: page,
          verification_uri_complete: `${page}?user_code=${codes.userCode}`,
          expires_in: codes.expiresInSeconds,
          interval: codes.intervalSeconds,
        }
      },
    })
  })
}
