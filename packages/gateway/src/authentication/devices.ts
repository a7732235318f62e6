import type { Origin } from '../audit/audit.ts'
import { networkOf } from '../throttle/network.ts'
import { describeClient } from './client-name.ts'

/** From where a session was started. */
export type Device = { ip: string; userAgent: string }

/** Whether one of the devices is the same browser on the same system in the same network; versions don't count. */
export function isKnownDevice(devices: readonly Device[], origin: Origin): boolean {
  const wanted = signature(origin)
  return devices.some((device) => signature(device) === wanted)
}

function signature({ ip, userAgent }: Device): string {
  const { browser, platform } = describeClient(userAgent)
  return `${networkOf(ip)} ${browser.replace(/ \d+$/, '')} ${platform}`
}
