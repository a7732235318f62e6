import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Revoke } from '../revoke.ts'
import { TokenQuery } from '../schemas.ts'

export function revokeAuthToken(app: Server, { revoke }: { revoke: Revoke }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/auth-token',
    ...operation(
      'revokeAuthToken',
      {
        tags: ['Authentication'],
        summary: 'Revoke a session',
        description:
          "Revokes one of the caller's own sessions, with its refresh token. If the caller uses this session, they are signed out.",
      },
      { querystring: TokenQuery },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const session = await revoke.find(principal, 'auth', request.query.token)
      permit(principal, 'revokeAuthToken', 'self', { ownSession: session.ofThisKey })
      await revoke.session(principal, session, originOf(request))
      return { message: 'The session was revoked.' }
    },
  })
}
