import type { Targets } from '../../../access/targets.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Mfa } from '../mfa.ts'
import { MfaInfo, OptionalEmail } from '../schemas.ts'

type Deps = Pick<Mfa, 'readInfo'> & { targets: Targets }

export function getUserMfaInfo(app: Server, { targets, readInfo }: Deps): void {
  app.route({
    method: 'GET',
    url: '/accounts/user-mfa-info',
    ...operation(
      'getUserMfaInfo',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Get user MFA info',
        description:
          'Shows which second factors are switched on. The root user and administrators may ask about members who are only in this account.',
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
}
