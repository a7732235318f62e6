import type { Principal } from '../../access/principal.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedUser } from '../../platform/database/locks.ts'

export type WantedFactors = { totp?: boolean | undefined; passkey?: boolean | undefined }

/** What this module needs of second factors, and all that it knows of them; the module mfa/ provides it. */
export type Factors = {
  /** Counts a change of the caller's factors, before its transaction; throws `too_many_requests` beyond the limit. */
  countChange(userId: string): Promise<void>
  /**
   * Switches the caller's own factors on and off, and records it. Throws `factor_not_registered` for one that cannot be
   * switched on, and `step_up_required` without a recent proof that it is the user.
   */
  change(
    tx: Tx,
    principal: Principal,
    wanted: WantedFactors & { mfaToken: string | undefined },
    origin: Origin,
  ): Promise<void>
  /** Takes everything that is registered, recovery codes too, from a user who has not proven their address. */
  drop(tx: Tx, user: LockedUser): Promise<unknown>
}
