import { expect, test } from 'vitest'
import { fromBetterAuth } from './better-auth.ts'
import { parseCsv } from './csv.ts'
import { fromTable } from './plain.ts'
import { timeIn, toMetadata } from './record.ts'
import { fromUnkey } from './unkey.ts'

test.each([
  [4_070_908_800_000, '2099-01-01T00:00:00.000Z'],
  ['4070908800000', '2099-01-01T00:00:00.000Z'],
  ['2099-01-01', '2099-01-01T00:00:00.000Z'],
  ['2099-01-01 00:00:00.000', '2099-01-01T00:00:00.000Z'],
  ['2099-01-01 01:00:00+01', '2099-01-01T00:00:00.000Z'],
  ['2099-01-01T01:30:00+0130', '2099-01-01T00:00:00.000Z'],
  ['2099-01-01T00:00:00Z', '2099-01-01T00:00:00.000Z'],
  ['NULL', undefined],
  ['', undefined],
  [null, undefined],
])('a time is read as databases and APIs write it: %j', (value, iso) => {
  expect(timeIn({ at: value }, 'at')).toBe(iso)
})

test.each(['tomorrow', '2099-13-01', '1e99', '99999999999999999999'])('no time is guessed from %j', (value) => {
  expect(() => timeIn({ at: value }, 'at')).toThrow('at is not a time')
})

test('CSV has quotation marks, commas and line ends in its fields, and one row a record', () => {
  expect(parseCsv('a,b\r\n"1,""x""\n2",\r\n\r\n3,4')).toEqual([
    { a: '1,"x"\n2', b: '' },
    { a: '3', b: '4' },
  ])
  expect(parseCsv('a,b\n1,')).toEqual([{ a: '1', b: '' }])
  expect(() => parseCsv('a\n"1"2\n')).toThrow('between a quotation mark and the next comma')
})

test('metadata keeps names that fit, and what is nested as JSON', () => {
  expect(toMetadata({ 'my key': 1, nothing: null, list: [1], ok: true })).toEqual({ my_key: 1, list: '[1]', ok: true })
  expect(toMetadata({ nothing: null })).toBeUndefined()
})

const how = { ignoreLimits: false, permissionsAsScopes: false }
const row = { key: 'x', hash: 'x', name: 'n' }
const disabledIn = {
  csv: (disabled: unknown) => fromTable({ hash: 'x', name: 'n', disabled }, how).disabled,
  unkey: (enabled: unknown) => fromUnkey({ ...row, enabled }, how).disabled,
  'better-auth': (enabled: unknown) => fromBetterAuth({ ...row, enabled }, how).disabled,
}

test.each(['TRUE', 'True', 'true', 't', 'T', 'yes', 'YES', 'y', 'on', '1', ' true ', 1, true])(
  'a key that is disabled stays so, and one that is enabled too, if the export says %j',
  (yes) => {
    expect([disabledIn.csv(yes), disabledIn.unkey(yes), disabledIn['better-auth'](yes)]).toEqual([
      true,
      undefined,
      undefined,
    ])
  },
)

test.each(['FALSE', 'False', 'false', 'f', 'F', 'no', 'NO', 'n', 'off', '0', 0, false])('and if it says %j', (no) => {
  expect([disabledIn.csv(no) ?? false, disabledIn.unkey(no), disabledIn['better-auth'](no)]).toEqual([
    false,
    true,
    true,
  ])
})

test.each(['', 'NULL', null, undefined])('without a word, %j, a key is enabled', (nothing) => {
  for (const read of Object.values(disabledIn)) expect(read(nothing) ?? false).toBe(false)
})

test.each(['disabled', 'wahr', '2', -1, {}, 'truefalse'])('no row is imported that says %j', (word) => {
  for (const read of Object.values(disabledIn)) expect(() => read(word)).toThrow('abled is neither true nor false')
})
