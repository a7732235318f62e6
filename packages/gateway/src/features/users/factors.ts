import type { Principal } from '../../access/principal.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedUser } from '../../platform/database/locks.ts'

export type WantedFactors = { totp?: boolean | undefined; passkey?: boolean | undefined }

/** All that this module needs and knows of second factors; the module mfa/ provides it. */
export type Factors = {
  /** Counts a change of the caller's factors, before its transaction; throws `too_many_requests` beyond the limit. */
  countChange(userId: string): Promise<void>
  /**
   * Switches the caller's own factors on and off, and records the change. Throws `factor_not_registered` for a factor
   * that cannot be switched on, and `step_up_required` if the user has not proven themselves recently.
   */
  change(
    tx: Tx,
    principal: Principal,
    wanted: WantedFactors & { mfaToken: string | undefined },
    origin: Origin,
  ): Promise<void>
  /** Deletes all registered factors and recovery codes of a user who has not proven their address. */
  drop(tx: Tx, user: LockedUser): Promise<unknown>
}
