import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32.ts'

test('encodes the vectors of RFC 4648 section 10, without their padding', () => {
  const vectors = {
    '': '',
    f: 'MY',
    fo: 'MZXQ',
    foo: 'MZXW6',
    foob: 'MZXW6YQ',
    fooba: 'MZXW6YTB',
    foobar: 'MZXW6YTBOI',
  }
  for (const [text, encoded] of Object.entries(vectors)) expect(encodeBase32(Buffer.from(text))).toBe(encoded)
})

test('decodes what it encoded', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes)
    }),
  )
})

test('decodes no text but the one that encodes the bytes', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ABCXYZ234567az01=é🔑') })
  fc.assert(
    fc.property(text, (candidate) => {
      const bytes = decodeBase32(candidate)
      if (bytes !== null) expect(encodeBase32(bytes)).toBe(candidate)
    }),
  )
  for (const malformed of ['A', 'MZ', 'my', 'MY======', 'MZXW6YT1']) expect(decodeBase32(malformed)).toBeNull()
})
