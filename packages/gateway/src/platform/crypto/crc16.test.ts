import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc16, crc16OfAscii } from './crc16.ts'

test('is CRC-16/XMODEM: its catalogued check value over "123456789" is 0x31c3', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3)
  expect(crc16(new Uint8Array())).toBe(0)
})

test('gives an ASCII text the checksum of its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(crc16OfAscii(text)).toBe(crc16(Buffer.from(text, 'ascii')))
    }),
  )
})

test('notices every change of a single character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary-ascii', minLength: 1 }),
      fc.nat(),
      fc.integer({ min: 1, max: 127 }),
      (text, position, flip) => {
        const index = position % text.length
        const changed = String.fromCharCode(text.charCodeAt(index) ^ flip)
        expect(crc16OfAscii(text.slice(0, index) + changed + text.slice(index + 1))).not.toBe(crc16OfAscii(text))
      },
    ),
  )
})
