import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation, readEmailCodes } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Account = { name: string; display_name: string; country?: string; cloud: boolean; scheduled_for_deletion: boolean }

const email = 'ada@example.com'
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url, { inProcess: true })
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

const codes = (least = 0) => readEmailCodes(gateway.dataDir, email, least)

/** Runs the command as a script does: the first time brings the mail, the second time its code. */
async function withCode(args: string[]) {
  const known = await codes()
  const first = await ada.quiva(args)
  expect(first).toMatchObject({ code: 2, stdout: '' })
  expect(first.stderr).toContain('the gateway mailed you a code: run this command again with --code <code>')
  const mailed = await codes(known.length + 1)
  return ada.quiva([...args, '--code', mailed.at(-1) ?? ''])
}

test('show and update tell what the account is, for people and as JSON', async () => {
  const { code, stdout, stderr } = await ada.quiva(['account', 'show'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Account {7}acme \(\d{10}\)\nName {10}acme\nRoot {10}ada@example\.com\n/)
  const updated = await ada.json<Account>(['account', 'update', '--country', 'PT', '--phone', '+351', '--cloud'])
  expect(updated).toMatchObject({ country: 'PT', phone_number: '+351', cloud: true, hub: false })
  const again = await ada.json<Account>(['account', 'update', '--phone', '', '--no-cloud'])
  expect([again.country, 'phone_number' in again, again.cloud]).toEqual(['PT', false, false])
  expect(await ada.json(['account', 'show'])).toEqual(again)
})

test('rename mails a code, and with it renames and forgets the sign-in, which has ended', async () => {
  const { code, stdout, stderr } = await withCode(['account', 'rename', ' New ACME'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'The account is now called New ACME.\n' })
  expect(stderr).toContain('quiva login')
  expect(await ada.readSessions()).toEqual({})
  await ada.json(['login', '--email', email, '--account', 'new acme'], { env })
  expect(await ada.json<Account>(['account', 'show'])).toMatchObject({ name: 'new acme', display_name: 'New ACME' })
})

test('a wrong code changes nothing, and the message says how to get another', async () => {
  const { code, stderr } = await ada.quiva(['account', 'rename', 'x', '--code', 'x'])
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('Run the command without --code to get a new one by mail'),
  ])
  expect(await ada.json<Account>(['account', 'show'])).toMatchObject({ name: 'new acme' })
})

test('an API key is told to sign in, before a code is mailed', async () => {
  const { key } = await ada.json<{ key: string }>(['keys', 'issue', 'ci'])
  const known = await codes()
  for (const args of [['rename', 'x'], ['delete', '--yes'], ['cancel-deletion']]) {
    const refused = await ada.quiva(['account', ...args], { env: { QUIVA_API_KEY: key } })
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('unset QUIVA_API_KEY')])
  }
  expect(await codes()).toEqual(known)
})

test('delete wants the name typed or --yes, can wait 14 days, and be cancelled', async () => {
  const unsure = await ada.quiva(['account', 'delete'])
  expect([unsure.code, unsure.stderr]).toEqual([2, expect.stringContaining('--yes is missing')])
  const { code, stdout, stderr } = await withCode(['account', 'delete', '--yes', '--in-14-days'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^new acme: The account is going to be deleted on 2\d{3}-/)
  expect(stderr).toContain('quiva account cancel-deletion')
  expect((await ada.quiva(['account', 'show'])).stdout).toMatch(/^Deletion {6}2\d{3}-\d\d-\d\d \d\d:\d\d UTC$/m)
  expect(await ada.json(['account', 'cancel-deletion'])).toEqual({ message: 'The deletion was cancelled.' })
  const again = await ada.quiva(['account', 'cancel-deletion'])
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('there is nothing to cancel')])
})

test('delete now ends it all, and forgets the sign-in', async () => {
  const { code, stdout } = await withCode(['account', 'delete', '--yes'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'new acme: The account was deleted.\n' })
  expect(await ada.readSessions()).toEqual({})
  expect(await ada.quiva(['login', '--email', email], { env })).toMatchObject({ code: 1 })
})
