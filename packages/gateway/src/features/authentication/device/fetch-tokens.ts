import type { Origin } from '../../../platform/audit/audit.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import { workForAccount } from '../../../platform/database/callers.ts'
import type { Database } from '../../../platform/database/database.ts'
import { lockSession } from '../../../platform/database/locks.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { neighbourhoodOf } from '../../../platform/values/ip-addresses.ts'
import type { FindCandidate } from '../candidate.ts'
import type { CompleteSignIn, SignedIn } from '../complete-sign-in.ts'
import { deviceMethod } from '../methods.ts'
import type { RefuseSignIn } from '../refuse-sign-in.ts'
import type { User } from '../store.ts'
import { type FoundDevice, findDevice, notePoll, takeApproved, withdrawApproval } from './store.ts'

/** RFC 8628, §3.5: by how much a device that asks too soon has to slow down. */
const SLOWER_BY_SECONDS = 5
/** Timers and networks are not exact: a question that comes so much too soon is on time. */
const TOLERANCE_MS = 1000

/** What a device is told (RFC 8628, §3.5); `unknown` also for a code that is another client's, or was used. */
export type PolledDevice =
  | { kind: 'signed_in'; signedIn: SignedIn; user: Pick<User, 'id' | 'email'> }
  | { kind: 'pending' | 'too_soon' | 'denied' | 'expired' | 'unknown' }

/** requestDeviceToken: signs the device in, once, as soon as somebody has approved it. */
export type FetchDeviceTokens = (by: { deviceCode: string; clientId: string }, origin: Origin) => Promise<PolledDevice>

type Deps = {
  database: Database
  findCandidate: FindCandidate
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
}

type Approval = { accountId: string; userId: string; sessionId: string; accountName: string }

export function createFetchDeviceTokens(deps: Deps): FetchDeviceTokens {
  const { database, findCandidate, completeSignIn, refuseSignIn } = deps

  async function askAgainLater(deviceCodeHash: string): Promise<PolledDevice> {
    const pace = { toleranceMs: TOLERANCE_MS, slowerBySeconds: SLOWER_BY_SECONDS }
    const isOnTime = await database.transaction((tx) => notePoll(tx, deviceCodeHash, Date.now(), pace))
    return { kind: isOnTime ? 'pending' : 'too_soon' }
  }

  /**
   * Starts the session, if who has approved the device is still a member, and the session with which they did so has
   * not ended: checked in the transaction that uses up the code, with the account locked, as whatever revokes one of
   * the two locks it.
   */
  async function signIn(
    deviceCodeHash: string,
    { accountId, userId, sessionId, accountName }: Approval,
    { approvedBy, approverExpiresAt, ip }: FoundDevice,
    origin: Origin,
  ): Promise<PolledDevice> {
    const { user, chosen } = await findCandidate({ id: userId }, accountName)
    const method = deviceMethod(approvedBy ?? 'unknown')
    const withdraw = (reason: string) =>
      refuseSignIn('access_denied', {
        user,
        chosen,
        origin,
        details: { method, reason },
        also: async (tx) => {
          await withdrawApproval(tx, deviceCodeHash)
        },
      })
    if (!user || chosen?.account.id !== accountId) return withdraw('membership')
    if (approverExpiresAt === null) return withdraw('session')
    // The approver was shown the address that asked: they are told if the tokens go somewhere else.
    const askedFrom = neighbourhoodOf(ip) === neighbourhoodOf(origin.ip) ? undefined : ip
    let signedIn: SignedIn | undefined
    try {
      signedIn = await completeSignIn.start(
        user,
        chosen,
        { method, expiresAt: approverExpiresAt, askedFrom },
        origin,
        async (tx) => {
          if (!(await lockSession(tx, sessionId))) throw new Refusal('access_denied')
          if (!(await takeApproved(tx, deviceCodeHash, Date.now()))) throw new Refusal('invalid_grant')
        },
      )
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'access_denied') return withdraw('session')
      // Another question of the device, at the same instant, got the tokens; or the approval was taken back.
      if (error.code === 'invalid_grant') return { kind: 'unknown' }
      throw error
    }
    if (!signedIn) return withdraw('membership')
    return { kind: 'signed_in', signedIn, user }
  }

  return async ({ deviceCode, clientId }, origin) => {
    const deviceCodeHash = sha256(deviceCode)
    const found = await findDevice(database.read, deviceCodeHash)
    if (!found || found.clientId !== clientId) return { kind: 'unknown' }
    if (found.expiresAt <= Date.now()) return { kind: 'expired' }
    const { state, accountId, userId, sessionId, accountName } = found
    if (state === 'denied') return { kind: 'denied' }
    if (state === 'pending') return askAgainLater(deviceCodeHash)
    if (accountId === null || userId === null || sessionId === null || accountName === null) return { kind: 'denied' }
    const approval = { accountId, userId, sessionId, accountName }
    return workForAccount(accountId, () => signIn(deviceCodeHash, approval, found, origin))
  }
}
