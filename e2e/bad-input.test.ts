import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperationId } from '../packages/gateway/src/access/policy.ts'
import type { AuditAction } from '../packages/gateway/src/platform/audit/actions.ts'
import type { Schema as Tables } from '../packages/gateway/src/platform/database/schema.ts'
import { errorTable } from '../packages/gateway/src/platform/errors/table.ts'
import { describeEngines, openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { sql } from '../packages/gateway/test/database/inspect.ts'
import { COMPARED } from '../packages/gateway/test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../packages/gateway/test/gateway.ts'
import { bodyLimitOf } from '../packages/gateway/test/http/body-limits.ts'
import { listen } from '../packages/gateway/test/http/raw-http.ts'
import { openTestStripe, type TestStripe } from '../packages/gateway/test/services/stripe/stripe.ts'
import { freshPlace } from '../packages/gateway/test/users/users.ts'
import { badRequests, fill, fitting, type Goods } from './bad-requests.ts'
import { type Answer, type Client, call, openClient, type WireRequest } from './http.ts'
import { fits, misfits, type Operation, readOperations, type Schema } from './operations.ts'

/** For all operations together, however many there are; a run that is slower tries fewer inputs. */
const TIME_MS = 5000
const MOST_RUNS = 300
const LEAST_RUNS = 15
const MIB = 1_048_576

/** The one thing that a refusal may leave behind: that there was one. */
const EVENTS_OF_REFUSALS: readonly string[] = [
  'session.refused',
  'request.refused',
  'api_key.used_after_deletion',
] satisfies AuditAction[]

/** For members whose good values have to differ from request to request. */
const PLAUSIBLE: Record<string, string | boolean> = {
  root_email: 'somebody@example.com',
  to_email: 'somebody@example.com',
  new_email: 'another@example.com',
  role: 'developer',
  suspend: true,
  content_type: 'image/png',
}

/** So that the reports of leaked keys are looked at; none is signed with it. */
const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64')

describeEngines('bad input', (engine) => {
  let place: Place
  let test: TestGateway
  let client: Client
  let operations: Operation[]
  let goods: Goods
  let stripe: TestStripe
  beforeAll(async () => {
    stripe = await openTestStripe()
    const scanning = { GITHUB_SECRET_SCANNING_KEYS: `github:${PUBLIC_KEY}` }
    const environment = { TRUST_PROXY: '1', ...scanning, ...stripe.environment }
    place = await openPlace(engine, { ownDatabase: engine === 'postgres' })
    test = await openTestGateway(engine, { environment, place })
    if (engine === 'postgres') await countChanges(test)
    client = openClient(`http://127.0.0.1:${await listen(test)}`)
    // Those of operators are asked in features/operator/operator.test.ts.
    operations = (await readOperations(client)).filter(({ path }) => !path.startsWith('/operator/'))
    goods = await makeGoods(test)
  })
  afterAll(async () => {
    client.close()
    await test.close()
    await place.remove()
    await stripe.close()
  })

  /** Sends one request after the other; throws when an answer is not what bad input may get, or left something behind. */
  function judge() {
    let before: Set<string> | undefined
    let changes: unknown
    return async (request: WireRequest): Promise<Answer> => {
      const look = async () => {
        changes = await newestChange()
        before = await contents(test)
        return before
      }
      before ??= await look()
      const sent = placed(request)
      let answer = await client.send(fill(sent, goods))
      if (answer.body?.code === 'too_many_requests') {
        goods = await makeGoods(test)
        before = await look()
        answer = await client.send(fill(sent, goods))
      }
      if (answer.status < 400) {
        before = undefined
        if (request.method !== 'GET') await renewGoods()
        return answer
      }
      expectFailure(answer)
      // Reading everything takes longer than a refusal, which seldom writes at all.
      const now = await newestChange()
      if (now !== changes) expect(await difference(before)).toEqual([])
      changes = now
      return answer
    }
  }

  /** From a place of its own: refused bodies count against who sends them. */
  function placed(request: WireRequest): WireRequest {
    // As from a page of the console, since nobody else gets as far as the input.
    const page: [string, string][] = request.target.startsWith('/console/') ? [['Sec-Fetch-Site', 'same-origin']] : []
    const headers = [...(request.headers ?? []), ...page]
    const isPlaced = headers.some(([name]) => name === 'X-Forwarded-For')
    return { ...request, headers: isPlaced ? headers : [...headers, ['X-Forwarded-For', freshPlace()]] }
  }

  /** Another value whenever somebody has written to a table, on SQLite to any. */
  async function newestChange(): Promise<unknown> {
    const { read } = test.database
    const { rows } = await (engine === 'sqlite'
      ? sql<{ newest: unknown }>`select data_version as newest from pragma_data_version`.execute(read)
      : sql<{ newest: unknown }>`select last_value as newest from test_changes`.execute(read))
    return rows[0]?.newest
  }

  /** What succeeded may have ended the credentials, or planned the end of a key for while something else is looked at. */
  async function renewGoods(): Promise<void> {
    await test.database.transaction(({ db }) =>
      db.deleteFrom('outbox').where('kind', '=', 'end-replaced-key').execute(),
    )
    const { key, bearer } = goods
    const answers = [
      await call(client, 'GET /accounts/info', { key }),
      await call(client, 'GET /accounts/info', { bearer }),
    ]
    if (answers.some(({ status }) => status !== 200)) goods = await makeGoods(test)
  }

  async function difference(before: Set<string>): Promise<string[]> {
    const after = await contents(test)
    const removed = [...before].filter((line) => !after.has(line))
    const added = [...after].filter((line) => !before.has(line))
    return [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)]
  }

  it('gets a failure of the error table for whatever is sent to any operation, never a 5xx, and changes nothing', {
    timeout: 120_000,
  }, async () => {
    expect(operations.length).toBeGreaterThanOrEqual(14)
    for (const operation of operations) {
      const send = judge()
      const statuses = new Set<number>()
      let runs = 0
      const deadline = Date.now() + TIME_MS / operations.length
      // The input was looked at, not just turned away at the door.
      const isLookedAt = () => statuses.has(400) || statuses.has(404) || (!operation.body && statuses.has(200))
      const property = fc.asyncProperty(badRequests(operation), async (request) => {
        // Not fast-check's own limit, which would leave the last request behind, for the next operation to find.
        if (runs >= LEAST_RUNS && Date.now() >= deadline && isLookedAt()) return
        runs += 1
        const { status } = await send(request)
        statuses.add(status)
        if (status < 400 && operation.body)
          expect(fits(operation.body, withoutEmptyTexts(operation.body, parse(request.body)))).toBe(true)
      })
      await fc.assert(property, { numRuns: MOST_RUNS }).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new Error(`${operation.id} took bad input badly: ${why}`, { cause })
      })
      expect([operation.id, isLookedAt()]).toEqual([operation.id, true])
    }
  })

  it('is refused at the very member that is wrong: missing, of another type, too long, with NUL or half a character', {
    timeout: 120_000,
  }, async () => {
    for (const operation of operations) {
      const send = judge()
      const refusedAt = async (path: string | string[], request: Partial<WireRequest>) => {
        const { status, body } = await send({ method: operation.method, target: operation.path, ...request })
        // What the operator has not switched on says so before all else, and so does what the root may never do.
        if (body.code === 'oauth_not_configured' || body.code === 'impossible_target') return
        const what = `${operation.id} ${request.target ?? request.body}`.slice(0, 200)
        expect([what, status, body.code]).toEqual([what, 400, 'invalid_request'])
        const found: string[] = body.details.map((problem: { path: string }) => problem.path)
        expect([what, found, [path].flat().some((one) => found.includes(one))]).toEqual([what, found, true])
      }
      const credential: [string, string][] = operation.anonymous ? [] : [['Authorization', 'Bearer ~bearer~']]
      const sendBody = (path: string, body: object) =>
        refusedAt(path, { headers: [...credential, ['Content-Type', 'application/json']], body: JSON.stringify(body) })
      const { properties = {}, required = [] } = operation.body ?? {}
      const right = Object.fromEntries(required.map((name) => [name, fitting[name]?.[0] ?? PLAUSIBLE[name] ?? 'x']))
      for (const name of required) await sendBody(`/body/${name}`, { ...right, [name]: undefined })
      for (const [name, schema] of Object.entries(properties)) {
        for (const wrong of misfits(schema)) await sendBody(`/body/${name}`, { ...right, [name]: wrong })
      }
      for (const [name, { maxLength }] of Object.entries(operation.query)) {
        for (const wrong of ['a%00b', `a&${name}=a`, ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)])]) {
          const target = `${operation.path}?${name}=${wrong}`
          // Bodies are checked first, and this one may be wrong too.
          const { body } = operation
          const headers: [string, string][] = body ? [...credential, ['Content-Type', 'application/json']] : credential
          const wrongBody = Object.keys(properties).map((member) => `/body/${member}`)
          await refusedAt([`/querystring/${name}`, ...(body ? wrongBody : [])], {
            target,
            headers,
            ...(body && { body: JSON.stringify(right) }),
          })
        }
      }
    }
  })

  it('gets 413 for a body over the limit, and an answer of its own for one that just fits', async () => {
    for (const { id, method, path, body, anonymous } of operations) {
      if (!body) continue
      const [member = 'x'] = Object.keys(body.properties ?? {})
      const limit = bodyLimitOf(id as OperationId)
      const credential: [string, string][] = anonymous ? [] : [['Authorization', 'Bearer ~bearer~']]
      const send = judge()
      const sendBody = (length: number) => {
        const frame = JSON.stringify({ [member]: '' })
        const text = JSON.stringify({ [member]: 'x'.repeat(length - frame.length) })
        return send({
          method,
          target: path,
          headers: [...credential, ['Content-Type', 'application/json']],
          body: text,
        })
      }
      expect([id, (await sendBody(limit + 1)).body.code]).toEqual([id, 'payload_too_large'])
      // An image of that size is refused for its own.
      if (id !== 'uploadProfileImage') expect([id, (await sendBody(limit)).status]).toEqual([id, 400])
      expect([id, (await sendBody(limit + 2 * MIB)).status]).toEqual([id, 413])
    }
  })
})

