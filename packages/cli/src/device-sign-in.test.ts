import { createServer } from 'node:http'
import { createClient } from '@quiva/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { browserCommand, openBrowser, webAddress } from './browser.ts'
import { beginDeviceSignIn, type DeviceCodes, waitForTokens } from './device-sign-in.ts'

const codes: DeviceCodes = {
  device_code: 'd',
  user_code: 'WDJB-MJHT',
  verification_uri: 'http://gateway.test/console/device',
  verification_uri_complete: 'http://gateway.test/console/device?user_code=WDJB-MJHT',
  expires_in: 600,
  interval: 5,
}
const TOKENS = { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r', user: {}, account: {} }

type Scripted = { status: number; body: object } | 'hang up'
const no = (code: string, status = 400): Scripted => ({ status, body: { error: code, code, message: code } })

/** A gateway that gives these answers, one after the other. */
async function scripted(answers: Scripted[]) {
  const left = [...answers]
  const server = createServer((request, response) => {
    const answer = left.shift()
    if (answer === undefined || answer === 'hang up') return void request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return createClient({ baseUrl: `http://127.0.0.1:${port}` })
}

/** Waits for tokens with a clock that only sleeping moves; tells how many seconds each wait took. */
async function waits(answers: Scripted[]) {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const slept: number[] = []
  const client = await scripted(answers)
  const sleep = async (ms: number) => {
    slept.push(ms / 1000)
    vi.setSystemTime(Date.now() + ms)
  }
  const outcome = await waitForTokens(codes, { client, sleep }).catch((error: { code: string }) => error.code)
  return { outcome, slept }
}

test.each<[string, Scripted[], number[]]>([
  ['at the interval, while nobody has decided', [no('authorization_pending'), no('authorization_pending')], [5, 5, 5]],
  ['five seconds longer for good when told to slow down', [no('slow_down'), no('authorization_pending')], [5, 10, 10]],
  ['twice as long after no answer, or a fault', ['hang up', no('internal_error', 500)], [5, 10, 20]],
  [
    'as long as a limit says',
    [{ status: 429, body: { error: 'slow_down', code: 'too_many_requests', message: 'x', retry_after: 42 } }],
    [5, 42],
  ],
])('asks %s (RFC 8628, §3.5)', async (_what, answers, expected) => {
  const { outcome, slept } = await waits([...answers, { status: 200, body: TOKENS }])
  expect(outcome).toEqual(TOKENS)
  expect(slept).toEqual(expected)
})

test.each(['access_denied', 'expired_token', 'invalid_grant'])('stops at %s', async (code) => {
  expect((await waits([no(code)])).outcome).toBe(code)
})

test('stops by itself when the codes have expired, whatever the gateway says', async () => {
  const { outcome, slept } = await waits(Array.from({ length: 200 }, () => no('authorization_pending')))
  expect(outcome).toBe('expired_token')
  expect(slept).toHaveLength(120)
})

test.each([404, 405])('a gateway that has no such operation (%d) is one without device sign-in', async (status) => {
  expect(await beginDeviceSignIn(await scripted([no('not_found', status)]))).toBeUndefined()
})

test('any other refusal of the beginning is none', async () => {
  await expect(beginDeviceSignIn(await scripted([no('too_many_requests', 429)]))).rejects.toMatchObject({ status: 429 })
})

const PAGE = 'https://gateway.example.com/console/device?user_code=WDJB-MJHT'

test.each<[string, Record<string, string>, NodeJS.Platform, string | undefined]>([
  ['on a Mac', {}, 'darwin', 'open'],
  ['on Windows, without a shell', {}, 'win32', 'rundll32'],
  ['on Linux with a screen', { DISPLAY: ':0' }, 'linux', 'xdg-open'],
  ['on Linux with Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'xdg-open'],
  ['in Windows’ Linux', { WSL_DISTRO_NAME: 'Debian' }, 'linux', 'wslview'],
  ['never on Linux without a screen', {}, 'linux', undefined],
  ['never over SSH', { DISPLAY: ':0', SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }, 'linux', undefined],
  ['never over SSH to a Mac', { SSH_TTY: '/dev/ttys001' }, 'darwin', undefined],
  ['never in CI', { CI: 'true' }, 'darwin', undefined],
  ['where CI is switched off', { CI: 'false' }, 'darwin', 'open'],
])('a browser is opened %s', (_where, variables, platform, program) => {
  const command = browserCommand(PAGE, variables, platform)
  expect(command?.[0]).toBe(program)
  expect(command?.at(-1)).toBe(program && PAGE)
})

// Attack: a gateway that is none names a file, a script, or an option of the program that opens addresses.
test.each(['file:///etc/passwd', 'javascript:alert(1)', '--help', '-n', 'calc.exe', ''])(
  'nothing but an address of the web is opened: %j',
  (address) => {
    expect(webAddress(address)).toBeUndefined()
    expect(openBrowser(address, { DISPLAY: ':0' })).toBe(false)
  },
)

test('an address is handed over as one word, without spaces and quotes', () => {
  expect(webAddress('https://example.com/a b"&calc')).toBe('https://example.com/a%20b%22&calc')
})
