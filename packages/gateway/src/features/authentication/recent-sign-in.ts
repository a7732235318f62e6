import type { Principal } from '../../access/principal.ts'
import { RECENT_MS } from '../../access/recent.ts'
import type { Tx } from '../../platform/database/database.ts'
import { isByDevice, isWithSecondFactor } from './methods.ts'
import { findSessionStart } from './session-store.ts'

/**
 * The sign-in with which the caller's session began, if a user made it at most ten minutes ago. A refresh does not make
 * a session younger, and neither a session from an API key nor one that was approved for a device is a user's sign-in:
 * who approves a device can be deceived about whose it is (docs/decisions/0054).
 */
export async function findRecentSignIn(
  db: Tx['db'],
  { kind, userId, credentialId }: Principal,
): Promise<{ isWithSecondFactor: boolean } | undefined> {
  if (kind !== 'interactive') return undefined
  const start = await findSessionStart(db, { sessionId: credentialId, userId })
  if (!start || isByDevice(start.method) || start.createdAt < Date.now() - RECENT_MS) return undefined
  return { isWithSecondFactor: isWithSecondFactor(start.method) }
}
