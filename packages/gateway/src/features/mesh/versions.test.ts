import { expect, test } from 'vitest'
import { tooOld } from './versions.ts'

test.each<[string, boolean]>([
  ['2.10.0', true],
  ['2.10.27', true],
  ['2.11.0-RC.1', true],
  ['2.100.1', true],
  ['3.0.0', true],
  ['10.1.0', true],
  ['2.9.10', false],
  ['2.9.25', false],
  ['2.1.9', false],
  ['1.99.0', false],
  ['2', false],
  ['', false],
  ['newest', false],
])('%j may move streams: %s', (version, expected) => {
  expect(tooOld([{ name: 'n0', version }]) === null).toBe(expected)
})

test('the reason names those that are too old, and no other', () => {
  const servers = [
    { name: 'n0', version: '2.10.27' },
    { name: 'n1', version: '2.9.10' },
    { name: 'n2', version: '' },
  ]
  expect(tooOld(servers)).toBe('mesh nodes need nats-server 2.10 or newer: n1 runs 2.9.10, n2 runs an unknown version')
  expect(tooOld([])).toBeNull()
})
