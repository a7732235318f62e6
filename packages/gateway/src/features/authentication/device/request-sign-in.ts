import type { Origin } from '../../../platform/audit/audit.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { Locate } from '../../../platform/geo/locate.ts'
import { addDeviceSignIn } from './store.ts'
import { hashUserCode, newUserCode } from './user-code.ts'

/** RFC 8628, §3.2: how long both codes can be used, and how long a device waits between two questions at first. */
const LIFE_SECONDS = 600
const INTERVAL_SECONDS = 5

/** How often to draw again, if another device that waits has the same user code. */
const DRAWS = 5

export type DeviceCodes = { deviceCode: string; userCode: string; expiresInSeconds: number; intervalSeconds: number }

/** requestDeviceAuthorization: nobody is asked yet, and nothing is known of the device but what it says. */
export type RequestDeviceSignIn = (clientId: string, origin: Origin) => Promise<DeviceCodes>

type Deps = { database: Database; hashKey: Buffer; locate: Locate }

export function createRequestDeviceSignIn({ database, hashKey, locate }: Deps): RequestDeviceSignIn {
  return async (clientId, { ip, userAgent }) => {
    const deviceCode = randomToken()
    const location = locate(ip)
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const userCode = newUserCode()
      const now = Date.now()
      const device = {
        deviceCodeHash: sha256(deviceCode),
        userCodeHash: hashUserCode(hashKey, userCode),
        clientId,
        ip,
        userAgent,
        location,
        intervalSeconds: INTERVAL_SECONDS,
        expiresAt: now + LIFE_SECONDS * 1000,
      }
      if (await database.transaction((tx) => addDeviceSignIn(tx, device, now)))
        return { deviceCode, userCode, expiresInSeconds: LIFE_SECONDS, intervalSeconds: INTERVAL_SECONDS }
    }
    throw new Error('no user code is free')
  }
}