/** A body that was accepted; none is as good as an empty object where all members are optional. */
function parse(body: string | Buffer | undefined): unknown {
  const text = String(body ?? '').replace(/^\ufeff/, '')
  return text === '' ? {} : JSON.parse(text)
}

/** As the gateway reads a body: an empty text where a text may be absent, and has characters if it is there, is absent. */
function withoutEmptyTexts({ properties = {}, required = [] }: Schema, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const isAbsent = ([name, value]: [string, unknown]) =>
    value === '' && !required.includes(name) && (properties[name]?.minLength ?? 0) > 0
  return Object.fromEntries(Object.entries(body).filter((member) => !isAbsent(member)))
}

function expectFailure({ status, headers, body, text }: Answer): void {
  const { error, error_description: description = body?.message, message, code, details, ...rest } = body ?? {}
  expect([status, text.slice(0, 300)]).toEqual([errorTable[code as 'not_found']?.status, text.slice(0, 300)])
  expect(status).toBeLessThan(500)
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
  expect([typeof error, typeof message, description]).toEqual(['string', 'string', message])
  for (const problem of details ?? []) {
    expect(problem).toEqual({
      path: expect.stringMatching(/^\/(body|querystring|headers)/),
      message: expect.any(String),
    })
  }
  expect(Object.keys(rest).filter((name) => name !== 'retry_after')).toEqual([])
}

