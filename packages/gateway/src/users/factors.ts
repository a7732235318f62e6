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
   * Switches factors of a person on and off, and returns the names of what changed, for the audit log.
   * Throws `factor_not_registered` for one that cannot be switched on.
   */
  choose(tx: Tx, userId: string, wanted: WantedFactors): Promise<string[]>
  /** Takes everything that is registered, recovery codes too, from a person who has not proven their address. */
  drop(tx: Tx, userId: string): Promise<void>
}

const columns = { totp: 'totp_enabled_at', passkey: 'passkey_enabled_at' } as const

/** As long as nothing can be registered, a factor can be switched off, and one that is on can stay on. */
export const factors: Factors = {
  async choose(tx, userId, wanted) {
    const profile = await readProfile(tx.db, userId)
    const isOn = (factor: keyof WantedFactors) => (profile?.[columns[factor]] ?? null) !== null
    const asked = (['totp', 'passkey'] as const).filter((factor) => wanted[factor] !== undefined)
    if (asked.some((factor) => wanted[factor] && !isOn(factor))) throw new Refusal('factor_not_registered')
    const off = asked.filter((factor) => !wanted[factor] && isOn(factor))
    await switchOffFactors(
      tx,
      userId,
      off.map((factor) => columns[factor]),
    )
    return off.map((factor) => `${factor}_enabled`)
  },
  drop: (tx, userId) => switchOffFactors(tx, userId, Object.values(columns)),
}
