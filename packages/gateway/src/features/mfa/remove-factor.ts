import { lockFactors, switchFactors } from '../../access/directory/user-factors.ts'
import type { ProtectedOperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckTarget, type TargetUser } from '../../access/targets.ts'
import type { AuditAction } from '../../platform/audit/actions.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedUser } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { countPasskeys } from './passkey-store.ts'
import { deleteCodes } from './recovery-code-store.ts'
import type { StepUp } from './step-up.ts'
import { findTotp } from './totp-store.ts'

/** What was removed, for the audit log. */
export type Removed = { action: AuditAction; details: Record<string, string | number> }

/**
 * Runs `remove`, which removes a factor or a part of it, then removes everything that must not stay without it
 * (`tidyAfterRemoval`), and tells the owner. It requires the caller's step-up, even if the factor is another user's.
 * `remove` resolves with undefined if there was nothing to remove.
 */
export type RemoveFactor = (
  tx: Tx,
  by: {
    principal: Principal
    operation: ProtectedOperationId
    target: TargetUser
    mfaToken: string | undefined
    origin: Origin
  },
  factor: 'totp' | 'passkey',
  remove: () => Promise<Removed | undefined>,
) => Promise<void>

export function createRemoveFactor(sendMail: SendMail, stepUp: StepUp): RemoveFactor {
  return async (tx, { principal, operation, target, mfaToken, origin }, factor, remove) => {
    const { userId } = target
    await recheckTarget(tx, principal, operation, target)
    const before = await lockFactors(tx, userId)
    // The user was deleted after the look-up.
    if (!before) throw new Refusal('unknown_member')
    await stepUp.useForFactors(tx, principal, mfaToken)
    const removed = await remove()
    if (!removed) return
    const codesDropped = await tidyAfterRemoval(tx, before.user, factor)
    await record(tx, {
      action: removed.action,
      accountId: principal.accountId,
      actor: principal,
      origin,
      target: { type: 'user', id: userId },
      details: { ...removed.details, codes_dropped: codesDropped },
    })
    const mail = { factor, how: 'removed' as const, byOwner: principal.userId === userId, removedAt: Date.now() }
    await sendMail(tx, { template: 'factor-removed', to: before.email, ...mail })
  }
}

/**
 * Switches off a factor of which nothing is registered any more, and deletes the recovery codes if it was the last
 * factor. Resolves with whether it deleted the codes.
 */
export async function tidyAfterRemoval(tx: Tx, user: LockedUser, factor: 'totp' | 'passkey'): Promise<boolean> {
  const { userId } = user
  const hasTotp = (await findTotp(tx.db, userId)) !== undefined
  const hasPasskey = (await countPasskeys(tx.db, userId)) > 0
  const isGone = factor === 'totp' ? !hasTotp : !hasPasskey
  if (isGone) await switchFactors(tx, user, { [factor]: false })
  return !hasTotp && !hasPasskey && (await deleteCodes(tx, userId))
}
