import { createPublicKey } from 'node:crypto'

/** A decoded COSE_Key (RFC 9052, §7), from labels to values. */
type CoseKey = ReadonlyMap<number, unknown>

const [KTY, ALG, CRV, X, Y] = [1, 3, -1, -2, -3] as const
const [N, E] = [-1, -2] as const

/** RSA of 2048 to 4096 bits; the exponent must be the usual 65537. */
const [FEWEST_RSA_BYTES, MOST_RSA_BYTES] = [256, 512]

/** Ed25519 (RFC 8032, §5.1): the prime p, and d. */
const P = 2n ** 255n - 19n
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

/**
 * Whether a public key fits its algorithm (RFC 9053), one of the three that we ask for: it must have exactly the
 * members of the algorithm, and be a point of the curve. With any other key, its owner could not sign, or others could
 * sign, too.
 */
export function isSoundKey(key: CoseKey): boolean {
  switch (key.get(ALG)) {
    case -7:
      return has(key, [KTY, ALG, CRV, X, Y]) && key.get(KTY) === 2 && key.get(CRV) === 1 && isOnP256(key)
    case -8:
      return has(key, [KTY, ALG, CRV, X]) && key.get(KTY) === 1 && key.get(CRV) === 6 && isOnEd25519(key.get(X))
    case -257:
      return has(key, [KTY, ALG, N, E]) && key.get(KTY) === 3 && isRsa(key.get(N), key.get(E))
    default:
      return false
  }
}

function has(key: CoseKey, labels: readonly number[]): boolean {
  return key.size === labels.length && labels.every((label) => key.has(label))
}

function isOnP256(key: CoseKey): boolean {
  const [x, y] = [key.get(X), key.get(Y)]
  if (!(x instanceof Uint8Array && x.length === 32 && y instanceof Uint8Array && y.length === 32)) return false
  try {
    // OpenSSL refuses a point that is not on the curve.
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/**
 * RFC 8032, §5.1.3: whether the key is a point of the curve (OpenSSL checks that only when it verifies a signature),
 * and not of a small order.
 */
function isOnEd25519(x: unknown): boolean {
  if (!(x instanceof Uint8Array && x.length === 32)) return false
  const bytes = Uint8Array.from(x).reverse()
  bytes[0] = (bytes[0] ?? 0) & 0x7f
  const y = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  if (y >= P) return false
  const [numerator, denominator] = [mod(y * y - 1n), mod(D * y * y + 1n)]
  // x² = (y²-1) / (dy²+1). If that is 0, y is ±1, and the order is 1 or 2; if y is 0, the order is 4.
  const square = mod(numerator * power(denominator, P - 2n))
  if (square === 0n || y === 0n) return false
  return power(square, (P - 1n) / 2n) === 1n && !isOfOrder8(y)
}

/** Doubling a point of order 8 gives a point of order 4, whose y is 0: y⁴ d + 2 y² - 1 = 0. */
function isOfOrder8(y: bigint): boolean {
  const square = mod(y * y)
  return mod(D * square * square + 2n * square - 1n) === 0n
}

function isRsa(n: unknown, e: unknown): boolean {
  if (!(n instanceof Uint8Array && e instanceof Uint8Array)) return false
  const isOdd = ((n.at(-1) ?? 0) & 1) === 1
  const isLong = n.length >= FEWEST_RSA_BYTES && n.length <= MOST_RSA_BYTES && (n[0] ?? 0) >= 0x80
  return isOdd && isLong && Buffer.from(e).toString('hex') === '010001'
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

function mod(value: bigint): bigint {
  return ((value % P) + P) % P
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)]
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}
