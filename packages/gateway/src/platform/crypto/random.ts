import { randomBytes, randomInt } from 'node:crypto'

/** 256 random bits, base64url: mailed tokens, refresh tokens, token ids. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** `length` random decimal digits, uniform, leading zeros kept; length 1–14. */
export function randomDigits(length: number): string {
  return String(randomInt(10 ** length)).padStart(length, '0')
}

// Crockford's base32 in lower case: sorts like the bytes it stands for, and has no letter that reads as a digit.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

let pool = Buffer.alloc(0)
let used = 0

/**
 * Up to 64 random bytes, taken from a pool, since each call of randomBytes costs as much as a kilobyte of it. Bytes
 * that were handed out are wiped from the pool.
 */
export function fewRandomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    pool = randomBytes(4096)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + count))
  pool.fill(0, used, used + count)
  used += count
  return bytes
}

let latestMs = -1
let sequence = 0

/** 12 bits that grow within a millisecond from a random start in the lower half (RFC 9562, §6.2, method 1). */
function sequenceAt(atMs: number, random: number): number {
  sequence = atMs === latestMs ? (sequence + 1) & 0xfff : random & 0x7ff
  latestMs = atMs
  return sequence
}

/**
 * A new id: the prefix, and a UUIDv7 (RFC 9562, §5.7: 48 bits of milliseconds, 12 of a sequence, then random) as 26
 * characters of base32. Ids that one process makes later sort later, also some 2,000 within one millisecond.
 */
export function newId(
  prefix: 'usr' | 'key' | 'ses' | 'evt' | 'out' | 'mtk' | 'sup' | 'whk' | 'whd' | 'gwy' | 'ims' | 'hol',
  atMs = Date.now(),
): string {
  const random = fewRandomBytes(10)
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeUIntBE(atMs, 0, 6)
  random.copy(bytes, 6)
  bytes.writeUInt16BE(0x7000 | sequenceAt(atMs, random.readUInt16BE(0)), 6)
  bytes.writeUInt8(0x80 | ((bytes[8] ?? 0) & 0x3f), 8)
  return `${prefix}_${base32(bytes)}`
}

/** The smallest id that could be made at `atMs`: a bound for range scans over ids. */
export function firstIdAt(prefix: 'evt' | 'whd', atMs: number): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.max(0, atMs), 0, 6)
  return `${prefix}_${base32(bytes)}`
}

/** When an id was made, in milliseconds since the epoch: its first 48 bits. */
export function timeOfId(id: string): number {
  const digits = id.slice(id.indexOf('_') + 1, id.indexOf('_') + 11)
  let value = 0
  for (const digit of digits) value = value * 32 + ALPHABET.indexOf(digit)
  // Ten digits are 50 bits.
  return Math.floor(value / 4)
}

function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(value >>> bits) & 31]
    }
    value &= (1 << bits) - 1
  }
  return text + ALPHABET[(value << (5 - bits)) & 31]
}
