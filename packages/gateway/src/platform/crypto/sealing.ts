import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto'
import { deriveKey, keyedHash } from './hashing.ts'
import { fewRandomBytes } from './random.ts'

const CIPHER: CipherGCMTypes = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. `context` is authenticated, not stored: a value moved to
 * another row or column does not open. Returns base64url of nonce, ciphertext and tag.
 */
export function sealWith(key: Buffer, plaintext: string, context: string): string {
  const nonce = fewRandomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  )
}

/** Opens what `sealWith` made; throws when the key, the context or a single bit differs. */
export function openWith(key: Buffer, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed value is too short')
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

/** Seals values that must be readable later, under the master key. `context` names the row: `table.column:id`. */
export type Sealer = {
  seal(plaintext: string, context: string): string
  /** Throws when the value was sealed under a key this gateway does not have, or for another context. */
  open(sealed: string, context: string): string
  /** True when `sealed` is under the previous master key and should be sealed again. */
  isStale(sealed: string): boolean
  /** A key for keyed hashes, one per purpose; it stays the same as long as the master key does. */
  hashKey(purpose: string): Buffer
}

/**
 * Makes the sealer from a master key (32 bytes) and, during a rotation, the previous one. A sealed value has the form
 * `<key id>.<base64url>`; the key id reveals nothing about the key.
 */
export function createSealer(masterKey: Buffer, previousMasterKey?: Buffer): Sealer {
  const current = sealingKey(masterKey)
  const previous = previousMasterKey ? sealingKey(previousMasterKey) : undefined
  return {
    seal: (plaintext, context) => `${current.id}.${sealWith(current.key, plaintext, context)}`,
    open(sealed, context) {
      const dot = sealed.indexOf('.')
      const id = sealed.slice(0, dot)
      const found = id === current.id ? current : id === previous?.id ? previous : undefined
      if (!found) throw new Error('sealed under a master key that is not configured (MASTER_KEY, MASTER_KEY_PREVIOUS)')
      return openWith(found.key, sealed.slice(dot + 1), context)
    },
    isStale: (sealed) => !sealed.startsWith(`${current.id}.`),
    hashKey: (purpose) => deriveKey(masterKey, 'quiva keyed hash', purpose),
  }
}

function sealingKey(masterKey: Buffer): { id: string; key: Buffer } {
  const key = deriveKey(masterKey, 'quiva sealing', 'v1')
  return { key, id: keyedHash(key, 'key id').slice(0, 8) }
}
