import type { Origin } from '../../platform/audit/audit.ts'
import { neighbourhoodOf } from '../../platform/values/ip-addresses.ts'
import { describeClient } from './client-name.ts'

/** The address and browser from which a session was started. */
export type Device = { ip: string; userAgent: string }

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
