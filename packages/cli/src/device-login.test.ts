import { spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGatewayProcess } from '../test/gateway.ts'
import { bin, createPerson, type Person } from '../test/quiva.ts'
import { atTerminal, canMakeTerminals } from '../test/terminal.ts'

const email = 'ada@example.com'
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
const CODE = /[B-Z]{4}-[B-Z]{4}/

// At the same time, since most of it is waiting: five seconds between two questions.
const atTerminals = test.skipIf(!canMakeTerminals).concurrent

/** The gateway's own address for itself (PUBLIC_URL). */
const page = () => gateway.url.replace('127.0.0.1', 'localhost')

let gateway: RunningGateway
/** Who signs in with the password, and decides about the devices of the others. */
let ada: Person
beforeAll(async () => {
  // With the console. Where it is not built, no npm is on the path that could build it first: no page is needed here.
  gateway = await startGatewayProcess({ CONSOLE: 'on', PATH: '/nonexistent' })
  ada = await createPerson(gateway.url)
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  const { code } = await readConfirmation(gateway.dataDir, email)
  await ada.json(['confirm', code], { env })
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

type Context = Pick<TestContext, 'onTestFinished'>

async function person({ onTestFinished }: Context, apiUrl = gateway.url): Promise<Person> {
  const one = await createPerson(apiUrl)
  onTestFinished(() => one.remove())
  return one
}

/** What the page does with a code. */
async function decide(what: 'approve' | 'deny', text: string): Promise<void> {
  const [session] = Object.values(await ada.readSessions())
  const answer = await fetch(`${gateway.url}/device/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session?.authToken}` },
    body: JSON.stringify({ user_code: CODE.exec(text)?.[0] }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

/** A program in front of all others on the path, that notes what it is called with. */
async function fakeOpener(folder: string): Promise<{ env: Record<string, string>; opened(): Promise<string> }> {
  const bin = path.join(folder, 'bin')
  const notes = path.join(folder, 'opened')
  await mkdir(bin)
  await writeFile(path.join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$*" > '${notes}'\n`)
  await chmod(path.join(bin, 'xdg-open'), 0o700)
  return {
    env: { PATH: `${bin}:${process.env.PATH}`, DISPLAY: ':0' },
    opened: () => readFile(notes, 'utf8').catch(() => ''),
  }
}

atTerminals(
  '[script] at a terminal the browser opens at the page, and what is approved there signs in here',
  async (context) => {
    const bob = await person(context)
    const { env: screen, opened } = await fakeOpener(bob.folder)
    const approving = async (shown: string) => {
      await decide('approve', shown)
      return ''
    }
    const login = await atTerminal(bob, ['login'], [['Ctrl-C stops', approving]], screen)
    expect(login.code).toBe(0)
    expect(login.screen).toContain(`Signed in to the account acme as ${email}.`)
    const [code] = CODE.exec(login.screen) ?? []
    expect(await opened()).toBe(`${page()}/console/device?user_code=${code}`)
    const whoami = await bob.json<{ user: string; credential: string }>(['whoami'])
    expect(whoami).toMatchObject({ user: email, credential: 'session' })
    const [session] = Object.values(await bob.readSessions())
    for (const secret of [session?.authToken, session?.refreshToken]) expect(login.screen).not.toContain(secret)
    // It counts as no recent sign-in, and the command says where to go instead.
    const factors = await bob.quiva(['mfa', 'codes', '--new'])
    expect(factors.code).toBe(1)
    expect(factors.stderr).toContain('quiva login --password')
  },
  20_000,
)

test.concurrent('elsewhere --device --json prints where to go, then who is signed in, a document on each line', async (context) => {
  const bob = await person(context)
  const child = spawn(process.execPath, [bin, 'login', '--device', '--json'], { env: bob.environment() })
  const lines: string[] = []
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.trim().split('\n'))
    if (lines.length === 1) void decide('approve', text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  const [where, who] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(where).toEqual({
    user_code: expect.stringMatching(CODE),
    verification_uri: `${page()}/console/device`,
    verification_uri_complete: `${page()}/console/device?user_code=${where?.user_code}`,
    expires_on: expect.any(String),
  })
  expect(who).toMatchObject({ api_url: gateway.url, email, account: { name: 'acme' } })
}, 20_000)

atTerminals(
  '[script] --device opens no browser, and says when it was denied',
  async (context) => {
    const bob = await person(context)
    const { env: screen, opened } = await fakeOpener(bob.folder)
    const denying = async (shown: string) => {
      await decide('deny', shown)
      return ''
    }
    const login = await atTerminal(bob, ['login', '--device'], [['Ctrl-C stops', denying]], screen)
    expect(login.code).toBe(1)
    expect(login.screen).toContain('The sign-in was denied')
    expect(await opened()).toBe('')
    await expect(bob.readSessions()).rejects.toThrow('ENOENT')
  },
  20_000,
)

atTerminals('[script] Ctrl-C ends the wait with status 130, and over SSH no browser opens', async (context) => {
  const bob = await person(context)
  const { env: screen, opened } = await fakeOpener(bob.folder)
  const remote = { ...screen, SSH_CONNECTION: '192.0.2.1 5 192.0.2.2 22' }
  const login = await atTerminal(bob, ['login'], [['Ctrl-C stops', '\u0003']], remote)
  expect(login.code).toBe(130)
  expect(login.screen).toContain('Nobody was signed in.')
  expect(login.screen).toContain('here or elsewhere')
  expect(await opened()).toBe('')
})

atTerminals(
  '[script] a gateway without it is told, and the password asked for; --device then says what to do',
  async (context) => {
    const server = createServer((_request, response) => {
      const body = { error: 'Not found', message: 'There is nothing at this path.', code: 'not_found' }
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    context.onTestFinished(() => void server.close())
    const address = server.address()
    const old = await person(context, `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    const login = await atTerminal(old, ['login'], [['Your email address', '\u0003']])
    expect(login).toMatchObject({ code: 130, unasked: [] })
    expect(login.screen).toContain('does not sign in through a browser, so the command asks for your password')
    const { code, stderr } = await old.quiva(['login', '--device'])
    expect(code).toBe(1)
    expect(stderr).toContain('Run: quiva login --password')
  },
)
