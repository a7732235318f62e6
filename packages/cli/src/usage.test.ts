import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { run } from './run.ts'

/** Runs a command in this process, at no terminal and with no gateway there. */
async function usage(args: string[], { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {}) {
  const streams = { stdin: Readable.from([Buffer.from(input)]), stdout: new PassThrough(), stderr: new PassThrough() }
  const variables = { XDG_CONFIG_HOME: '/nonexistent', ...env }
  const code = await run(['--api-url', 'http://127.0.0.1:1', ...args], variables, streams)
  streams.stdout.end()
  streams.stderr.end()
  return { code, stdout: await text(streams.stdout), stderr: await text(streams.stderr) }
}

const login = ['login', '--email', 'ada@example.com']

test.each([
  [['login'], '--email is missing'],
  [login, 'set QUIVA_PASSWORD, or pipe it in with --password-stdin'],
  [[...login, '--password-stdin'], 'standard input has no password'],
  [['login', '--password'], '--email is missing'],
  [['login', '--device', '--email', 'ada@example.com'], '--device leaves address, password and account to the browser'],
  [['login', '--device', '--password-stdin'], '--device leaves'],
  [['signup', '--email', 'ada@example.com'], '--account is missing'],
  [['confirm'], 'the code or the link from the mail is missing'],
  [['confirm', 'https://gateway.example.com/confirm-email'], 'the link has no token in it'],
  [['confirm', '--email', 'ada@example.com'], '--email goes with --resend'],
  [['confirm', '12345-67890', '--resend'], '--resend requests a new mail'],
  [['confirm', '--resend'], '--email is missing'],
  [['account', 'update'], 'give at least one option'],
  [['account', 'rename'], "missing required argument 'name'"],
  [['account', 'delete', '--in-14-days=yes'], "option '--in-14-days"],
  [['sessions', 'end'], "missing required argument 'handle'"],
  [['sessions', 'end', 'ses_01kc9f3m8e7q1v5t2x4y6z8a0b'], 'name the session by its handle'],
  [['users', 'role'], "missing required argument 'email'"],
  [['users', 'invite', 'jane@example.com'], '--role <role>'],
  [['users', 'invite', 'jane@example.com', '--role', 'root'], 'Allowed choices are admin, developer, monitor, billing'],
  [['users', 'invite', 'jane@example.com', '--role', 'admin'], '--first-name is missing'],
  [['users', 'role', 'jane@example.com', 'root'], 'Allowed choices are admin, developer, monitor, billing'],
  [['password', 'reset'], '--email is missing'],
  [['password', 'reset', '--email', 'ada@example.com', '--link', 'x'], 'not both'],
  [['password', 'reset', '--email', 'ada@example.com', '--password-stdin'], '--password-stdin goes with --link'],
  [['password', 'reset', '--link', '-', '--password-stdin'], 'the link or the password, not both'],
  [['password', 'reset', '--link', 'https://gateway.example.com/reset-password'], 'the link has no token in it'],
  [['password', 'reset', '--link', 'x'], 'set QUIVA_NEW_PASSWORD'],
  [['mfa', 'totp', 'enable'], 'can be set up only at a terminal'],
  [['keys', 'issue'], "missing required argument 'name'"],
  [['keys', 'issue', 'ci', '--expiry-days', '0'], 'a whole number from 1 to 365'],
  [['keys', 'issue', 'ci', '--expiry-days', '1e2'], 'a whole number from 1 to 365'],
  [['keys', 'issue', 'ci', '--rate-limit', '100'], 'It must be <requests>/<seconds>'],
  [['keys', 'update', 'key_1'], 'there is nothing to change'],
  [['keys', 'update', '--name', 'x'], 'the id of the key is missing'],
  [['keys', 'update', 'key_1', '--rate-limit', '1/x'], 'It must be <requests>/<seconds>'],
  [['keys', 'issue', 'ci', '--quota', '100'], 'It must be <requests>/<period>'],
  [['keys', 'issue', 'ci', '--quota', '100/year'], 'It must be <requests>/<period>'],
  [['keys', 'update', 'key_1', '--quota', '100/day/never'], 'It must be <requests>/<period>'],
  [['keys', 'import', 'x.csv'], "required option '--from <system>' not specified"],
  [['keys', 'import', 'x.csv', '--from', 'csv', '--owner', 'account'], '--owner account needs --role'],
  [['keys', 'topup', 'key_1', '0'], 'It must be a whole number'],
  [['keys', 'topup', 'key_1', '1.5'], 'It must be a whole number'],
  [['keys', 'issue', 'ci', '--expires', '30', '--expiry-days', '30'], 'cannot be used with option'],
  [['keys', 'issue', 'ci', '--owner', 'account'], '--owner account needs --role'],
  [['keys', 'issue', 'ci', '--role', 'admin'], '--role is for keys with --owner account'],
  [['keys', 'issue', 'ci', '--owner', 'account', '--role', 'root'], 'Allowed choices are admin, developer, monitor'],
  [['keys', 'rotate'], 'the id of the key is missing'],
  [['keys', 'rotate', 'key_x', '--grace', '31d'], 'such as 90m, 24h or 7d'],
  [['keys', 'rotate', 'key_x', '--grace', '1w'], 'such as 90m, 24h or 7d'],
  [['keys', 'usage'], 'the id of the key is missing'],
  [['keys', 'check'], "missing required argument 'files'"],
  [['keys', 'creds'], 'pipe it in with -, or set QUIVA_API_KEY'],
  [['keys', 'creds', '-', '--format', 'pem'], 'Allowed choices are quiva, nats'],
  [['keys', 'delete', '-'], 'the id of the key is missing'],
  [['audit', '--limit', '1001'], 'a whole number from 1 to 1000'],
  [['audit', '--from', 'yesterday'], 'a day or moment, such as'],
  [['audit', '--to', '2026-13-01'], 'a day or moment, such as'],
  [['audit', '--export', '--follow'], 'use only one of them'],
  [['audit', '--export', '--limit', '5'], '--limit cannot be used with --export or --follow'],
  [['audit', '--follow', '--to', '2026-12-01'], '--to cannot be used with --follow'],
  [['keys', 'isue'], 'Did you mean issue?'],
  [['exports', 'add', 'ticks', 'ticks.>'], "required option '--type <type>' not specified"],
  [['exports', 'add', 'ticks', 'ticks.>', '--type', 'queue'], 'Allowed choices are stream, service'],
  [['exports', 'add', 'a', 'a.*', '--type', 'stream', '--token-position', '0'], 'a whole number from 1 to 100'],
  [['imports', 'add', 'ticks', 'ticks.>'], "required option '--from <account>' not specified"],
  [['mesh', 'set', '2', 'eu'], 'It must be 1, 3 or 5'],
  [['mesh', 'set', '3'], "missing required argument 'regions'"],
  [['nats', 'config'], "required option '--creds-file <path>' not specified"],
  [['nats', 'config', '--creds-file', '/nonexistent/ci.creds'], 'quiva keys creds --creds-file'],
  [['billing', 'checkout'], "missing required argument 'price'"],
  [['billing', 'checkout', 'price_1', '--addon', 'price_2:0'], 'or a price id with a quantity'],
  [['whoami', 'extra'], 'too many arguments'],
  [['whoami', '--api-url', 'localhost:8080'], 'It must be an http(s) address.'],
  [['whoami', '--api-url', 'http://localhost:8080/?a=b'], 'It must not have a query or a fragment.'],
])('wrong usage is status 2 and named: %j', async (args, message) => {
  const { code, stdout, stderr } = await usage(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^Wrong usage: /)
  expect(stderr).toContain(message)
})

test('a command without its subcommand is wrong usage and shows the help, as JSON with --json', async () => {
  expect(await usage(['keys'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Commands:') })
  const { code, stdout, stderr } = await usage(['keys', '--json'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(JSON.parse(stderr)).toMatchObject({ code: 'wrong_usage', message: 'a command is missing. See: quiva --help' })
})

test('no command takes a password, a token or a key as an option', async () => {
  const commands = [
    ['signup'],
    ['login'],
    ['confirm'],
    ['whoami'],
    ['keys', 'issue'],
    ['keys', 'creds'],
    ['keys', 'rotate'],
  ]
  commands.push(['mfa', 'totp', 'enable'], ['mfa', 'totp', 'disable'], ['mfa', 'codes'])
  commands.push(['webhooks', 'add'])
  commands.push(['exports', 'add'], ['imports', 'add'], ['mesh', 'set'], ['nats', 'config'])
  commands.push(['password', 'change'], ['password', 'reset'], ['sessions', 'end'], ['sessions', 'end-all'])
  for (const command of commands) {
    const { code, stdout } = await usage([...command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: quiva')
    // `login --password` takes no value.
    expect(stdout).not.toMatch(/--(password|token|key|api-key|secret)\b(?!-stdin|-position)[ =][<[]/)
  }
})

test.each([
  [[...login, '--password=hunter2'], {}],
  [['login', '--password', 'hunter2'], {}],
  [['whoami'], { QUIVA_API_KEY: 'ms-hun ter2' }],
  [['whoami', '--api-url', 'http://ada:hunter2@localhost'], {}],
  [['sessions', 'end', 'eyJhunter2'], {}],
])('a secret in the wrong place is not repeated: %j', async (args, env) => {
  const { code, stdout, stderr } = await usage(args, { env })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).not.toMatch(/hun ?ter2/)
})

test('nobody being signed in is a refusal that says how to go on', async () => {
  const { code, stderr } = await usage(['keys', 'list'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^Refused: You are not signed in to http.* Run quiva login, or set QUIVA_API_KEY\.$/m)
})
