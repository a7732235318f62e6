import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'

/** SHA-256 of a high-entropy secret (an API key, a token), base64url: how such secrets are stored and looked up. */
export function sha256(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

/** HKDF-SHA256 (RFC 5869): 32 bytes from `secret`, separated by `salt` and `info`. */
export function deriveKey(secret: string | Buffer, salt: string, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, 32))
}

/**
 * HMAC-SHA256, base64url: for values with too little entropy for a bare hash (mailed codes, addresses as throttle
 * keys), so that a thief of the database cannot find them by trying without the master key.
 */
export function keyedHash(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(value).digest('base64url')
}

/** Compares two secrets in a time that depends only on their lengths. */
export function equalSecrets(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
