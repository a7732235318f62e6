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
          "Removes the link to a user of the provider, who can then no longer sign in as the caller. The link is made again when a user of the provider signs in whose verified email address is the caller's. Sessions stay; revoke them with DELETE /accounts/auth-token. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.",
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
      return { message: 'The link was removed.' }
    },
  })
}
