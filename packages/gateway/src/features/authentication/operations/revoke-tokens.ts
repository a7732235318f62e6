import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Revoke } from '../revoke.ts'

export function revokeTokens(app: Server, { targets, revoke }: { targets: Targets; revoke: Revoke }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/tokens',
    ...operation(
      'revokeTokens',
      {
        tags: ['Authentication'],
        summary: 'Revoke all sessions of a user',
        description:
          'Revokes every session of a user in this account, also the one that the caller uses. The root user and administrators may do this for other members. API keys still work.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }) }) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'revokeTokens', request.body.email)
      const count = await revoke.all(principal, target, originOf(request))
      return { message: count === 1 ? '1 session was revoked.' : `${count} sessions were revoked.` }
    },
  })
}
