import { expect, it } from 'vitest'
import { readTypedCode } from './typed-code.ts'

it.each([
  ['123456', '123456'],
  [' 123 456 ', '123456'],
  ['12345-67890', '1234567890'],
  ['12345‐67890', '1234567890'],
  ['１２３４５－６７８９０', '1234567890'],
  ['ＡＢＣＤ－１２３４', 'ABCD1234'],
  ['123\u00a0456', '123456'],
  ['12345', '12345'],
  ['-', ''],
])('a code typed as %j is %j', (typed, code) => {
  expect(readTypedCode(typed)).toBe(code)
})
