import type { Kysely } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { Schema } from '../../../platform/database/schema.ts'

export type NewDeviceSignIn = {
  deviceCodeHash: string
  userCodeHash: string
  clientId: string
  ip: string
  userAgent: string
  location: string
  intervalSeconds: number
  expiresAt: number
}

/** Stores a device that asks; false if another one that asks has the same user code. */
export async function addDeviceSignIn(tx: Tx, device: NewDeviceSignIn, now: number): Promise<boolean> {
  const result = await tx.db
    .insertInto('device_sign_ins')
    .values({
      device_code_hash: device.deviceCodeHash,
      user_code_hash: device.userCodeHash,
      client_id: device.clientId,
      ip: device.ip,
      user_agent: device.userAgent.slice(0, 500),
      location: device.location,
      state: 'pending',
      interval_seconds: device.intervalSeconds,
      expires_at: device.expiresAt,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('user_code_hash').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

const shownColumns = [
  'client_id as clientId',
  'ip',
  'user_agent as userAgent',
  'location',
  'created_at as createdAt',
  'expires_at as expiresAt',
] as const

/** The device that waits with that user code. */
export async function findPending(db: Kysely<Schema>, userCodeHash: string, now: number) {
  return db
    .selectFrom('device_sign_ins')
    .select(shownColumns)
    .where('user_code_hash', '=', userCodeHash)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

export type PendingDevice = NonNullable<Awaited<ReturnType<typeof findPending>>>

/** Approves or denies the device that waits with that user code; undefined if there is none, or not any more. */
export async function decideDevice(
  tx: Tx,
  userCodeHash: string,
  decision: { state: 'approved' | 'denied'; accountId: string; userId: string; sessionId: string },
  now: number,
): Promise<PendingDevice | undefined> {
  return tx.db
    .updateTable('device_sign_ins')
    .set({
      state: decision.state,
      account_id: decision.accountId,
      user_id: decision.userId,
      session_id: decision.sessionId,
    })
    .where('user_code_hash', '=', userCodeHash)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .returning(shownColumns)
    .executeTakeFirst()
}

/** The device with that device code, and the session that has approved it: live, ended, or gone. */
export async function findDevice(db: Kysely<Schema>, deviceCodeHash: string) {
  return db
    .selectFrom('device_sign_ins as d')
    .leftJoin('accounts as a', 'a.id', 'd.account_id')
    .leftJoin('sessions as s', 's.id', 'd.session_id')
    .select([
      'd.client_id as clientId',
      'd.state',
      'd.ip',
      'd.expires_at as expiresAt',
      'd.account_id as accountId',
      'd.user_id as userId',
      'd.session_id as sessionId',
      'a.name as accountName',
      's.method as approvedBy',
      's.expires_at as approverExpiresAt',
    ])
    .where('d.device_code_hash', '=', deviceCodeHash)
    .executeTakeFirst()
}

export type FoundDevice = NonNullable<Awaited<ReturnType<typeof findDevice>>>

/**
 * Notes that a waiting device has asked, and tells whether it waited long enough. If not, it has to wait longer from now
 * on. One statement, so that of two questions in the same instant one is too soon.
 */
export async function notePoll(
  tx: Tx,
  deviceCodeHash: string,
  now: number,
  { toleranceMs, slowerBySeconds }: { toleranceMs: number; slowerBySeconds: number },
): Promise<boolean> {
  const onTime = await tx.db
    .updateTable('device_sign_ins')
    .set({ polled_at: now })
    .where('device_code_hash', '=', deviceCodeHash)
    .where((eb) =>
      eb.or([
        eb('polled_at', 'is', null),
        eb(eb('polled_at', '+', eb('interval_seconds', '*', 1000)), '<=', now + toleranceMs),
      ]),
    )
    .executeTakeFirst()
  if (Number(onTime.numUpdatedRows) > 0) return true
  await tx.db
    .updateTable('device_sign_ins')
    .set((eb) => ({ polled_at: now, interval_seconds: eb('interval_seconds', '+', slowerBySeconds) }))
    .where('device_code_hash', '=', deviceCodeHash)
    .execute()
  return false
}

/** Uses up an approved device code; false if another request was faster, or the approval does not count any more. */
export async function takeApproved(tx: Tx, deviceCodeHash: string, now: number): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('device_sign_ins')
    .where('device_code_hash', '=', deviceCodeHash)
    .where('state', '=', 'approved')
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

/** Takes an approval back; false if there is none (any more). */
export async function withdrawApproval(tx: Tx, deviceCodeHash: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('device_sign_ins')
    .set({ state: 'denied' })
    .where('device_code_hash', '=', deviceCodeHash)
    .where('state', '=', 'approved')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Takes back what users have approved with sessions that are being revoked, before the devices have their tokens. */
export async function withdrawApprovalsOf(
  tx: Tx,
  { userId, accountId }: { userId?: string | undefined; accountId?: string | undefined },
): Promise<void> {
  let query = tx.db.updateTable('device_sign_ins').set({ state: 'denied' }).where('state', '=', 'approved')
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  if (accountId !== undefined) query = query.where('account_id', '=', accountId)
  await query.execute()
}

export async function deleteExpiredDevices(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('device_sign_ins').where('expires_at', '<=', before).execute()
}
