const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const values = new Map([...alphabet].map((character, value) => [character, value]))

/** RFC 4648 section 6, without padding: the text form of nkeys. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let pending = 0
  let bits = 0
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(pending >>> bits) & 31]
    }
  }
  if (bits > 0) text += alphabet[(pending << (5 - bits)) & 31]
  return text
}

/**
 * The bytes of a base32 text. Null if it is not the canonical encoding of any bytes: if it has a character outside the
 * alphabet (lower case and padding included), an impossible length, or unused bits that are not zero (RFC 4648 section
 * 3.5). Otherwise two texts could stand for the same key.
 */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let length = 0
  let pending = 0
  let bits = 0
  for (const character of text) {
    const value = values.get(character)
    if (value === undefined) return null
    pending = ((pending << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = (pending >>> bits) & 0xff
    }
  }
  const unusedBits = pending & ((1 << bits) - 1)
  return bits < 5 && unusedBits === 0 ? bytes : null
}
