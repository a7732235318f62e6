import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Webhook = { id: string; url: string; events: string[] | null; disabled: boolean; secret: string }

const email = 'ada@example.com'
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url)
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

// The tests of this file are one walk: each stands on those before it.

test('webhooks add prints the secret alone, and list shows everything else', async () => {
  const none = await ada.quiva(['webhooks', 'list'])
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('quiva webhooks add') })
  const added = await ada.quiva(['webhooks', 'add', 'https://hooks.invalid/all'])
  expect(added.code).toBe(0)
  expect(added.stdout).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/)
  expect(added.stderr).toMatch(/^The webhook whk_\w+ was created\./)
  const some = ['--event', 'api_key.issued', '--event', 'api_key.deleted', '--description', 'keys']
  const { events } = await ada.json<Webhook>(['webhooks', 'add', 'https://hooks.invalid/keys', ...some])
  expect(events).toEqual(['api_key.issued', 'api_key.deleted'])
  const { stdout } = await ada.quiva(['webhooks', 'list'])
  const [header, first, second] = stdout.trimEnd().split('\n')
  expect(header).toMatch(/^ID +URL +EVENTS +STATE +DELIVERED \(UTC\) +DESCRIPTION$/)
  expect(first).toMatch(/^whk_\w+ +https:\/\/hooks\.invalid\/all +all +/)
  expect(second).toMatch(/^whk_\w+ +https:\/\/hooks\.invalid\/keys +api_key\.issued, api_key\.deleted +.+ keys$/)
  expect(stdout).not.toContain('whsec_')
})

test('what the gateway refuses is a refusal', async () => {
  for (const url of ['http://hooks.invalid/', 'https://127.0.0.1/', 'x'])
    expect((await ada.quiva(['webhooks', 'add', url])).code).toBe(1)
  expect((await ada.quiva(['webhooks', 'add', 'https://hooks.invalid/', '--event', 'key.exploded'])).code).toBe(1)
  for (const command of ['test', 'rotate', 'remove', 'deliveries', 'enable', 'disable'])
    expect((await ada.quiva(['webhooks', command, 'whk_unknown'])).code).toBe(1)
})

test('webhooks are disabled, enabled, tested, rotated and removed', async () => {
  const [first, second] = await ada.json<Webhook[]>(['webhooks', 'list'])
  const [one = '', other = ''] = [first?.id, second?.id]
  expect((await ada.json<Webhook>(['webhooks', 'disable', one])).disabled).toBe(true)
  expect((await ada.json<Webhook>(['webhooks', 'enable', one])).disabled).toBe(false)
  await ada.quiva(['webhooks', 'disable', one])
  const tested = await ada.quiva(['webhooks', 'test', other])
  expect(tested).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Not delivered: address_not_allowed, \d+ ms\.\n$/),
  })
  const rotated = await ada.quiva(['webhooks', 'rotate', one])
  expect(rotated.stdout).toMatch(/^whsec_/)
  expect(rotated.stderr).toMatch(/^The former secret signs until 2\d{3}-\d\d-\d\d \d\d:\d\d UTC/)
  const [event] = await ada.json<{ id: string }[]>(['audit', '--limit', '1'])
  const resent = await ada.json<{ delivered: boolean }>(['webhooks', 'resend', one, event?.id ?? ''])
  expect(resent.delivered).toBe(false)
  const { stdout } = await ada.quiva(['webhooks', 'deliveries', one, '--limit', '1'])
  const [header, newest, more] = stdout.trimEnd().split('\n')
  expect(header).toMatch(/^WHEN \(UTC\) +EVENT +ACTION +WHY +RESULT +STATUS +TOOK$/)
  expect(newest).toMatch(new RegExp(`${event?.id} +webhook.secret_rotated +resend +address_not_allowed`))
  expect(more).toBeUndefined()
  expect((await ada.quiva(['webhooks', 'remove', one])).stdout).toBe('The webhook was deleted.\n')
  expect((await ada.json<Webhook[]>(['webhooks', 'list'])).map(({ id }) => id)).toEqual([other])
})
