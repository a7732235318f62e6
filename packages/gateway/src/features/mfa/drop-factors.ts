import { switchFactors } from '../../access/directory/user-factors.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedUser } from '../../platform/database/locks.ts'
import { deleteRegistrations } from './ceremony-store.ts'
import { deletePasskeys } from './passkey-store.ts'
import { deleteCodes } from './recovery-code-store.ts'
import { deleteRegistration, deleteTotp } from './totp-store.ts'

/** The dropped factors, for the event that the caller records. */
export type DroppedFactors = { totp: boolean; passkeys: number; recoveryCodes: boolean }

/**
 * Drops every factor of a user, including recovery codes and begun registrations. It sends no mail, since it was not
 * the owner of the address who set them up. The caller must revoke sessions and challenges.
 */
export type DropFactors = (tx: Tx, user: LockedUser) => Promise<DroppedFactors>

export const dropFactors: DropFactors = async (tx, user) => {
  const { userId } = user
  await deleteRegistration(tx, userId)
  await deleteRegistrations(tx, userId)
  const dropped = {
    totp: await deleteTotp(tx, userId),
    passkeys: await deletePasskeys(tx, userId),
    recoveryCodes: await deleteCodes(tx, userId),
  }
  await switchFactors(tx, user, { totp: false, passkey: false })
  return dropped
}
