import type { Origin } from '../../../platform/audit/audit.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import type { Database } from '../../../platform/database/database.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { MinimumDuration } from '../../../platform/throttle/minimum-duration.ts'
import type { Throttle } from '../../../platform/throttle/throttle.ts'
import { createApproveChange } from './approve.ts'
import { createCompleteChange } from './complete.ts'
import { createRequestChange, type RequestChange } from './request.ts'
import { findChange } from './store.ts'

export type ChangeAddress = {
  request: RequestChange
  /**
   * changeEmailAddressAction: follows either link, and takes the same time for both. Throws `invalid_email_change` for
   * a link that is wrong, used, replaced or expired.
   */
  follow(token: string, origin: Origin): Promise<'approved' | 'changed'>
}

type Deps = { database: Database; throttle: Throttle; minimumDuration: MinimumDuration } & Omit<
  Parameters<typeof createRequestChange>[0] &
    Parameters<typeof createApproveChange>[0] &
    Parameters<typeof createCompleteChange>[0],
  'requestsPerUser' | 'noticesPerUser' | 'proofsPerAddress'
>

/**
 * A new address takes three steps: the signed-in user asks for it, the old address allows it, and the new address
 * proves itself (docs/decisions/0009).
 */
export function createChangeAddress(deps: Deps): ChangeAddress {
  const { database, throttle, minimumDuration } = deps
  const approve = createApproveChange({
    ...deps,
    noticesPerUser: throttle.limiter('notice'),
    proofsPerAddress: throttle.limiter('email-proof'),
  })
  const complete = createCompleteChange(deps)

  return {
    request: createRequestChange({ ...deps, requestsPerUser: throttle.limiter('email-change') }),
    follow: (token, origin) =>
      minimumDuration.hold(async () => {
        const tokenHash = sha256(token)
        const change = await findChange(database.read, tokenHash, Date.now())
        if (!change)
          throw new Refusal('invalid_email_change', { reason: 'the link is unknown, used, replaced or too old' })
        if (change.stage === 'approve') {
          await approve(tokenHash, change, origin)
          return 'approved'
        }
        await complete(tokenHash, change, origin)
        return 'changed'
      }),
  }
}
