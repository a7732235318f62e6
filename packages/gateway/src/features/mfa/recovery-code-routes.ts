import { Type } from 'typebox'
import type { Targets } from '../../access/targets.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { signedInBody } from '../authentication/routes.ts'
import { AuthResponse } from '../authentication/schemas.ts'
import type { CodeSignIn } from './code-sign-in.ts'
import type { RecoveryCodes } from './recovery-codes.ts'
import { challengeToken, recoveryCodes as codeList, OptionalEmailAndMfaToken } from './schemas.ts'

const tags: Tag[] = ['Multi-Factor Authentication']

type Services = { targets: Targets; recoveryCodes: RecoveryCodes; codeSignIn: CodeSignIn }

export function recoveryCodeRoutes(app: Server, { targets, recoveryCodes, codeSignIn }: Services): void {
  app.route({
    method: 'POST',
    url: '/accounts/recovery-codes',
    ...operation(
      'issueRecoveryCodes',
      {
        tags,
        summary: 'Issue recovery codes',
        description:
          'Ten new recovery codes; the earlier ones are worthless from then on. It takes a second factor that is on. Root and administrators may do it for members who are in this account alone. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      dataOf(codeList, 'The codes'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'issueRecoveryCodes', request.body.email)
      return { data: await recoveryCodes.issue(principal, target, request.body.mfa_token, originOf(request)) }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/recovery-codes',
    ...operation(
      'viewRecoveryCodes',
      {
        tags,
        summary: 'View recovery codes',
        description:
          'The recovery codes that are left. Root and administrators may see those of members who are in this account alone. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { querystring: OptionalEmailAndMfaToken },
      dataOf(codeList, 'The codes; none if there are none'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'viewRecoveryCodes', request.query.email)
      return { data: await recoveryCodes.view(principal, target, request.query.mfa_token, originOf(request)) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/auth-with-recovery-code',
    ...operation(
      'authWithRecoveryCode',
      {
        tags: ['Authentication', ...tags],
        summary: 'Authenticate with recovery code',
        description:
          'Completes a sign-in with a recovery code, which is used up. Case, spaces and hyphens do not count. A challenge takes five codes. The owner gets a mail that says how many are left.',
      },
      {
        body: Type.Object({
          token: challengeToken,
          code: Type.String({ minLength: 1, maxLength: 40, examples: ['ABCD-1234'] }),
          account: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'Name of the account, if the first half of the sign-in named none of several',
            }),
          ),
        }),
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await codeSignIn(recoveryCodes.factor, { ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}
