import { crc16OfAscii } from '../platform/crypto/crc16.ts'
import { fewRandomBytes } from '../platform/crypto/random.ts'
import type { Environment } from '../platform/values/environments.ts'

const PREFIXES = { live: 'ms-', test: 'mst-' } satisfies Record<Environment, string>
const SHAPE = /^mst?-[0-9a-f]{32}$/
const CHECKSUM_LENGTH = 4

/**
 * A new API key: `ms-`, or `mst-` for a test key, 28 random hex digits (112 bits), and the CRC-16/XMODEM of both as 4
 * hex digits. Lists show the last four characters, which are only the checksum: 96 bits stay unknown to whoever sees
 * them.
 */
export function createApiKey(environment: Environment = 'live'): string {
  const payload = PREFIXES[environment] + fewRandomBytes(14).toString('hex')
  return payload + checksum(payload)
}

/** Refuses a mistyped or incomplete key without a look-up; says nothing about whether the key exists. */
export function isWellFormedApiKey(text: string): boolean {
  return SHAPE.test(text) && lastFour(text) === checksum(text.slice(0, -CHECKSUM_LENGTH))
}

/** The part of a key that lists show. */
export function lastFour(key: string): string {
  return key.slice(-CHECKSUM_LENGTH)
}

function checksum(payload: string): string {
  return crc16OfAscii(payload).toString(16).padStart(4, '0')
}
