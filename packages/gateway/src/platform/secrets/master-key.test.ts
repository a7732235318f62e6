import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { createSettingsStore, type SettingsStore } from '../database/settings-store.ts'
import { MasterKeyError, openSealer } from './master-key.ts'

let place: Place
let database: Database
let settings: SettingsStore
let file: string
beforeEach(async () => {
  place = await openPlace('sqlite')
  database = await openDatabase(readConfig(place.environment))
  settings = createSettingsStore(database)
  file = path.join(place.dataDir, 'master.key')
})
afterEach(async () => {
  await database.close()
  await place.remove()
})

const open = (keys: { masterKey?: Buffer; masterKeyPrevious?: Buffer } = {}) =>
  openSealer({ masterKey: undefined, masterKeyPrevious: undefined, ...keys, dataDir: place.dataDir }, settings)

test('the first start makes a key for its owner alone, and the next ones open what it sealed', async () => {
  const umask = process.umask(0)
  const sealed = (await open().finally(() => process.umask(umask))).seal('secret', 'here')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32)
  expect((await open()).open(sealed, 'here')).toBe('secret')
})

test('a key in the environment leaves no file', async () => {
  await open({ masterKey: randomBytes(32) })
  expect(readdirSync(place.dataDir)).not.toContain('master.key')
})

test('a missing key stops the start over a database that holds something, and no other is made', async () => {
  await open()
  rmSync(file)
  await expect(open()).rejects.toThrow(
    `The database contains sealed data, but there is no master key. Set MASTER_KEY, or put ${file} back.`,
  )
  expect(readdirSync(place.dataDir)).not.toContain('master.key')
})

test('a wrong key stops the start before anything is sealed under it, from file or environment', async () => {
  await open()
  const wrong = 'The master key (MASTER_KEY, MASTER_KEY_PREVIOUS or master.key) is not the key'
  await expect(open({ masterKey: randomBytes(32) })).rejects.toThrow(wrong)
  writeFileSync(file, randomBytes(32).toString('base64'))
  await expect(open()).rejects.toThrow(wrong)
  await expect(open()).rejects.toThrow(MasterKeyError)
})

test('the previous key opens what it sealed, while new values are sealed under the current one', async () => {
  const [current, previous] = [randomBytes(32), randomBytes(32)]
  const old = (await open({ masterKey: previous })).seal('secret', 'here')
  const both = await open({ masterKey: current, masterKeyPrevious: previous })
  expect(both.open(old, 'here')).toBe('secret')
  expect([both.isStale(old), both.isStale(both.seal('secret', 'here'))]).toEqual([true, false])
})

test.each([
  ['nothing', ''],
  ['something else', 'not a key\n'],
  ['half a key', randomBytes(16).toString('base64')],
])('a key file with %s in it stops the start and is left as it is', async (_what, content) => {
  writeFileSync(file, content)
  await expect(open()).rejects.toThrow('does not contain 32 bytes in base64')
  expect(readFileSync(file, 'utf8')).toBe(content)
})

test('a key file that cannot be read is not taken for a missing one', async () => {
  mkdirSync(file)
  await expect(open()).rejects.toThrow(`${file} cannot be read (EISDIR).`)
})

test('the check value does not tell the key', async () => {
  await open()
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  const { value, sealed } = (await settings.read('master_key_check')) ?? { value: '', sealed: '' }
  for (const form of ['base64', 'base64url', 'hex'] as const) {
    expect(`${value}${sealed}`).not.toContain(key.toString(form).slice(0, 20))
  }
})
