import type { Origin } from '../../platform/audit/audit.ts'
import { neighbourhoodOf } from '../../platform/values/ip-addresses.ts'
import { describeClient } from './client-name.ts'

/** From where a session was started. */
export type Device = { ip: string; userAgent: string }

/** Whether one of the devices is the same browser on the same system around the same place; versions don't count. */
export function isKnownDevice(devices: readonly Device[], { ip, userAgent }: Origin): boolean {
  const place = neighbourhoodOf(ip)
  const client = nameOf(userAgent)
  // The place first: it costs a thousandth of reading a User-Agent.
  return devices.some((device) => neighbourhoodOf(device.ip) === place && nameOf(device.userAgent) === client)
}

function nameOf(userAgent: string): string {
  const { browser, platform } = describeClient(userAgent)
  return `${browser.replace(/ \d+$/, '')} ${platform}`
}
