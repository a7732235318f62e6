import { sha256 } from '../../../platform/crypto/hashing.ts'

const HEX = /^[0-9a-f]{64}$/i
/** Base64 or base64url of 32 bytes, with or without padding (RFC 4648, §4 and §5). */
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/
const OF_NOTHING = sha256('')

/** A hash in any of these forms as base64url, which is how digests are stored; undefined for everything else. */
export function readDigest(text: string): string | undefined {
  const digest = HEX.test(text) ? Buffer.from(text, 'hex').toString('base64url') : fromBase64(text)
  return digest === OF_NOTHING ? undefined : digest
}

function fromBase64(text: string): string | undefined {
  if (!BASE64.test(text)) return undefined
  const digest = Buffer.from(text, 'base64').toString('base64url')
  // 43 characters have two bits too many. If they are not 0, this is no text that an encoder has made.
  const asWritten = text.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')
  return digest === asWritten ? digest : undefined
}
