import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { promisify } from 'node:util'
import { crc16 } from '../../platform/crypto/crc16.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'

/** What a key stands for in NATS; the first letter of its public key: O, A or U. */
export type NkeyKind = 'operator' | 'account' | 'user'

/**
 * An Ed25519 key pair in the encodings of NATS. `publicKey` has 56 characters (`U…`), `seed` 58 (`SU…`).
 * `seed` and `privateKey` are secret.
 */
export type KeyPair = { publicKey: string; seed: string; privateKey: KeyObject }

/** The prefix bytes of public keys (github.com/nats-io/nkeys, README). */
const prefixes: Record<NkeyKind, number> = { operator: 112, account: 0, user: 160 }

const seedPrefix = 144

const rawKeyBytes = 32

const generateInThread = promisify(generateKeyPair)
const signInThread = promisify(sign)

/** A new pair of that kind. */
export function createKeyPair(kind: NkeyKind): KeyPair {
  // 42 µs; exporting DER instead of raw makes it 72 µs, importing random bytes as a private key 47 µs.
  return encodePair(kind, generateKeyPairSync('ed25519'))
}

/** The same, made in one of libuv's threads: 8 µs of this one. */
export async function createKeyPairInThread(kind: NkeyKind): Promise<KeyPair> {
  return encodePair(kind, await generateInThread('ed25519'))
}

function encodePair(
  kind: NkeyKind,
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
): KeyPair {
  return {
    publicKey: encodePublicKey(kind, publicKey.export({ format: 'raw-public' })),
    seed: encodeSeed(kind, privateKey.export({ format: 'raw-private' })),
    privateKey,
  }
}

/** The pair that a seed stands for. Throws a TypeError, which does not show the seed, unless it is one of `kind`. */
export function keyPairFromSeed(seed: string, kind: NkeyKind): KeyPair {
  const content = decodeChecked(seed)
  if (content === null || content.length !== 2 + rawKeyBytes) throw new TypeError('expected an nkey seed')
  const [first, second] = seedHead(kind)
  if (content[0] !== first || content[1] !== second) throw new TypeError(`expected an nkey seed of kind ${kind}`)
  const privateKey = createPrivateKey({
    key: Buffer.from(content.subarray(2)),
    format: 'raw-private',
    asymmetricKeyType: 'ed25519',
  })
  const publicKey = createPublicKey(privateKey).export({ format: 'raw-public' })
  return { publicKey: encodePublicKey(kind, publicKey), seed, privateKey }
}

/** Whether `text` is the public key of an operator, account or user, checksum included. */
export function isPublicKey(text: string, kind: NkeyKind): boolean {
  const content = decodeChecked(text)
  return content !== null && content.length === 1 + rawKeyBytes && content[0] === prefixes[kind]
}

/** The Ed25519 signature (64 bytes) of `bytes`; deterministic (RFC 8032). */
export function signWith(pair: KeyPair, bytes: Uint8Array): Buffer {
  return sign(null, bytes, pair.privateKey)
}

/** The same, made in one of libuv's threads: 5 µs of this one instead of 40. */
export function signWithInThread(pair: KeyPair, bytes: Uint8Array): Promise<Buffer> {
  return signInThread(null, bytes, pair.privateKey)
}

function encodePublicKey(kind: NkeyKind, raw: Uint8Array): string {
  return encodeChecked([prefixes[kind]], raw)
}

function encodeSeed(kind: NkeyKind, raw: Uint8Array): string {
  return encodeChecked(seedHead(kind), raw)
}

/** The head of a seed: `S` and the kind's letter, squeezed into two bytes so that both show as letters in base32. */
function seedHead(kind: NkeyKind): [number, number] {
  const prefix = prefixes[kind]
  return [seedPrefix | (prefix >> 5), (prefix & 31) << 3]
}

function encodeChecked(head: number[], raw: Uint8Array): string {
  const bytes = new Uint8Array(head.length + raw.length + 2)
  bytes.set(head)
  bytes.set(raw, head.length)
  const end = head.length + raw.length
  const checksum = crc16(bytes.subarray(0, end))
  bytes[end] = checksum & 0xff
  bytes[end + 1] = checksum >>> 8
  return encodeBase32(bytes)
}

function decodeChecked(text: string): Uint8Array | null {
  const bytes = decodeBase32(text)
  if (bytes === null || bytes.length < 2) return null
  const content = bytes.subarray(0, -2)
  const [low = 0, high = 0] = bytes.subarray(-2)
  return crc16(content) === (low | (high << 8)) ? content : null
}
