import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { bin, createPerson, type Person } from '../test/quiva.ts'

type Event = { id: string; action: string; occurred_on: string; target: { id: string } | null }

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

/** The command as a child that goes on until somebody ends it. */
function start(args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: ada.folder, env: ada.environment(), timeout: 15_000 })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  return { child, ended: once(child, 'close'), lines: () => text.split('\n').slice(0, -1) }
}

test('audit shows when, what, who, on what and from where, newest first, for people and for programs', async () => {
  const { id } = await ada.json<{ id: string }>(['keys', 'issue', 'ci'])
  const { code, stdout, stderr } = await ada.quiva(['audit', '--limit', '3'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [header, ...rows] = stdout.trimEnd().split('\n')
  expect(header).toMatch(/^WHEN \(UTC\) +ACTION +WHO +TARGET +FROM +DETAILS$/)
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatch(
    new RegExp(
      `^2\\d{3}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +api_key.issued +${email} +${id} +127.0.0.1 +name=ci expires_on=`,
    ),
  )

  const events = await ada.json<Event[]>(['audit'])
  expect(events.map(({ action }) => action)).toEqual([
    'api_key.issued',
    'session.started',
    'email.confirmed',
    'account.activated',
    'account.created',
  ])
})

test('audit is narrowed by person, action, target and time', async () => {
  const all = await ada.json<Event[]>(['audit'])
  const { target } = all.find(({ action }) => action === 'api_key.issued') ?? {}
  const of = async (...args: string[]) => (await ada.json<Event[]>(['audit', ...args])).map(({ action }) => action)
  expect(await of('--target', target?.id ?? '')).toEqual(['api_key.issued'])
  expect(await of('--action', 'session.started', '--person', email)).toEqual(['session.started'])
  expect(await of('--to', '2020-01-01')).toEqual([])
  expect(await of('--from', '2020-01-01T00:00:00+02:00')).toHaveLength(all.length)
  expect(await of('--search', 'CI', '--sort', 'occurred_on', '--limit', '1')).toEqual(['api_key.issued'])
  expect((await of('--sort', 'occurred_on')).toReversed()).toEqual(all.map(({ action }) => action))
  expect((await ada.quiva(['audit', '--sort', 'occurred_on', '--export'])).code).toBe(2)
  const none = await ada.quiva(['audit', '--person', 'nobody@example.com'])
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'No events were found.\n' })
  expect((await ada.quiva(['audit', '--action', 'account.exploded'])).code).toBe(1)
})

test('audit --export prints all as JSON lines, and is content when its reader has seen enough', async () => {
  const listed = await ada.json<Event[]>(['audit', '--limit', '1000'])
  const { code, stdout } = await ada.quiva(['audit', '--export'])
  expect(code).toBe(0)
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
  expect(lines[0]?.action).toBe('audit.exported')
  expect(lines.slice(1)).toEqual(listed)

  const { child, ended } = start(['audit', '--export'])
  child.stdout.destroy()
  expect((await ended)[0]).toBe(0)
})

test('audit --follow prints each event once when it happens', async () => {
  const { child, ended, lines } = start(['audit', '--follow', '--action', 'api_key.issued'])
  await once(child.stderr, 'data')
  const issued: string[] = []
  for (const name of ['one', 'two']) issued.push((await ada.json<{ id: string }>(['keys', 'issue', name])).id)
  await expect.poll(() => lines().length, { timeout: 8000 }).toBeGreaterThanOrEqual(2)
  child.kill('SIGINT')
  await ended
  expect(lines().map((line) => /key_\w+/.exec(line)?.[0])).toEqual(issued)
})

test('audit --follow --json prints JSON lines, with --from what has happened since, and ends with its reader', async () => {
  const args = ['audit', '--follow', '--json', '--from', '2020-01-01']
  const { child, ended, lines } = start(args)
  await expect.poll(() => lines().length, { timeout: 8000 }).toBeGreaterThan(5)
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ action: 'account.created' })
  child.stdout.destroy()
  await ada.json(['keys', 'issue', 'three'])
  expect((await ended)[0]).toBe(0)
})
