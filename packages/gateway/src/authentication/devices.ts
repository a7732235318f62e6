import type { Origin } from '../audit/audit.ts'
import { networkOf } from '../throttle/network.ts'
import { describeClient } from './client-name.ts'

/** From where a session was started. */
export type Device = { ip: string; userAgent: string }

/** Whether one of the devices is the same browser on the same system in the same network; versions don't count. */
export function isKnownDevice(devices: readonly Device[], { ip, userAgent }: Origin): boolean {
  const network = networkOf(ip)
  const client = nameOf(userAgent)
  // The network first: it costs a thousandth of reading a User-Agent.
  return devices.some((device) => networkOf(device.ip) === network && nameOf(device.userAgent) === client)
}

function nameOf(userAgent: string): string {
  const { browser, platform } = describeClient(userAgent)
  return `${browser.replace(/ \d+$/, '')} ${platform}`
}
