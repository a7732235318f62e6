import type { ProtectedOperationId } from '../../../access/policy.ts'
import type { Principal } from '../../../access/principal.ts'
import { recheckInTransaction } from '../../../access/recheck.ts'
import { type Origin, record } from '../../../platform/audit/audit.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { Tries } from '../../../platform/throttle/tries.ts'
import { neighbourhoodOf, networkOf } from '../../../platform/values/ip-addresses.ts'
import { isByDevice } from '../methods.ts'
import { findSessionStart } from '../session-store.ts'
import { decideDevice, findPending, type PendingDevice } from './store.ts'
import { hashUserCode, readUserCode } from './user-code.ts'

/** A device that waits, as its user sees it before they decide. */
export type WaitingDevice = PendingDevice & {
  userCode: string
  /** Whether the device asked from the neighbourhood of networks from which the user looks at it. */
  isNearby: boolean
}

export type DecideDeviceSignIn = {
  /** findDeviceSignIn: who asks, and from where. */
  find(principal: Principal, userCode: string, origin: Origin): Promise<WaitingDevice>
  /**
   * approveDeviceSignIn: the device may be signed in as the caller, to the account of the caller's session. A session
   * that was itself approved for a device approves none (docs/decisions/0054): `step_up_required`.
   */
  approve(principal: Principal, userCode: string, origin: Origin): Promise<void>
  /** denyDeviceSignIn: the device is told so, and the code is used up. */
  deny(principal: Principal, userCode: string, origin: Origin): Promise<void>
}

type Deps = {
  database: Database
  hashKey: Buffer
  /** Count wrong codes: of one user, and from one network. */
  codesOfUser: Tries
  codesFromNetwork: Tries
}

const UNKNOWN = 'invalid_user_code'

/** Every code that no device waits with (wrong, used up, expired) gets the same answer, and counts as a guess. */
export function createDecideDeviceSignIn({
  database,
  hashKey,
  codesOfUser,
  codesFromNetwork,
}: Deps): DecideDeviceSignIn {
  async function guess<T>(principal: Principal, origin: Origin, work: () => Promise<T>): Promise<T> {
    const begun = [await codesOfUser.begin(principal.userId)]
    let ending: 'failed' | 'spared' = 'spared'
    try {
      begun.push(await codesFromNetwork.begin(networkOf(origin.ip)))
      return await work()
    } catch (error) {
      if (error instanceof Refusal && error.code === UNKNOWN) ending = 'failed'
      throw error
    } finally {
      await Promise.all(begun.map((one) => one.end(ending)))
    }
  }

  function read(typed: string): { userCode: string; userCodeHash: string } {
    const userCode = readUserCode(typed)
    if (userCode === undefined) throw new Refusal(UNKNOWN)
    return { userCode, userCodeHash: hashUserCode(hashKey, userCode) }
  }

  async function decide(
    principal: Principal,
    typed: string,
    origin: Origin,
    { operation, state, check }: Decision,
  ): Promise<void> {
    const { accountId, userId, credentialId: sessionId } = principal
    await guess(principal, origin, async () => {
      const { userCodeHash } = read(typed)
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, operation, 'self')
        await check?.(tx, principal)
        const device = await decideDevice(tx, userCodeHash, { state, accountId, userId, sessionId }, Date.now())
        if (!device) throw new Refusal(UNKNOWN)
        await record(tx, {
          action: `device_sign_in.${state}`,
          accountId,
          actor: principal,
          origin,
          target: { type: 'user', id: userId },
          details: { client_id: device.clientId, device_ip: device.ip, device_location: device.location },
        })
      })
    })
  }

  return {
    find: (principal, typed, origin) =>
      guess(principal, origin, async () => {
        const { userCode, userCodeHash } = read(typed)
        const device = await findPending(database.read, userCodeHash, Date.now())
        if (!device) throw new Refusal(UNKNOWN)
        return { ...device, userCode, isNearby: neighbourhoodOf(device.ip) === neighbourhoodOf(origin.ip) }
      }),
    approve: (principal, typed, origin) =>
      decide(principal, typed, origin, {
        operation: 'approveDeviceSignIn',
        state: 'approved',
        check: refuseDeviceSessions,
      }),
    deny: (principal, typed, origin) =>
      decide(principal, typed, origin, { operation: 'denyDeviceSignIn', state: 'denied' }),
  }
}

type Decision = {
  operation: ProtectedOperationId
  state: 'approved' | 'denied'
  check?: (tx: Tx, principal: Principal) => Promise<void>
}

/** Whoever got one session with a code must not get others with it, which would outlive the first one. */
async function refuseDeviceSessions(tx: Tx, { userId, credentialId: sessionId }: Principal): Promise<void> {
  const start = await findSessionStart(tx.db, { sessionId, userId })
  if (!start || isByDevice(start.method)) throw new Refusal('step_up_required')
}
