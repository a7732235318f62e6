/** CRC-16/XMODEM: polynomial 0x1021, initial value 0, no reflection, no final XOR (docs/api-key-format.md). */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 0x8000 ? (remainder << 1) ^ 0x1021 : remainder << 1
  return remainder
})

/** Our keys are easy to tell from others by how they begin. */
const OURS = /^mst?-/
const SHAPE = /^mst?-[0-9a-f]{32}$/
const CHECKSUM_LENGTH = 4

/**
 * Whether a text begins as the gateway's own keys do and cannot be one, since it is mistyped or cut off. No gateway need
 * be asked about it. Every other text may be a credential: an access token, or a key that was imported.
 */
export function isMistypedKey(text: string): boolean {
  return OURS.test(text) && !(SHAPE.test(text) && text.endsWith(checksumOf(text.slice(0, -CHECKSUM_LENGTH))))
}

/** By its form, as the gateway has it: three segments, of which the first is a JSON object. Everything else is a key. */
export function isAccessToken(text: string): boolean {
  return text.startsWith('eyJ') && text.split('.', 4).length === 3
}

function checksumOf(payload: string): string {
  let crc = 0
  for (let index = 0; index < payload.length; index++)
    crc = ((crc << 8) & 0xffff) ^ (table[((crc >>> 8) ^ payload.charCodeAt(index)) & 0xff] ?? 0)
  return crc.toString(16).padStart(CHECKSUM_LENGTH, '0')
}
