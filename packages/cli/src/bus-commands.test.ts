import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

let gateway: RunningGateway
let acme: Person
let beta: Person
beforeAll(async () => {
  gateway = await startGateway()
  acme = await signUp('acme')
  beta = await signUp('Beta & Sons')
})
afterAll(async () => {
  for (const person of [acme, beta]) await person?.remove()
  await gateway?.stop()
})

async function signUp(account: string): Promise<Person> {
  const person = await createPerson(gateway.url, { inProcess: true })
  const email = `root@${account.toLowerCase().replaceAll(/\W+/g, '-')}.example.com`
  const env = { QUIVA_PASSWORD: 'correct-Horse7' }
  await person.json(['signup', '--account', account, '--email', email], { env })
  await person.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await person.json(['login', '--email', email], { env })
  return person
}

const idOf = async (person: Person) => (await person.json<{ account: { id: string } }>(['whoami'])).account.id

// The tests of this file are one walk: each stands on those before it.

test('exports and imports are added, listed on both sides, and removed', async () => {
  const { code, stdout, stderr } = await acme.quiva(['exports', 'add', 'ticks', 'ticks.>', '--type', 'stream'])
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'The stream ticks.> is exported as ticks.\n',
    stderr: '',
  })
  const tenant = ['exports', 'add', 'bill', 'bill.*.get', '--type', 'service', '--token-position', '2']
  const id = await idOf(beta)
  expect(await acme.json([...tenant, '--allow', id, '--allow', '0000000000'])).toMatchObject({
    token_position: 2,
    allowed_accounts: [id, '0000000000'],
    confirmed: null,
  })
  expect(await beta.json(['imports', 'add', 'in', 'ticks.>', '--from', 'acme', '--as', 'acme.>'])).toMatchObject({
    local_subject: 'acme.>',
  })

  const [header, ...exported] = (await acme.quiva(['exports', 'list'])).stdout.trimEnd().split('\n')
  expect(header).toMatch(/^NAME +TYPE +SUBJECT +TOKEN AT +OPEN TO +IMPORTERS$/)
  expect(exported).toEqual([
    expect.stringMatching(/^bill +service +bill\.\*\.get +2 +0000000000, \d{10} +0$/),
    expect.stringMatching(/^ticks +stream +ticks\.> +all +1$/),
  ])
  const imported = (await beta.quiva(['imports', 'list'])).stdout
  expect(imported).toMatch(/^in +stream +ticks\.> +acme \(\d{10}\) +acme\.> +active$/m)

  expect((await acme.quiva(['exports', 'remove', 'ticks'])).stdout).toContain('Its importers receive nothing any more')
  expect((await beta.quiva(['imports', 'list'])).stdout).toMatch(/ broken$/m)
  expect(await beta.json(['imports', 'remove', 'in'])).toEqual({ name: 'in', confirmed: null })
  expect(await beta.quiva(['imports', 'list'])).toMatchObject({ stdout: '', stderr: expect.stringContaining('add') })
  expect(await beta.json(['exports', 'list'])).toEqual([])
})

test('a refusal names what is wrong', async () => {
  const overlap = await acme.quiva(['exports', 'add', 'more', 'bill.>', '--type', 'stream'])
  expect(overlap).toMatchObject({ code: 1, stdout: '' })
  expect(overlap.stderr).toContain('overlaps with the export "bill"')
  const unknown = await acme.quiva(['exports', 'remove', 'ticks'])
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('quiva exports list') })
})

test('mesh set stores a wish, and mesh show tells how far it is', async () => {
  expect((await acme.quiva(['mesh', 'show'])).stdout).toMatch(/^Desired +nothing\n.*\nState +unset\n/)
  const { stdout, stderr } = await acme.quiva(['mesh', 'set', '3', 'US', 'eu'])
  expect(stdout).toContain('It will be applied once a NATS server is configured.')
  expect(stderr).toContain('quiva mesh show')
  const shown = (await acme.quiva(['mesh', 'show'])).stdout
  expect(shown).toMatch(/^Desired +3 nodes in eu, us$/m)
  expect(shown).toMatch(/^State +stored: It will be applied/m)
  expect(await acme.json(['mesh', 'show'])).toMatchObject({ desired: { num_nodes: 3, regions: ['eu', 'us'] } })
  expect((await acme.quiva(['mesh', 'set', '1', 'eu', 'us'])).stderr).toContain('more regions than nodes')
})

test('nats config prints a context with the name of the creds file, and nothing secret', async () => {
  const there = { asProcess: true }
  const { key } = await beta.json<{ key: string }>(['keys', 'issue', 'ci', '--creds-file', 'ci.creds'], there)
  const server = ['--server', 'nats://nats.example.com']
  const { code, stdout, stderr } = await beta.quiva(['nats', 'config', '--creds-file', 'ci.creds', ...server], there)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    description: expect.stringMatching(/^account beta & sons \(\d{10}\) of http/),
    url: 'nats://nats.example.com',
    creds: path.join(beta.folder, 'ci.creds'),
  })
  expect(stderr).toContain('nats --context beta-sons sub')
  expect(stdout + stderr).not.toContain(key)
  expect(await readFile(path.join(beta.folder, 'ci.creds'), 'utf8')).toContain('USER JWT')
  await writeFile(path.join(beta.folder, 'other.creds'), '')
  const named = ['--creds-file', 'other.creds', '--name', 'mine']
  expect((await beta.quiva(['nats', 'config', ...named], { env: { QUIVA_API_KEY: key }, ...there })).stderr).toContain(
    'context/mine.json',
  )
})
