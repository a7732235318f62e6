import type { Database, Tx } from '../../platform/database/database.ts'
import { deleteExpiredChallenges } from './challenge-store.ts'
import { deleteExpiredDevices } from './device/store.ts'
import { deleteExpiredEmailCodes } from './email-code-store.ts'
import { deleteExpiredStates } from './oauth/store.ts'
import { deleteOldSessions } from './session-store.ts'

/** How long an ended session is kept to tell from where its owner signs in: the lockout spares those places. */
const KNOWN_PLACES_MS = 30 * 86_400_000
const BATCH = 500

/** How long a device that asks too late is told that its code has expired, and not that there is no such code. */
const TOLD_MS = 600_000

/** Deletes sign-ins that were never completed, and codes that were never used. */
export async function tidyChallenges(tx: Tx, now: number): Promise<void> {
  await deleteExpiredChallenges(tx, now)
  await deleteExpiredEmailCodes(tx, now)
  await deleteExpiredStates(tx, now)
  await deleteExpiredDevices(tx, now - TOLD_MS)
}

/** Deletes sessions that ended long ago, in batches so that other transactions do not wait long. */
export async function tidySessions(database: Database, now: number): Promise<void> {
  const batch = () => database.transaction((tx) => deleteOldSessions(tx, now - KNOWN_PLACES_MS, BATCH))
  while ((await batch()) === BATCH);
}
