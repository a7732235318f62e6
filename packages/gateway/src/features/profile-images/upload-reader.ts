import { invalid } from '../../platform/errors/refusal.ts'
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from '../../platform/values/json-marks.ts'
import { type Base64Decoder, createBase64Decoder } from './base64.ts'

/**
 * If an encoder writes this name with escapes, the reader does not recognise it, and the body limit of other operations
 * applies: 16 KiB.
 */
const MEMBER = 'file'

/** Takes JSON in pieces and separates the text of the field `file` of the outermost object. */
export type UploadReader = {
  take(piece: Buffer): void
  /** The bytes of the file, none if it is not base64; null if there was no field `file`. */
  file(): Uint8Array<ArrayBuffer> | null
}

/** The file has `mostBytes` at most. `keep` gets all other bytes, and the quotes around the file's text. */
export function createUploadReader(mostBytes: number, keep: (bytes: Buffer) => void): UploadReader {
  let file: Base64Decoder | undefined
  let within: 'file' | 'text' | 'structure' = 'structure'
  let escaped = false
  let depth = 0
  /** The beginning of the last text. */
  let text = ''
  /** How much of `"file":` has just been read; after the colon, the next text is the file. */
  let announced: 'nothing' | 'name' | 'colon' = 'nothing'

  function readText(byte: number): void {
    if (escaped) escaped = false
    else if (byte === BACKSLASH) escaped = true
    else if (byte === QUOTE) {
      within = 'structure'
      announced = depth === 1 && text === MEMBER ? 'name' : 'nothing'
      return
    }
    if (text.length <= MEMBER.length) text += String.fromCharCode(byte)
  }

  function readStructure(byte: number): void {
    if (byte <= 0x20) return
    if (byte === COLON && announced === 'name') {
      announced = 'colon'
      return
    }
    if (byte === QUOTE && announced === 'colon') {
      if (file) throw invalid('/body/file', 'must not be sent twice', { ofBody: true })
      file = createBase64Decoder(mostBytes)
      within = 'file'
    } else if (byte === QUOTE) {
      text = ''
      within = 'text'
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1
    announced = 'nothing'
  }

  function takeFile(piece: Buffer, from: number): number {
    // A quote ends the file even if it is escaped: a text with a quote is not base64 anyway.
    const quote = piece.indexOf(QUOTE, from)
    const end = quote < 0 ? piece.length : quote
    file?.add(piece.subarray(from, end))
    if (quote < 0) return end
    within = 'structure'
    keep(piece.subarray(quote, quote + 1))
    return quote + 1
  }

  function takeOther(piece: Buffer, from: number): number {
    let at = from
    for (; at < piece.length && within !== 'file'; at += 1) {
      if (within === 'text') readText(piece[at] ?? 0)
      else readStructure(piece[at] ?? 0)
    }
    keep(piece.subarray(from, at))
    return at
  }

  return {
    take(piece: Buffer): void {
      for (let at = 0; at < piece.length; ) at = within === 'file' ? takeFile(piece, at) : takeOther(piece, at)
    },
    file: () => file?.end() ?? null,
  }
}
