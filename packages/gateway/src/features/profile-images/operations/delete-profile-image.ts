import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Images } from '../images.ts'

export function deleteProfileImage(app: Server, { images }: { images: Images }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/profile-image',
    ...operation(
      'deleteProfileImage',
      {
        tags: ['User Management'],
        summary: 'Delete profile image',
        description: "Deletes the caller's profile image, if there is one.",
      },
      {},
      MessageResponse,
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'deleteProfileImage', 'self')
      await images.delete(principal, originOf(request))
      return { message: 'There is no profile image now.' }
    },
  })
}
