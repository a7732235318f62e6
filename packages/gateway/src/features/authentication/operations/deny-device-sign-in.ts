import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { DeviceSignIns } from '../device/device-sign-ins.ts'
import { UserCodeRequest } from '../device/schemas.ts'

export function denyDeviceSignIn(app: Server, { deviceSignIns }: { deviceSignIns: DeviceSignIns }): void {
  app.route({
    method: 'POST',
    url: '/device/deny',
    ...operation(
      'denyDeviceSignIn',
      {
        tags: ['Authentication'],
        summary: 'Deny a device',
        description:
          'Refuses the device that waits with that code. Only for a signed-in user. A code is approved or denied once.',
      },
      { body: UserCodeRequest },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'denyDeviceSignIn', 'self')
      await deviceSignIns.deny(principal, request.body.user_code, originOf(request))
      return { message: 'The device was denied.' }
    },
  })
}
