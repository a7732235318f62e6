import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Revoke } from '../revoke.ts'
import { TokenQuery } from '../schemas.ts'

export function revokeRefreshToken(app: Server, { revoke }: { revoke: Revoke }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/refresh-token',
    ...operation(
      'revokeRefreshToken',
      {
        tags: ['Authentication'],
        summary: 'Revoke a refresh token',
        description:
          "Revokes only the refresh token of one of the caller's own sessions: the access token works until it expires, and cannot be renewed.",
      },
      { querystring: TokenQuery },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const session = await revoke.find(principal, 'refresh', request.query.token)
      permit(principal, 'revokeRefreshToken', 'self', { ownSession: session.ofThisKey })
      await revoke.refreshToken(principal, session, originOf(request))
      return { message: 'The refresh token was revoked.' }
    },
  })
}
