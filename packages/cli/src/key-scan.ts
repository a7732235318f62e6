/**
 * An API key in a text: where it stands (line and column from 1), and its prefix and last four characters, which are no
 * secret.
 */
export type Found = { line: number; column: number; prefix: string; lastFour: string }

const SHAPE = /mst?-[0-9a-f]{32}/g
const LONGEST_KEY = 36
const CHECKSUM_LENGTH = 4

/**
 * Finds whole API keys in text that comes in pieces, a key across two of them too, and holds only the end of the last
 * piece. What stands around a key does not matter (`\nms-…` in a string, `key=ms-…abc`): its checksum tells it from other
 * text, but for one in 65,536 (docs/api-key-format.md). NUL is skipped, so that UTF-16 is read as well.
 */
export async function* findKeys(pieces: AsyncIterable<Buffer>): AsyncGenerator<Found> {
  let rest = ''
  let line = 1
  let column = 1

  for await (const piece of pieces) {
    // One character for each byte: keys are ASCII, and no byte of another character in UTF-8 is.
    const text = rest + piece.toString('latin1').replaceAll('\0', '')
    // Begins in this piece and may go on in the next.
    const end = Math.max(0, text.length - LONGEST_KEY + 1)
    yield* search(text, end)
    rest = text.slice(end)
  }
  yield* search(rest, rest.length)

  /** Those that begin before `end`; counts lines and columns up to there. */
  function* search(text: string, end: number): Generator<Found> {
    let at = 0
    for (const { 0: key, index } of text.matchAll(SHAPE)) {
      if (index >= end) break
      if (!hasChecksum(key)) continue
      advance(text.slice(at, index))
      at = index
      yield { line, column, prefix: key.slice(0, -32), lastFour: key.slice(-4) }
    }
    advance(text.slice(at, end))
  }

  function advance(text: string): void {
    const last = text.lastIndexOf('\n')
    if (last < 0) {
      column += text.length
      return
    }
    for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', next + 1)) line += 1
    column = text.length - last
  }
}

function hasChecksum(key: string): boolean {
  return key.slice(-CHECKSUM_LENGTH) === crc16(key.slice(0, -CHECKSUM_LENGTH)).toString(16).padStart(4, '0')
}

/** CRC-16/XMODEM: polynomial 0x1021, initial value 0. The gateway's own is tested against it. */
function crc16(text: string): number {
  let crc = 0
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index) << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
    crc &= 0xffff
  }
  return crc
}
