import type { Principal } from '../access/principal.ts'
import { type Origin, record } from '../audit/audit.ts'
import type { Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { readProfile, switchOffFactors } from './store.ts'

export type WantedFactors = { totp?: boolean | undefined; passkey?: boolean | undefined }

/**
 * What this room asks of second factors, and all that it knows of them: the MFA room puts its own functions in place of
 * these two, with the rules of updateMfaSettings.
 */
export type Factors = {
  /**
   * Switches the caller's own factors on and off, and records it. Throws `factor_not_registered` for one that cannot be
   * switched on.
   */
  change(tx: Tx, principal: Principal, wanted: WantedFactors, origin: Origin): Promise<void>
  /** Takes everything that is registered, recovery codes too, from a person who has not proven their address. */
  drop(tx: Tx, userId: string): Promise<unknown>
}

const columns = { totp: 'totp_enabled_at', passkey: 'passkey_enabled_at' } as const

/** As long as nothing can be registered, a factor can be switched off, and one that is on can stay on. */
export const factors: Factors = {
  async change(tx, principal, wanted, origin) {
    const { userId, accountId } = principal
    const profile = await readProfile(tx.db, userId)
    const isOn = (factor: keyof WantedFactors) => (profile?.[columns[factor]] ?? null) !== null
    const asked = (['totp', 'passkey'] as const).filter((factor) => wanted[factor] !== undefined)
    if (asked.some((factor) => wanted[factor] && !isOn(factor))) throw new Refusal('factor_not_registered')
    const off = asked.filter((factor) => !wanted[factor] && isOn(factor))
    if (off.length === 0) return
    await switchOffFactors(
      tx,
      userId,
      off.map((factor) => columns[factor]),
    )
    const details = { changed: off.map((factor) => `${factor}_enabled`).join(', ') }
    const target = { type: 'user' as const, id: userId }
    await record(tx, { action: 'user.updated', accountId, actor: principal, origin, target, details })
  },
  drop: (tx, userId) => switchOffFactors(tx, userId, Object.values(columns)),
}
