import { expect, test } from 'vitest'
import { parseProof } from './commands/confirm.ts'
import { parseApiUrl } from './options.ts'
import { table, visible } from './output.ts'

test('a name from elsewhere cannot steer the terminal', () => {
  expect(visible('a\u001b[2Jb\r\u009bc\u202ed')).toBe('a�[2Jb��c�d')
  expect(table([['ID'], ['\u001b[1A']])).toBe('ID\n�[1A')
})

test('columns are as wide as their widest cell', () => {
  expect(
    table([
      ['ID', 'NAME'],
      ['key_1', 'ci'],
    ]),
  ).toBe('ID     NAME\nkey_1  ci')
})

test.each([
  ['12345-67890', { code: '12345-67890' }],
  [' 1234567890\n', { code: '1234567890' }],
  ['https://gateway.example.com/confirm-email?token=abc_-1', { token: 'abc_-1' }],
  ['abc_-1', { token: 'abc_-1' }],
])('confirm understands %j', (typed, proof) => {
  expect(parseProof(typed)).toEqual(proof)
})

test('one gateway has one address, however it is typed', () => {
  expect(parseApiUrl('HTTP://LocalHost:80/')).toBe('http://localhost')
  expect(parseApiUrl('https://example.com/gateway/')).toBe('https://example.com/gateway')
  // As a variable that is not set: the last sign-in says where, or else the default.
  expect(parseApiUrl('')).toBeUndefined()
})
