import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { listen, sendRaw } from '../../../test/http/raw-http.ts'
import { readCredential, refuseRepeatedHeaders } from './credential.ts'

const KEY = 'ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'

/** A request as Node's parser hands it over. */
function request(...lines: [string, string][]): IncomingMessage {
  const headers = Object.fromEntries(lines.map(([name, value]) => [name.toLowerCase(), value]))
  return { rawHeaders: lines.flat(), headers } as unknown as IncomingMessage
}

describe('readCredential', () => {
  it.each<[string, [string, string][], unknown]>([
    ['nothing', [], 'none'],
    ['a key in X-Api-Key', [['X-Api-Key', KEY]], { type: 'api_key', secret: KEY }],
    ['a key as bearer', [['Authorization', `Bearer ${KEY}`]], { type: 'api_key', secret: KEY }],
    ['a token as bearer', [['Authorization', 'Bearer eyJa.b.c']], { type: 'access_token', secret: 'eyJa.b.c' }],
    [
      'a scheme in other case (RFC 9110, 11.1)',
      [['Authorization', 'bEARER eyJa.b.c']],
      { type: 'access_token', secret: 'eyJa.b.c' },
    ],
    [
      'two dots too many, which no token has',
      [['Authorization', 'Bearer eyJa.b.c.d']],
      { type: 'api_key', secret: 'eyJa.b.c.d' },
    ],
    [
      'both, of which Authorization wins',
      [
        ['X-Api-Key', KEY],
        ['Authorization', 'Bearer eyJa.b.c'],
      ],
      { type: 'access_token', secret: 'eyJa.b.c' },
    ],
    [
      'an empty Authorization, which hides no key',
      [
        ['Authorization', ''],
        ['X-Api-Key', KEY],
      ],
      'unusable',
    ],
    ['another scheme', [['Authorization', 'Basic dTpw']], 'unusable'],
    [
      'another scheme beside a key',
      [
        ['Authorization', 'Basic dTpw'],
        ['X-Api-Key', KEY],
      ],
      'unusable',
    ],
    ['a scheme without a token', [['Authorization', 'Bearer']], 'unusable'],
    ['a scheme with spaces for a token', [['Authorization', 'Bearer   ']], 'unusable'],
    ['a scheme that only begins like ours', [['Authorization', `Bearerx ${KEY}`]], 'unusable'],
    ['an empty X-Api-Key', [['X-Api-Key', '']], 'unusable'],
  ])('reads %s', (_what, lines, expected) => {
    expect(readCredential(request(...lines))).toEqual(expected)
  })

  it.each(['Host', 'Authorization', 'X-Api-Key', 'Content-Type'])(
    'refuses two lines of %s, in whatever case: a proxy in front may honour the other one',
    (name) => {
      expect(() => refuseRepeatedHeaders([name, 'Bearer eyJa.b.c', name.toUpperCase(), 'Bearer eyJa.b.c'])).toThrow(
        'Duplicate header',
      )
    },
  )
})

describe('the credential of a request', () => {
  let test: TestGateway
  let root: SignedInUser
  let key: string
  let port: number
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    root = await test.signUp()
    key = (await test.issueKey(root.bearer)).key
    port = await listen(test)
  })
  afterAll(() => test.close())

  const statusOf = async (headers: Record<string, string>) =>
    (await test.call('GET /accounts/info', { headers })).status

  it('wins in Authorization, good or bad, over whatever X-Api-Key says', async () => {
    const [bad, bearer] = [`${key.slice(0, -1)}g`, `Bearer ${root.bearer}`]
    expect(await statusOf({ authorization: bearer, 'x-api-key': bad })).toBe(200)
    expect(await statusOf({ 'x-api-key': bad, authorization: `Bearer ${key}` })).toBe(200)
    expect(await statusOf({ authorization: `Bearer ${bad}`, 'x-api-key': key })).toBe(401)
    expect(await statusOf({ 'x-api-key': key, authorization: 'Bearer eyJa.b.c' })).toBe(401)
    expect(await statusOf({ 'x-api-key': key, authorization: 'Basic dTpw' })).toBe(401)
    expect(await statusOf({ 'x-api-key': key, authorization: '' })).toBe(401)
  })

  it('is 401, with the scheme to use (RFC 9110, 11.6.1), when it is missing or of another scheme', async () => {
    const bad: Record<string, string>[] = [
      {},
      { authorization: 'Basic dTpw' },
      { authorization: 'Bearer' },
      { 'x-api-key': '' },
    ]
    for (const headers of bad) {
      const refused = await test.call('GET /accounts/info', { headers })
      expect(refused.status).toBe(401)
      expect(refused.headers['www-authenticate']).toBe('Bearer realm="quiva"')
      expect(refused.body.code).toBe('unauthorized')
    }
  })

  // Whether an access token in X-Api-Key is honoured must not depend on whether somebody used it a moment ago.
  it('is an API key in X-Api-Key: an access token there is refused, cached or not', async () => {
    const other = await test.signUp()
    expect(await statusOf({ 'x-api-key': other.bearer })).toBe(401)
    expect(await statusOf({ authorization: `Bearer ${other.bearer}` })).toBe(200)
    expect(await statusOf({ 'x-api-key': other.bearer })).toBe(401)
  })

  it.each([
    ['Authorization', 'Authorization: Bearer KEY\r\nauthorization: Bearer KEY'],
    ['X-Api-Key', 'X-Api-Key: KEY\r\nx-api-key: KEY'],
    ['Content-Type', 'X-Api-Key: KEY\r\nContent-Type: application/json\r\nContent-Type: text/plain'],
  ])('is nothing when %s comes twice: 400', async (_name, lines) => {
    const answer = await sendRaw(
      port,
      `GET /accounts/info HTTP/1.1\r\nHost: x\r\n${lines.replaceAll('KEY', key)}\r\n\r\n`,
    )
    expect(answer.status).toBe(400)
    expect(answer.body.code).toBe('duplicate_header')
  })

  it('is checked even where none is needed: the client believes to be signed in', async () => {
    const body = { email: root.email, password: root.password }
    const signIn = (headers: Record<string, string>) =>
      test.call('POST /accounts/auth-with-password', { body, headers })
    expect((await signIn({})).status).toBe(200)
    expect((await signIn({ 'x-api-key': key })).status).toBe(200)
    const bad: Record<string, string>[] = [
      { authorization: 'Bearer eyJa.b.c' },
      { 'x-api-key': 'nonsense' },
      { authorization: 'Basic x' },
    ]
    for (const headers of bad) expect((await signIn(headers)).status).toBe(401)
  })

  it('is ignored where tokens travel in the body: refresh-token and token-validate', async () => {
    const headers = { authorization: 'Bearer eyJa.b.c' }
    const valid = await test.call('POST /accounts/token-validate', { body: { token: root.bearer }, headers })
    expect(valid.body).toEqual({ data: true })
    const user = await test.signUp()
    const body = { auth_token: user.bearer, refresh_token: user.refreshToken }
    expect((await test.call('POST /accounts/refresh-token', { body, headers })).status).toBe(200)
  })

  it('comes before the body: 401 rather than 400, 413 or 415', async () => {
    const big = 'x'.repeat(1_100_000)
    for (const [type, payload] of [
      ['application/json', '{'],
      ['application/json', big],
      ['text/plain', 'x'],
    ] as const) {
      const refused = await test.gateway.server.inject({
        method: 'POST',
        url: '/accounts/api-key',
        headers: { 'content-type': type },
        payload,
      })
      expect(refused.statusCode).toBe(401)
    }
  })
})
