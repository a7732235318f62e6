import { afterAll, beforeAll, expect, it } from 'vitest'
import { changesOf } from '../packages/gateway/test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../packages/gateway/test/gateway.ts'
import { addMember } from '../packages/gateway/test/users/members.ts'
import { addOperator, OPERATOR } from '../packages/gateway/test/users/operator.ts'
import { type Operation, toOperations } from './operations.ts'

/** A provider of OAuth adds parameters of its own, and a page may. */
const TAKE_MORE = ['handleOAuthCallback', 'getOAuthLoginUrl']

/** Came later to operations that had taken any query: a client that sends more goes on working. */
const LATER = ['receipt']

/** Bodies in which a member that is left out allows more, or means somebody else. */
const NARROWING: [string, Record<string, unknown>, string][] = [
  ['POST /accounts/api-key', { key_name: 'x', scope: ['orders:read'] }, '/body/scope'],
  ['POST /accounts/api-key', { key_name: 'x', allowed_ip: ['10.0.0.0/8'] }, '/body/allowed_ip'],
  ['POST /accounts/api-key', { key_name: 'x', expires_days: 1 }, '/body/expires_days'],
  ['PATCH /accounts/api-key', { id: 'key_1', key_name: 'x', scope: ['orders:read'] }, '/body/scope'],
  ['POST /accounts/api-key/rotate', { id: 'key_1', grace: 0 }, '/body/grace'],
  ['DELETE /accounts/api-key', { id: 'key_1', mail: 'ada@example.com' }, '/body/mail'],
  [
    'POST /accounts/export',
    { export: { name: 'x', subject: 'x', type: 'stream', accounts: [] } },
    '/body/export/accounts',
  ],
  ['DELETE /accounts/account', { email_code: '123456', in14days: true }, '/body/in14days'],
  ['DELETE /accounts/totp', { emial: 'ada@example.com' }, '/body/emial'],
  ['DELETE /accounts/all-passkeys', { user: 'ada@example.com' }, '/body/user'],
  ['DELETE /accounts/passkey', { id: 'x', emial: 'ada@example.com' }, '/body/emial'],
  ['POST /accounts/recovery-codes', { emial: 'ada@example.com' }, '/body/emial'],
]

let test: TestGateway
let root: SignedInUser
let admin: SignedInUser
let operator: SignedInUser
let operations: Operation[]
beforeAll(async () => {
  test = await openTestGateway('sqlite', { environment: { OPERATORS: OPERATOR } })
  root = await test.signUp()
  admin = await addMember(test, root, 'admin')
  operator = await addOperator(test)
  operations = toOperations((await test.call('GET /openapi.json')).body)
})
afterAll(() => test.close())

async function refusal(route: string, body?: object, { bearer } = root) {
  const { answer, changed } = await changesOf(test, () => test.call(route, { bearer, ...(body && { body }) }))
  return { status: answer.status, changed, paths: answer.body.details?.map(({ path }: { path: string }) => path) }
}

/** Who gets as far as the input. */
function caller(id: string, path: string): SignedInUser {
  if (path.startsWith('/operator/')) return operator
  return id === 'deleteUser' ? admin : root
}

it('a misspelt parameter of a query is refused by every operation that has one', async () => {
  const asking = operations.filter(({ id, query }) => Object.keys(query).length > 0 && !TAKE_MORE.includes(id))
  expect(asking.length).toBeGreaterThan(10)
  for (const { id, method, path, query } of asking)
    for (const name of Object.keys(query).filter((one) => !LATER.includes(one))) {
      const { status, paths, changed } = await refusal(`${method} ${path}?${name}x=1`, undefined, caller(id, path))
      expect([id, status, changed]).toEqual([id, 400, []])
      expect([id, paths]).toEqual([id, expect.arrayContaining([`/querystring/${name}x`])])
    }
})

it.each(NARROWING)('a misspelt member is refused where one narrows: %s %j', async (route, body, path) => {
  expect(await refusal(route, body)).toEqual({ status: 400, changed: [], paths: [path] })
})

// Attack of a client's own: a variable that is null where an object should be would mean the caller, or everything.
it('a body that is null is refused by every operation that takes one, those too that need none', async () => {
  const taking = operations.filter(({ body }) => body !== undefined)
  expect(taking.length).toBeGreaterThan(30)
  for (const { id, method, path } of taking) {
    const { answer, changed } = await changesOf(test, () =>
      test.call(`${method} ${path}`, {
        bearer: caller(id, path).bearer,
        // Those of the console serve only pages of the gateway.
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: 'null',
      }),
    )
    // Some are not configured here, and say so first.
    expect([400, 404, 503], id).toContain(answer.status)
    expect([id, changed]).toEqual([id, []])
  }
})

it('says no more than the first names, however many and long they are', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}${'x'.repeat(400)}`, 1]))
  const answer = await test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x', ...many } })
  expect(answer.status).toBe(400)
  expect(answer.text.length).toBeLessThan(4000)
})
