import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { DeviceSignIns } from '../device/device-sign-ins.ts'
import { UserCodeRequest } from '../device/schemas.ts'

export function approveDeviceSignIn(app: Server, { deviceSignIns }: { deviceSignIns: DeviceSignIns }): void {
  app.route({
    method: 'POST',
    url: '/device/approve',
    ...operation(
      'approveDeviceSignIn',
      {
        tags: ['Authentication'],
        summary: 'Approve a device',
        description:
          'Signs in the device that waits with that code: as the caller, to the account of this session, when the device asks next. Its session ends no later than this one would, and counts as no recent sign-in. Only for a signed-in user, in a session that was not itself approved for a device (`step_up_required`). A code is approved or denied once.',
      },
      { body: UserCodeRequest },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'approveDeviceSignIn', 'self')
      await deviceSignIns.approve(principal, request.body.user_code, originOf(request))
      return { message: 'The device is approved. It will be signed in within seconds.' }
    },
  })
}
