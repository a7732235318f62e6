import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import type { OwnLinks } from '../oauth/own-links.ts'
import { Issuer } from '../schemas.ts'

export function removeOAuthLink(app: Server, { ownLinks }: { ownLinks: OwnLinks }): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/oauth-link',
    ...operation(
      'removeOAuthLink',
      {
        tags: ['Authentication'],
        summary: 'Remove OAuth link',
        description:
          'That user of the provider signs in as the caller no more. Whoever signs in there next with a verified address that is the caller’s is linked again. Sessions go on; end them with DELETE /accounts/auth-token. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Object({ issuer: Issuer, mfa_token: mfaToken }, KNOWN_ONLY) },
      MessageResponse,
      [400, 401, 403, 404, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'removeOAuthLink', 'self')
      const { issuer, mfa_token: token } = request.body
      await ownLinks.remove(principal, { issuer, mfaToken: token }, originOf(request))
      return { message: 'The link is removed.' }
    },
  })
}
