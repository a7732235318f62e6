import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { bin, createPerson, type Person } from '../test/quiva.ts'

type Webhook = { id: string; url: string; events: string[] | null; disabled: boolean; secret: string }

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

test('webhooks listen forwards each new event once, signed with the secret that it prints, in the form of a webhook', async () => {
  const received: { headers: IncomingHttpHeaders; body: string; url: string | undefined }[] = []
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body, url: request.url })
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  const args = [
    'webhooks',
    'listen',
    `127.0.0.1:${port}/in?a=1`,
    '--event',
    'api_key.issued',
    '--event',
    'api_key.deleted',
  ]
  expect((await ada.quiva([...args, '--event', 'api_key.imagined'])).code).toBe(1)
  const child = spawn(process.execPath, [bin, ...args], { cwd: ada.folder, env: ada.environment(), timeout: 20_000 })
  const shown = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    shown.out += piece
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    shown.err += piece
  })
  await expect.poll(() => shown.err).toContain('forwarded to')
  const { id } = await ada.json<{ id: string }>(['keys', 'issue', 'ci'])
  await ada.json(['keys', 'delete', id, '--yes'])
  await expect.poll(() => shown.out.split('\n').length).toBe(3)
  child.kill('SIGINT')
  await once(child, 'close')
  receiver.close()

  const secret = /whsec_\S+/.exec(shown.err)?.[0] ?? ''
  expect(received.map(({ url }) => url)).toEqual(['/in?a=1', '/in?a=1'])
  const events = received.map(({ body, headers }) =>
    new Verifier(secret).verify(body, headers as Record<string, string>),
  )
  expect(events).toMatchObject([
    { type: 'api_key.issued', data: { target: { id }, account_id: expect.any(String) } },
    { type: 'api_key.deleted', data: { target: { id } } },
  ])
  expect(received[0]?.body).not.toContain(email)
  expect(shown.out).toMatch(/^evt_\w+ {2}api_key.issued {2}302 {2}\d+ ms\nevt_\w+ {2}api_key.deleted {2}302/)
})

test.each([
  'example.com',
  'https://10.0.0.1/',
  'localhost.example.com:80',
  'http://a:b@localhost',
  '70000',
  'ftp://localhost',
])('webhooks listen forwards to this computer alone, and not to %s', async (url) => {
  expect((await ada.quiva(['webhooks', 'listen', url])).code).toBe(2)
})
