import { Type } from 'typebox'
import { permit, type Targets } from '../../access/targets.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { mfaToken } from '../../transport/http/shared-schemas.ts'
import type { Mfa } from './mfa.ts'
import { MfaInfo, OptionalEmail } from './schemas.ts'

const tags: Tag[] = ['Multi-Factor Authentication']

type Services = Pick<Mfa, 'readInfo' | 'changeSettings'> & { targets: Targets }

export function mfaSettingsRoutes(app: Server, { targets, readInfo, changeSettings }: Services): void {
  app.route({
    method: 'GET',
    url: '/accounts/user-mfa-info',
    ...operation(
      'getUserMfaInfo',
      {
        tags,
        summary: 'Get user MFA info',
        description:
          'Which second factors are on. Root and administrators may ask about members who are in this account alone.',
      },
      { querystring: OptionalEmail },
      dataOf(MfaInfo, 'The factors'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const target = await targets.resolve(principalOf(request), 'getUserMfaInfo', request.query.email)
      const { totp, passkey } = await readInfo(target)
      return { data: { totp_enabled: totp, passkey_enabled: passkey } }
    },
  })

  app.route({
    method: 'PATCH',
    url: '/accounts/mfa-settings',
    ...operation(
      'updateMfaSettings',
      {
        tags,
        summary: 'Update MFA settings',
        description:
          'Switches registered factors on or off. Off, a factor stays registered and is not asked for at sign-in. A change is told to the owner by mail. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      {
        body: Type.Object(
          {
            totp_enabled: Type.Optional(Type.Boolean({ description: 'The authenticator app' })),
            passkey_enabled: Type.Optional(Type.Boolean({ description: 'Passkeys' })),
            mfa_token: mfaToken,
          },
          { examples: [{ totp_enabled: true, passkey_enabled: false }] },
        ),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'updateMfaSettings', 'self')
      const { totp_enabled: totp, passkey_enabled: passkey, mfa_token: mfaToken } = request.body
      if (totp === undefined && passkey === undefined)
        throw invalid('/body', 'must have totp_enabled or passkey_enabled')
      await changeSettings(principal, { totp, passkey, mfaToken }, originOf(request))
      return { message: 'The settings are changed.' }
    },
  })
}
