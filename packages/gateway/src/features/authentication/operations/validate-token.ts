import { Type } from 'typebox'
import type { Limiter } from '../../../platform/throttle/limiter.ts'
import { networkOf } from '../../../platform/values/ip-addresses.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ValidateToken } from '../validate.ts'

export function validateToken(
  app: Server,
  { validateToken: isHonoured, failures }: { validateToken: ValidateToken; failures: Limiter },
): void {
  app.route({
    method: 'POST',
    url: '/accounts/token-validate',
    ...operation(
      'validateToken',
      {
        tags: ['Authentication'],
        summary: 'Validate token',
        description: 'Tells whether an access or refresh token would be accepted now. It changes nothing.',
      },
      { body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 8000 }) }) },
      dataOf(Type.Boolean(), 'True if the token is valid'),
      [400, 429],
    ),
    handler: async (request) => {
      const valid = await isHonoured(request.body.token)
      if (!valid) await failures.count(networkOf(request.clientAddress))
      return { data: valid }
    },
  })
}
