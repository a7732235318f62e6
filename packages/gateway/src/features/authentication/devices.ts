import type { Origin } from '../../platform/audit/audit.ts'
import { neighbourhoodOf } from '../../platform/values/ip-addresses.ts'
import { describeClient } from './client-name.ts'
import { isByDevice } from './methods.ts'

/** The address and browser from which a session was started. */
export type Device = { ip: string; userAgent: string }

/** Where a user's sessions began in one way, and whether one of them has not been ended. */
export type UsedDevice = Device & { method: string; isGoing: boolean }

/**
 * Whether a sign-in with that method is from a known place if it is from where `used` was. A user who was deceived into
 * approving somebody's device must hear of that person's sign-in with a password; and of the next approval, if they have
 * ended the session of the first.
 */
export const isKnownFor = (method: string, used: UsedDevice): boolean =>
  !isByDevice(used.method) || (isByDevice(method) && used.isGoing)

/**
 * Whether one of the devices is the same browser on the same system in the same neighbourhood of networks; versions do
 * not matter.
 */
export function isKnownDevice(devices: readonly Device[], { ip, userAgent }: Origin): boolean {
  const place = neighbourhoodOf(ip)
  const client = nameOf(userAgent)
  // The place is compared first, because that takes a thousandth of the time of parsing a User-Agent.
  return devices.some((device) => neighbourhoodOf(device.ip) === place && nameOf(device.userAgent) === client)
}

function nameOf(userAgent: string): string {
  const { browser, platform } = describeClient(userAgent)
  return `${browser.replace(/ \d+$/, '')} ${platform}`
}
