/**
 * CRC-16/XMODEM: polynomial 0x1021, initial value 0, no reflection, no final XOR. It is the checksum of nkeys
 * and of our API keys (docs/api-key-format.md).
 */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 0x8000 ? (remainder << 1) ^ 0x1021 : remainder << 1
  }
  return remainder
})

/** The checksum of `bytes`, 0 to 0xffff. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = step(crc, byte)
  return crc
}

/** The checksum of an ASCII text, without copying it into a buffer: every request with an API key needs one. */
export function crc16OfAscii(text: string): number {
  let crc = 0
  for (let index = 0; index < text.length; index++) crc = step(crc, text.charCodeAt(index))
  return crc
}

function step(crc: number, byte: number): number {
  // The index is masked to 0..255, so the table always has an entry; `?? 0` only tells the compiler so.
  return ((crc << 8) & 0xffff) ^ (table[((crc >>> 8) ^ byte) & 0xff] ?? 0)
}
