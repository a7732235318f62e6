import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSoundKey } from './public-key.ts'

const bytes = (base64url = '') => new Uint8Array(Buffer.from(base64url, 'base64url'))
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const key = (...entries: [number, unknown][]) => new Map(entries)

const p256 = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const es256 = ({ x = '', y = '' } = p256()): [number, unknown][] => [
  [1, 2],
  [3, -7],
  [-1, 1],
  [-2, bytes(x)],
  [-3, bytes(y)],
]
const eddsa = (x: Uint8Array): [number, unknown][] => [
  [1, 1],
  [3, -8],
  [-1, 6],
  [-2, x],
]
const rs256 = (modulusLength: number, publicExponent = 65_537): [number, unknown][] => {
  const { n, e } = generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' })
  return [
    [1, 3],
    [3, -257],
    [-1, bytes(n)],
    [-2, bytes(e)],
  ]
}
const changed = (entries: [number, unknown][], label: number, value: unknown) => new Map(entries).set(label, value)

describe('a public key', () => {
  it('is one of the three kinds that we ask for', () => {
    for (let times = 0; times < 20; times += 1) {
      expect(isSoundKey(key(...es256()))).toBe(true)
      const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
      expect(isSoundKey(key(...eddsa(bytes(x))))).toBe(true)
    }
    expect(isSoundKey(key(...rs256(2048)))).toBe(true)
  })

  it.each<[string, ReadonlyMap<number, unknown>]>([
    ['has no label', new Map()],
    ['is of an algorithm that we did not ask for', changed(es256(), 3, -35)],
    ['says ES256 and is of another curve', changed(es256(), -1, 2)],
    ['says ES256 and is an OKP', changed(es256(), 1, 1)],
    ['says EdDSA and is a point of P-256', changed(es256(), 3, -8)],
    ['says ES256 and is RSA', changed(rs256(2048), 3, -7)],
    ['has a member more', changed(es256(), 4, 1)],
    ['has a private part', changed(es256(), -4, new Uint8Array(32))],
    ['has no y', key(...es256().slice(0, 4))],
    ['has a short x', changed(es256(), -2, new Uint8Array(31))],
    ['is a point beside P-256', changed(es256(), -3, new Uint8Array(randomBytes(32)))],
    [
      'is the origin',
      changed(
        changed([...es256()], -2, new Uint8Array(32))
          .entries()
          .toArray(),
        -3,
        new Uint8Array(32),
      ),
    ],
    ['has text for bytes', changed(es256(), -2, 'x'.repeat(32))],
    ['is RSA of 1024 bits', key(...rs256(1024))],
    ['is RSA with the exponent 3', key(...rs256(2048, 3))],
    ['is RSA with an even modulus', changed(rs256(2048), -1, new Uint8Array(256).fill(0x80))],
  ])('is refused if it %s', (_what, odd) => {
    expect(isSoundKey(odd)).toBe(false)
  })

  // Attack: with a point of small order, many signatures are good that nobody made (RFC 8032, §5.1.7).
  it.each([
    '0100000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000080',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  ])('of Ed25519 is refused if its order is small, or it is no canonical point: %s', (x) => {
    expect(isSoundKey(key(...eddsa(hex(x))))).toBe(false)
  })

  it('of Ed25519 is refused in half of all cases if its bytes are random: no such point is there', () => {
    const sound = Array.from({ length: 200 }, () => isSoundKey(key(...eddsa(new Uint8Array(randomBytes(32))))))
    expect(sound.filter(Boolean).length).toBeGreaterThan(50)
    expect(sound.filter((one) => !one).length).toBeGreaterThan(50)
  })
})
