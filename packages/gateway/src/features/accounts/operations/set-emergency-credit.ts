import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { AccountSettings } from '../settings.ts'

/** In larger amounts, a number cannot hold cents exactly. */
const MOST_CREDIT = 1_000_000_000_000

export function setEmergencyCredit(app: Server, { settings }: { settings: AccountSettings }): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/set-emergency-credit',
    ...operation(
      'setEmergencyCredit',
      {
        tags: ['Account Management'],
        summary: 'Set emergency credit',
        description:
          'Sets how much the account may spend in a month on additional resources when its fixed resources are used up; 0 means nothing. Only the root user, administrators and billing may do this.',
      },
      {
        body: Type.Object({
          emergency_credit: Type.Number({
            format: 'float',
            minimum: 0,
            maximum: MOST_CREDIT,
            description: 'In currency units, rounded to cents',
            examples: [100],
          }),
        }),
      },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'setEmergencyCredit', 'account')
      await settings.setEmergencyCredit(principal, request.body.emergency_credit, originOf(request))
      return { message: 'The emergency credit was set.' }
    },
  })
}
