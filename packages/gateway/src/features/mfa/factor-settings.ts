import { lockFactors, switchFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { countPasskeys } from './passkey-store.ts'
import type { StepUp } from './step-up.ts'
import { findTotp } from './totp-store.ts'

/** A factor that is not named stays as it is. */
export type WantedSettings = { totp?: boolean | undefined; passkey?: boolean | undefined }

/**
 * Switches the principal's own factors on or off, in the caller's transaction (updateMfaSettings, updateUser). A factor
 * that is off stays registered, and sign-ins do not ask for it. Only a registered factor can be switched on; otherwise
 * this throws `factor_not_registered`. It requires the step-up.
 */
export type ChangeFactorSettings = (
  tx: Tx,
  principal: Principal,
  input: WantedSettings & { mfaToken: string | undefined },
  origin: Origin,
) => Promise<void>

export function createChangeFactorSettings(sendMail: SendMail, stepUp: StepUp): ChangeFactorSettings {
  return async (tx, principal, { mfaToken, ...wanted }, origin) => {
    const { userId, accountId } = principal
    const before = await lockFactors(tx, userId)
    if (!before) throw new Refusal('unauthorized')
    await stepUp.useForFactors(tx, principal, mfaToken)
    const isMissing =
      (wanted.totp && !(await findTotp(tx.db, userId))) ||
      (wanted.passkey && (await countPasskeys(tx.db, userId)) === 0)
    if (isMissing) throw new Refusal('factor_not_registered')

    const after = { totp: wanted.totp ?? before.totp, passkey: wanted.passkey ?? before.passkey }
    const changed = (['totp', 'passkey'] as const).filter((factor) => after[factor] !== before[factor])
    if (changed.length === 0) return
    await switchFactors(tx, before.user, Object.fromEntries(changed.map((factor) => [factor, after[factor]])))
    await record(tx, {
      action: 'mfa.settings_changed',
      accountId,
      actor: principal,
      origin,
      target: { type: 'user', id: userId },
      details: after,
    })
    for (const factor of changed) {
      if (after[factor]) continue
      const mail = { factor, how: 'switched off' as const, byOwner: true, removedAt: Date.now() }
      await sendMail(tx, { template: 'factor-removed', to: before.email, ...mail })
    }
  }
}
