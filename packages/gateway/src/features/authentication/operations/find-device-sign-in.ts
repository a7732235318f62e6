import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { describeClient } from '../client-name.ts'
import type { DeviceSignIns } from '../device/device-sign-ins.ts'
import { UserCodeRequest } from '../device/schemas.ts'

const DeviceSignIn = Type.Object(
  {
    user_code: Type.String({ description: 'As the device shows it, to compare the two', examples: ['WDJB-MJHT'] }),
    client_id: Type.String({ description: 'What the program calls itself; nothing proves it', examples: ['quiva'] }),
    ip: Type.String({ description: 'The IP address of the device' }),
    location: Type.String({ description: 'Where that is, or unknown', examples: ['Lisbon, Portugal'] }),
    nearby: Type.Boolean({ description: 'Whether the caller asks from the same neighbourhood of networks' }),
    agent: Type.String({ description: 'Browser or program', examples: ['quiva-cli 0'] }),
    platform: Type.String({ examples: ['Linux'] }),
    requested_on: Type.String({ format: 'date-time' }),
    expires_on: Type.String({ format: 'date-time' }),
  },
  { title: 'DeviceSignIn', description: 'A device that waits to be approved' },
)

export function findDeviceSignIn(app: Server, { deviceSignIns }: { deviceSignIns: DeviceSignIns }): void {
  app.route({
    method: 'POST',
    url: '/device/find',
    ...operation(
      'findDeviceSignIn',
      {
        tags: ['Authentication'],
        summary: 'Find a device that waits',
        description:
          'Shows the user which device asks to be signed in with that code, and from where, before they approve or deny it. Only for a signed-in user. Ten wrong codes in 15 minutes are allowed to a user, and to a network.',
      },
      { body: UserCodeRequest },
      dataOf(DeviceSignIn, 'The device'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'findDeviceSignIn', 'self')
      const device = await deviceSignIns.find(principal, request.body.user_code, originOf(request))
      const { browser, platform } = describeClient(device.userAgent)
      return {
        data: {
          user_code: device.userCode,
          client_id: device.clientId,
          ip: device.ip,
          location: device.location,
          nearby: device.isNearby,
          agent: browser,
          platform,
          requested_on: new Date(device.createdAt).toISOString(),
          expires_on: new Date(device.expiresAt).toISOString(),
        },
      }
    },
  })
}
