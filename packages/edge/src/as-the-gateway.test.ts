import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type Client, openClient } from '../../../e2e/http.ts'
import { errorTable } from '../../gateway/src/platform/errors/table.ts'
import { addMember } from '../../gateway/test/users/members.ts'
import { exchangeKey } from '../../gateway/test/users/sign-in.ts'
import { openPlaceWithEdge, type Place } from '../test/place.ts'

const CLIENT = '203.0.113.9'

type Headers = [name: string, value: string][]
type Question = { query?: string; method?: string; headers?: Headers; from?: string | null }

/** The edge is asked the same as the gateway, and must give the same answer: status, every header and the body. */
describe.each([['true'], ['false']])('where VERIFY_ANY_ACCOUNT is %s, an edge answers as the gateway', (anyAccount) => {
  let place: Place
  let gateway: Client
  let edge: Client
  beforeAll(async () => {
    place = await openPlaceWithEdge({ VERIFY_ANY_ACCOUNT: anyAccount })
    gateway = openClient(`http://127.0.0.1:${place.gatewayPort}`)
    edge = openClient(`http://127.0.0.1:${place.edgePort}`)
  })
  afterAll(async () => {
    gateway?.close()
    edge?.close()
    await place.close()
  })

  const ask = (
    client: Client,
    credential: Headers,
    { query = '', method = 'GET', headers = [], from = CLIENT }: Question,
  ) =>
    client.send({
      method,
      target: `/verify${query === '' ? '' : `?${query.replace('ACCOUNT', place.root.accountId)}`}`,
      headers: [
        ...credential,
        ...noBody(method),
        ...headers,
        ...(from === null ? [] : [['X-Forwarded-For', from] as [string, string]]),
      ],
    })
  /** Otherwise node:http would announce a body. */
  function noBody(method: string): Headers {
    return /^(?:GET|HEAD|POST)$/.test(method) ? [] : [['Content-Length', '0']]
  }
  /** What differs from answer to answer: the time, and the id of the request. */
  function comparable({ status, headers, text }: Answer): {
    status: number
    headers: Record<string, unknown>
    text: string
  } {
    const { date: _date, 'x-request-id': id, ...rest } = headers
    const others: Record<string, unknown> = rest
    return { status, headers: { ...others, 'x-request-id': typeof id }, text }
  }
  async function expectSame(credential: Headers, question: Question = {}): Promise<Answer> {
    const expected = await ask(gateway, credential, question)
    const answer = await ask(edge, credential, question)
    expect([question, comparable(answer)]).toEqual([question, comparable(expected)])
    return answer
  }
  const issue = (more: object = {}) => place.test.issueKey(place.root.bearer, 'asked', { ...more })
  const asKey = (key: string): Headers => [['X-Api-Key', key]]
  const asBearer = (token: string): Headers => [['Authorization', `Bearer ${token}`]]

  const queries = [
    '',
    '&',
    'account=ACCOUNT',
    'account=1',
    'account=',
    `account=${'1'.repeat(21)}`,
    'account=ACCOUNT&account=ACCOUNT',
    'account=ACCOUNT&scope=orders:read',
    'account=ACCOUNT&scope=orders:write',
    'account=ACCOUNT&scope=orders:read%20invoices:pay',
    'account=ACCOUNT&scope=orders:read+invoices:x',
    'account=ACCOUNT&scope=*:*',
    'account=ACCOUNT&scope=orders',
    'account=ACCOUNT&scope=',
    'account=ACCOUNT&scope=Orders:read',
    'account=1&scope=orders',
    'account=ACCOUNT&scope=a:b%00',
    'account=ACCOUNT&scope=%ff',
    'account=ACCOUNT&scope=%22%0d%0aX-Quiva-Role:%20root',
    `account=ACCOUNT&scope=${'a:b%20'.repeat(200)}`,
    'account=ACCOUNT&scope=%zz',
    'account=ACCOUNT&environment=live',
    'account=ACCOUNT&environment=test',
    'account=ACCOUNT&environment=prod',
    'account=1&environment=test',
    'account=ACCOUNT&metadata=plan',
    'account=ACCOUNT&metadata=plan,seats,plan,nothing',
    'account=ACCOUNT&metadata=nothing',
    'account=ACCOUNT&metadata=a%20b',
    'account=ACCOUNT&metadata=',
    'account=ACCOUNT&metadata=__proto__',
    'account=ACCOUNT&cost=0',
    'account=ACCOUNT&cost=5',
    'account=ACCOUNT&cost=1001',
    'account=ACCOUNT&cost=05',
    'account=ACCOUNT&cost=',
    'acount=1',
    'Account=1',
    'account%5B%5D=1',
    'scopes=orders:write&x=1',
    'x',
    '__proto__=1',
    'account=ACCOUNT&audience=',
    'account=ACCOUNT&x=%00',
    '%00=1',
    `${'a=1&'.repeat(60)}b=2`,
    'account=ACCOUNT&environment=&scope=&cost=x',
    `${'x'.repeat(300)}=1`,
  ]

  it('to every question, for keys of each kind, and for people', async () => {
    const metadata = { plan: 'pro & more', seats: 5, beta: true }
    const session = await exchangeKey(place.test, (await issue({ scopes: ['orders:read'] })).key)
    const developer = await addMember(place.test, place.root, 'developer')
    const credentials: Headers[] = [
      asKey((await issue()).key),
      asKey((await issue({ scopes: ['orders:read', 'invoices:*'], metadata, environment: 'test' })).key),
      asBearer(session.bearer),
      asBearer(developer.bearer),
    ]
    for (const credential of credentials) for (const query of queries) await expectSame(credential, { query })
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE'])('to %s', async (method) => {
    const { key } = await issue({ scopes: ['orders:read'] })
    for (const query of ['account=ACCOUNT&scope=orders:read', 'account=ACCOUNT&scope=orders:write'])
      await expectSame(asKey(key), { method, query })
    await expectSame([], { method })
  })

  it('to what is no good credential', async () => {
    const { id, key } = await issue()
    await expectSame(asKey(key), { query: 'account=ACCOUNT' })
    await place.test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: place.root.bearer })
    const bad: Headers[] = [
      [],
      asKey(key),
      asKey(`${key}0`),
      asKey(''),
      asKey('sk_live_0123456789abcdef0123'),
      asKey(place.root.bearer),
      asBearer('a.b.c'),
      asBearer(''),
      asBearer(place.root.refreshToken),
      [['Authorization', 'Basic YTpi']],
      [['Authorization', 'Bearer']],
      [...asKey(key), ...asKey(key)],
      [...asBearer(key), ...asBearer(key)],
      [['Authorization', 'x'], ...asKey(key)],
    ]
    for (const credential of bad)
      for (const query of ['account=ACCOUNT', 'x=1']) await expectSame(credential, { query })
  })

  it('to headers that are the proxy’s to set, and to others', async () => {
    const { key } = await issue()
    for (const name of [
      'X-Quiva-Role',
      'x-quiva-anything',
      'X_Quiva_Role',
      'X.Quiva.Role',
      'x!quiva~user',
      'X-QUIVA_KEY-ID',
      'x-quivalent',
      'x-quiva',
      'quiva-role',
    ])
      for (const query of ['account=ACCOUNT', '', 'x=1', 'account=1'])
        await expectSame(asKey(key), { query, headers: [[name, 'root']] })
  })

  it('about the address of the client', async () => {
    const { key } = await issue({ allowed_ips: ['203.0.113.0/24', '2001:db8::/32', '10.0.0.0/8', '127.0.0.0/8'] })
    const from = [
      CLIENT,
      `${CLIENT}:443`,
      '2001:db8::7',
      '[2001:db8::7]',
      '[2001:db8::7]:80',
      `::ffff:${CLIENT}`,
      `198.51.100.1, ${CLIENT}`,
      `${CLIENT}, 198.51.100.1`,
      `${CLIENT}, 127.0.0.1`,
      '198.51.100.1',
      'unknown',
      `${CLIENT}:https`,
      `"${CLIENT}"`,
      '',
      ',',
      '010.0.0.1',
      '10.0.0.1%eth0',
      '[10.0.0.1]',
      'fe80::1%1',
      null,
    ]
    for (const one of from) await expectSame(asKey(key), { query: 'account=ACCOUNT', from: one })
  })

  it('about a key that ends soon, or was replaced', async () => {
    const { id, key } = await issue({ expiry_days: 3 })
    const { headers } = await expectSame(asKey(key), { query: 'account=ACCOUNT' })
    expect(headers['quiva-key-expires']).toBeDefined()
    const body = { id, grace_seconds: 3600 }
    const rotated = await place.test.call('POST /accounts/api-key/rotate', { bearer: place.root.bearer, body })
    expect(rotated.status).toBe(200)
    const after = await expectSame(asKey(key), { query: 'account=ACCOUNT&scope=orders:read' })
    expect(after.headers['quiva-key-replaced-by']).toBe(rotated.body.data.id)
  })

  it('about a limit that is used up', async () => {
    const limits = {
      rate_limit: { requests: 2, per_seconds: 86_400 },
      quota: { requests: 1000, per: 'month', resets: 'calendar' },
    }
    const [one, other] = [await issue(limits), await issue(limits)]
    const answers = async (client: Client, key: string) => {
      const given: Answer[] = []
      for (let n = 0; n < 4; n += 1) given.push(await ask(client, asKey(key), { query: 'account=ACCOUNT&cost=7' }))
      return given.map(comparable).map(({ headers, ...rest }) => {
        // Of two keys; and the seconds may differ by one.
        const { 'x-quiva-key-id': _id, 'retry-after': retryAfter, ratelimit, ...others } = headers
        const seconds = (text: unknown) => String(text).replaceAll(/t=\d+/g, 't=…')
        return {
          ...rest,
          headers: { ...others, ratelimit: seconds(ratelimit), retryAfter: typeof retryAfter },
          text: rest.text.replace(/\d{3,}/, '…'),
        }
      })
    }
    const [expected, given] = [await answers(gateway, one.key), await answers(edge, other.key)]
    expect(given).toEqual(expected)
    expect(given.map(({ status }) => status)).toEqual([200, 200, 429, 429])
  })

  // Attack: a key that the edge remembers, at the moment at which the payment becomes overdue.
  it('about keys of an account whose payment is overdue, and about its people', async () => {
    const { key } = await issue({ scopes: ['orders:read'] })
    const session = await exchangeKey(place.test, key)
    const end = async (until: number | null) => {
      await place.test.database.transaction(({ db }) =>
        db.updateTable('accounts').set({ payment_grace_until: until }).where('id', '=', place.root.accountId).execute(),
      )
      // What evicts the account, as what begins and ends the grace does.
      const body = { website: `https://${until}.example` }
      const changed = await place.test.call('PATCH /accounts', { bearer: place.root.bearer, body })
      expect(changed.status).toBe(200)
    }
    const until = Date.now() + 1500
    await end(until)
    for (const credential of [asKey(key), asBearer(session.bearer)])
      expect((await expectSame(credential, { query: 'account=ACCOUNT' })).status).toBe(200)
    await sleep(until - Date.now() + 1)
    for (const credential of [asKey(key), asBearer(session.bearer)])
      for (const query of ['account=ACCOUNT', 'account=ACCOUNT&scope=orders:write', 'account=1'])
        expect((await expectSame(credential, { query, from: null })).status).toBe(402)
    expect((await expectSame(asBearer(place.root.bearer), { query: 'account=ACCOUNT' })).status).toBe(200)
    await end(null)
    expect((await expectSame(asKey(key), { query: 'account=ACCOUNT' })).status).toBe(200)
  })

  // A verifier learns nothing about other accounts: the gateway would answer 403 other_account.
  it('except about credentials of other accounts, and JWTs, which it does not have', async () => {
    const stranger = await place.test.signUp()
    const { key } = await place.test.issueKey(stranger.bearer)
    expect((await ask(edge, asKey(key), { query: 'account=ACCOUNT' })).status).toBe(401)
    const { status, body } = await ask(edge, asKey((await issue()).key), { query: 'account=ACCOUNT&audience=x' })
    expect([status, body.details[0].path]).toEqual([400, '/querystring/audience'])
  })

  it('to requests that are addressed to nothing', async () => {
    for (const [target, code] of [
      ['/', 'not_found'],
      ['/verify/', 'not_found'],
    ] as const) {
      const [expected, given] = [
        await gateway.send({ method: 'GET', target }),
        await edge.send({ method: 'GET', target }),
      ]
      expect([given.status, given.body.code]).toEqual([expected.status, code])
    }
    const { host_required: host, method_not_allowed: method } = errorTable
    expect([host.status, method.status]).toEqual([400, 405])
  })
})
