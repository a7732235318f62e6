import { describe, expect, it } from 'vitest'
import { deriveKey, equalSecrets, keyedHash, sha256 } from './hashing.ts'

describe('the hashes', () => {
  it('are those of the standards: SHA-256 of "abc" (FIPS 180-2, B.1)', () => {
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(Buffer.from(sha256('abc'), 'base64url').toString('hex')).toBe(expected)
  })

  it('are those of the standards: HMAC-SHA256 (RFC 4231, test case 2)', () => {
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    const mac = keyedHash(Buffer.from('Jefe'), 'what do ya want for nothing?')
    expect(Buffer.from(mac, 'base64url').toString('hex')).toBe(expected)
  })

  it('separates derived keys by secret, salt and info', () => {
    const keys = [
      deriveKey('secret', 'salt', 'info'),
      deriveKey('Secret', 'salt', 'info'),
      deriveKey('secret', 'Salt', 'info'),
      deriveKey('secret', 'salt', 'Info'),
      deriveKey('secret', 'saltinfo', ''),
    ]
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(keys.length)
    expect(deriveKey('secret', 'salt', 'info')).toEqual(keys[0])
  })
})

describe('equalSecrets', () => {
  it.each([
    ['same', 'same', true],
    ['', '', true],
    ['same', 'samf', false],
    ['same', 'same ', false],
    ['', 'a', false],
    // One character each, but not the same number of bytes.
    ['é', 'e', false],
  ])('of %j and %j is %s', (a, b, equal) => {
    expect(equalSecrets(a, b)).toBe(equal)
  })
})
