import { crc16OfAscii } from '../platform/crypto/crc16.ts'
import { fewRandomBytes } from '../platform/crypto/random.ts'

const PREFIX = 'ms-'
const SHAPE = /^ms-[0-9a-f]{32}$/
const PAYLOAD_LENGTH = PREFIX.length + 28

/**
 * A new API key: `ms-`, 28 random hex digits (112 bits), and their CRC-16/XMODEM as 4 hex digits. Lists show the last
 * four characters, which are only the checksum: 96 bits stay unknown to whoever sees them.
 */
export function createApiKey(): string {
  const payload = PREFIX + fewRandomBytes(14).toString('hex')
  return payload + checksum(payload)
}

/** Refuses a mistyped or incomplete key without a look-up; says nothing about whether the key exists. */
export function isWellFormedApiKey(text: string): boolean {
  return SHAPE.test(text) && text.slice(PAYLOAD_LENGTH) === checksum(text.slice(0, PAYLOAD_LENGTH))
}

/** The part of a key that lists show. */
export function lastFour(key: string): string {
  return key.slice(-4)
}

function checksum(payload: string): string {
  return crc16OfAscii(payload).toString(16).padStart(4, '0')
}
