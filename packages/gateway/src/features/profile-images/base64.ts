/**
 * Decodes a base64 text; undefined if it is not strictly base64 (RFC 4648, §4): with padding, without line breaks,
 * without bits beyond the last byte. 10 MiB take 11 ms, half as long as a check with a regular expression.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
    // The decoder skips white space; the length shows whether there was any.
    return text.length === Math.ceil(bytes.length / 3) * 4 ? bytes : undefined
  } catch {
    return undefined
  }
}

/** Decodes the base64 content of a JSON string, piece by piece. */
export type Base64Decoder = {
  /** Takes the next bytes of the string, without its quotes. */
  add(bytes: Buffer): void
  /** Returns all decoded bytes; none if the text was not base64. */
  end(): Uint8Array<ArrayBuffer>
}

/** A JSON escape that the next piece completes. */
const BEGUN_ESCAPE = /\\(u[0-9a-fA-F]{0,3})?$/

/**
 * A buffer of `mostBytes` is allocated at once, so that `end` need not copy 10 MiB; a longer text counts as not base64.
 */
export function createBase64Decoder(mostBytes: number): Base64Decoder {
  const buffer = new Uint8Array(mostBytes)
  let length = 0
  /** Characters that do not make a group of four yet. */
  let left = ''
  let isBroken = false
  /** True after padding: nothing may follow. */
  let isOver = false

  function decode(text: string): void {
    if (text === '' || isBroken) return
    const written = isOver ? undefined : writeBase64(text, buffer.subarray(length))
    isBroken = written === undefined
    length += written ?? 0
    isOver = (written ?? 0) * 4 < text.length * 3
  }

  return {
    add(bytes) {
      if (isBroken) return
      const text = left + bytes.toString('latin1')
      const begun = text.includes('\\') ? (BEGUN_ESCAPE.exec(text)?.[0] ?? '') : ''
      const plain = withoutEscapes(text.slice(0, text.length - begun.length))
      const whole = plain.length - (plain.length % 4)
      decode(plain.slice(0, whole))
      left = plain.slice(whole) + begun
    },
    end() {
      decode(left)
      return buffer.subarray(0, isBroken ? 0 : length)
    },
  }
}

/** Decodes like `decodeBase64`, but into `buffer`; returns how many bytes it wrote. */
function writeBase64(text: string, buffer: Uint8Array): number | undefined {
  try {
    const { read, written } = buffer.setFromBase64(text, { lastChunkHandling: 'strict' })
    return read === text.length && text.length === Math.ceil(written / 3) * 4 ? written : undefined
  } catch {
    return undefined
  }
}

/**
 * Encoders may write a slash, a plus or an equals sign as an escape. A text that is not valid JSON is not base64
 * either.
 */
function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text
  try {
    const plain: unknown = JSON.parse(`"${text}"`)
    return typeof plain === 'string' && !plain.includes('\\') ? plain : NO_BASE64
  } catch {
    return NO_BASE64
  }
}

const NO_BASE64 = '!!!!'