const COMPARED_TABLES = (Object.keys(COMPARED) as (keyof Tables)[]).filter((name) => COMPARED[name])

/** PostgreSQL's own numbers of changes are those of all databases, and other tests change theirs all the time. */
async function countChanges({ database }: TestGateway): Promise<void> {
  const triggers = COMPARED_TABLES.map(
    (table) => `create trigger test_counts after insert or update or delete on ${table} execute function test_count();`,
  )
  const statements = `
    create sequence test_changes;
    select nextval('test_changes');
    create function test_count() returns trigger language plpgsql as
      $$ begin perform nextval('test_changes'); return null; end $$;
    ${triggers.join('\n')}`
  await database.transaction(({ db }) => sql.raw(statements).execute(db))
}

/** All that lies in the database and that no refusal may change, as text. */
async function contents({ database }: TestGateway): Promise<Set<string>> {
  // Mails of an account that was just founded are on their way: that end belongs to its request.
  const mails = database.read
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', 'mail')
    .where('failed_at', 'is', null)
  await expect.poll(() => mails.execute(), { interval: 5, timeout: 5000 }).toEqual([])
  const tables = await Promise.all(
    COMPARED_TABLES.map(async (table) => [table, await database.read.selectFrom(table).selectAll().execute()] as const),
  )
  const rows = tables.flatMap(([table, found]) => found.map((row): Record<string, unknown> => ({ table, ...row })))
  const compared = rows.filter(
    ({ kind, action }) => kind !== 'recurring' && !EVENTS_OF_REFUSALS.includes(String(action)),
  )
  return new Set(compared.map(({ last_used_at: _, misused_at: __, ...row }) => JSON.stringify(row)))
}

/** A user with a plan, two sessions and two keys: one of each to call with, the other to do something to. */
async function makeGoods(test: TestGateway): Promise<Goods> {
  const root: SignedInUser = await test.signUp()
  const credential = await test.issueKey(root.bearer, 'credential')
  const spare = await test.issueKey(root.bearer, 'spare')
  const { email, password } = root
  const another = await test.call('POST /accounts/auth-with-password', { body: { email, password } })
  const { auth_token, refresh_token } = another.body.data
  // So that what is asked about a subscription is looked at.
  await test.call('POST /accounts/payment/free-subscription', { bearer: root.bearer })
  const { key } = credential
  return {
    key,
    bearer: root.bearer,
    email,
    password,
    spare_key: spare.key,
    spare_id: spare.id,
    auth_token,
    refresh_token,
  }
}
