import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApiKey } from '../packages/gateway/src/access/api-key-format.ts'
import { createSealer } from '../packages/gateway/src/platform/crypto/sealing.ts'
import { sealedColumns } from '../packages/gateway/src/platform/secrets/sealed-columns.ts'
import { describeEngines, type Engine, openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { dump, inspect, meddle, sql } from '../packages/gateway/test/database/inspect.ts'
import { sendRaw } from '../packages/gateway/test/http/raw-http.ts'
import { createApp } from '../packages/gateway/test/users/factors.ts'
import { type Answer, call, type JsonCall, type WireRequest } from './http.ts'
import { mailTo, startGateway } from './process.ts'

const METRICS_TOKEN = 'a-token-of-some-length'

const EMAIL = 'ada@example.com'
const PASSWORD = 'Right-Horse-7-battery'

/** Everything that anybody must keep to themselves, by what it is. */
type Secrets = Map<string, string>

/** What a run of the whole flow leaves behind. */
type Traces = { secrets: Secrets; log: string; database: string; failures: string[]; metrics: string }

describeEngines('a whole life of an account and its keys', (engine) => {
  let place: Place
  let traces: Traces
  beforeAll(async () => {
    place = await openPlace(engine, { ownDatabase: true })
    traces = await live(engine, place)
  })
  afterAll(() => place.remove())

  /** The names of the secrets that stand in the text, in clear or in a usual encoding. */
  function foundIn(text: string): string[] {
    return [...traces.secrets].flatMap(([name, secret]) => {
      const bytes = Buffer.from(secret)
      const forms = [secret, encodeURIComponent(secret), ...(['hex', 'base64', 'base64url'] as const).map(encoded)]
      // Without what stands beside the secret, the last character of its base64 is another.
      function encoded(form: BufferEncoding): string {
        return bytes.toString(form).replace(/=+$/, '').slice(0, -1)
      }
      return forms.some((form) => text.includes(form)) ? [name] : []
    })
  }
  const shapes = /S[UAO][A-Z2-7]{56}|ms-[0-9a-f]{32}|PRIVATE KEY/

  it('was watched: the log has every request, the faults, and who did what', () => {
    const { log, database, secrets } = traces
    expect(secrets.size).toBeGreaterThan(25)
    for (const operation of ['createAccount', 'confirmEmail', 'authWithPassword', 'refreshToken', 'issueApiKey'])
      expect(log).toContain(`"operation":"${operation}"`)
    expect(log.match(/"msg":"a request failed"/g)?.length).toBeGreaterThanOrEqual(4)
    for (const text of [EMAIL, 'api_key.issued', 'session.refused']) expect(database).toContain(text)
  })

  it('leaves no key, token, password, code, seed or creds in the log, at its loudest', () => {
    expect(foundIn(traces.log)).toEqual([])
    expect(traces.log).not.toMatch(shapes)
    // No JWT of any kind has a reason to be there, nor a hash of a password, at which one may guess at leisure.
    expect(traces.log).not.toMatch(/eyJ[\w-]{10,}\.eyJ|\$argon2/)
  })

  it('leaves none in the database either, but hashed or sealed', () => {
    expect(foundIn(traces.database)).toEqual([])
    expect(traces.database).not.toMatch(shapes)
  })

  it('gets none back in any answer that is a failure', () => {
    expect(traces.failures.length).toBeGreaterThan(25)
    expect(foundIn(traces.failures.join('\n'))).toEqual([])
  })

  it('leaves none in the metrics', () => {
    expect(traces.metrics).toContain('quiva_http_request_duration_seconds_count{operation="issueApiKey",status="200"}')
    expect(foundIn(traces.metrics)).toEqual([])
  })
})

async function live(engine: Engine, place: Place): Promise<Traces> {
  // With the console, for device sign-in. Where it is not built, no npm is on the path that could build it first.
  const withConsole = { CONSOLE: 'on', PATH: '/nonexistent' }
  const environment = { LOG_LEVEL: 'trace', VERIFY_ANY_ACCOUNT: 'true', METRICS_TOKEN, ...withConsole }
  const gateway = await startGateway(place, environment)
  const { client } = gateway
  const secrets: Secrets = new Map()
  const failures: string[] = []
  const keep = (name: string, secret: string) => {
    secrets.set(name, secret)
    return secret
  }
  const note = (answer: Answer): Answer => {
    if (answer.status >= 400) failures.push(`${JSON.stringify(answer.headers)} ${answer.text}`)
    return answer
  }
  const ask = async (route: string, options?: JsonCall) => note(await call(client, route, options))
  const expectStatus = async (status: number, answer: Promise<Answer>) => {
    const { status: got, text, body } = await answer
    expect([got, text.slice(0, 200)]).toEqual([status, text.slice(0, 200)])
    return body?.data
  }
  const send = async (request: WireRequest) => note(await client.send(request))

  // Signing up, with every mistake on the way
  const founding = (password: string) => ({ name: 'acme', root_email: EMAIL, password })
  await expectStatus(400, ask('POST /accounts', { body: founding(keep('weak password', 'tooweakpassword')) }))
  keep('password', PASSWORD)
  await expectStatus(200, ask('POST /accounts', { body: founding(PASSWORD) }))
  await expectStatus(400, ask('POST /accounts', { body: { ...founding(PASSWORD), name: PASSWORD.repeat(20) } }))
  const other = keep('another password', 'Another-Horse-8-staple')
  await expectStatus(200, ask('POST /accounts', { body: { ...founding(other), name: 'acme two' } }))
  const mail = await mailTo(place, EMAIL)
  const token = keep('mailed token', mail.token)
  keep('mailed code', mail.code)
  keep('digits of the mailed code', mail.code.replace('-', ''))
  await expectStatus(401, ask('POST /accounts/auth-with-password', { body: { email: EMAIL, password: PASSWORD } }))
  const wrongCode = keep('wrong code', '13579-24680')
  await expectStatus(400, ask('POST /accounts/confirm-email', { body: { code: wrongCode } }))
  await expectStatus(400, ask('POST /accounts/confirm-email', { body: { token, code: mail.code } }))
  await expectStatus(404, ask(`GET /accounts/confirm-email/${token}?token=${token}`))
  await send({ method: 'GET', target: `/confirm-email?token=${token}` })
  await send({
    method: 'POST',
    target: '/confirm-email',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: `code=${wrongCode}`,
  })
  await expectStatus(200, ask('POST /accounts/confirm-email', { body: { code: mail.code } }))
  await expectStatus(400, ask('POST /accounts/confirm-email', { body: { token } }))

  // Signing in and on
  const signIn = (password: string) => ask('POST /accounts/auth-with-password', { body: { email: EMAIL, password } })
  await expectStatus(401, signIn(keep('wrong password', 'Wrong-Horse-9-correct')))
  await send({
    method: 'POST',
    target: '/accounts/auth-with-password',
    headers: [['Content-Type', 'application/json']],
    body: `{"email":"${EMAIL}","password":"${PASSWORD}"`,
  })
  const first = await expectStatus(200, signIn(PASSWORD))
  keep('first access token', first.auth_token)
  keep('first refresh token', first.refresh_token)
  const tokens = { auth_token: first.auth_token, refresh_token: first.refresh_token }
  const second = await expectStatus(200, ask('POST /accounts/refresh-token', { body: tokens }))
  const bearer = keep('access token', second.auth_token)
  keep('refresh token', second.refresh_token)
  await expectStatus(401, ask('GET /accounts/info', { bearer: first.auth_token }))
  await expectStatus(401, ask('POST /accounts/refresh-token', { body: { ...tokens, refresh_token: `${token}x` } }))
  for (const one of [bearer, second.refresh_token, first.refresh_token])
    await expectStatus(200, ask('POST /accounts/token-validate', { body: { token: one } }))
  await expectStatus(401, ask('GET /accounts/info', { bearer: `${bearer.slice(0, -4)}AAAA` }))

  // A key, used in every place where it may stand, and in some where it may not
  const issue = (name: string) => ask('POST /accounts/api-key', { bearer, body: { key_name: name } })
  const issued = await expectStatus(200, issue('ci'))
  const key = keep('API key', issued.key)
  keepCreds(keep, 'creds', issued.creds)
  keep('API key without its prefix', key.slice(3, -4))
  await expectStatus(200, ask('GET /accounts/info', { key }))
  await expectStatus(200, ask('GET /accounts/info', { bearer: key }))
  keepCreds(keep, 'renewed creds', await expectStatus(200, ask(`GET /accounts/api-creds?key=${key}`, { bearer })))
  keepCreds(keep, 'NATS creds', await expectStatus(200, ask(`GET /accounts/api-creds?key=${key}&format=nats`, { key })))
  await expectStatus(404, ask(`GET /accounts/api-creds?key=${key}0`, { bearer }))
  await expectStatus(400, ask(`GET /accounts/api-creds?key=${key}&key=${key}&format=${key}`, { bearer }))
  await expectStatus(404, ask(`GET /accounts/${key}?api_key=${key}`, { key }))
  await expectStatus(405, ask(`PUT /accounts/api-key?key=${key}`, { key }))
  await expectStatus(401, ask(`GET /accounts/info?key=${key}`))
  await expectStatus(400, ask(`GET /accounts/api-keys?email=${key}`, { key }))
  await expectStatus(400, ask('POST /accounts/api-key', { key, body: { key_name: { key }, expiry_days: key } }))
  await expectStatus(401, ask('GET /accounts/info', { key: `${key.slice(0, -1)}${key.endsWith('0') ? 1 : 0}` }))
  const basic: [string, string] = ['Authorization', `Basic ${Buffer.from(`${EMAIL}:${PASSWORD}`).toString('base64')}`]
  await send({ method: 'GET', target: '/accounts/info', headers: [basic] })
  await send({
    method: 'GET',
    target: '/accounts/info',
    headers: [
      ['X-Api-Key', key],
      ['x-api-key', key],
    ],
  })
  await send({ method: 'GET', target: `/%zz?key=${key}`, headers: [['X-Api-Key', key]] })
  await send({ method: 'POST', target: '/accounts', headers: [['Content-Type', 'text/plain']], body: PASSWORD })
  const port = Number(new URL(gateway.url).port)
  for (const bytes of [
    `GET / HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    `${key} ${key}\r\n\r\n`,
  ])
    failures.push((await sendRaw(port, bytes)).text)
  const session = await expectStatus(200, ask('POST /accounts/auth-with-api-key', { body: { api_key: key } }))
  keep('access token of the key', session.auth_token)
  keep('refresh token of the key', session.refresh_token)
  await expectStatus(401, ask('POST /accounts/auth-with-api-key', { body: { api_key: `${key}${key}` } }))

  // A device, whose user mistypes the code
  const { body: device } = await ask('POST /device/authorization', { body: { client_id: 'quiva' } })
  keep('device code', device.device_code)
  keep('user code', device.user_code)
  keep('letters of the user code', device.user_code.replace('-', ''))
  const fetchTokens = (deviceCode: string) => {
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
    return ask('POST /device/token', { body: { grant_type, device_code: deviceCode, client_id: 'quiva' } })
  }
  await expectStatus(400, fetchTokens(device.device_code))
  await expectStatus(400, fetchTokens(device.user_code))
  const decide = (what: string, code: string) => ask(`POST /device/${what}`, { bearer, body: { user_code: code } })
  await expectStatus(400, decide('find', device.device_code))
  await expectStatus(400, decide('approve', keep('wrong user code', 'BCDF-BCDF')))
  await expectStatus(200, decide('find', device.user_code))
  await expectStatus(404, ask(`GET /device/${device.user_code}?user_code=${device.user_code}`))
  await expectStatus(200, decide('approve', device.user_code))
  await duringFault(engine, place, 'refresh_tokens', () => expectStatus(500, fetchTokens(device.device_code)))
  const { body: fetched } = await fetchTokens(device.device_code)
  keep('access token of the device', fetched.access_token)
  keep('refresh token of the device', fetched.refresh_token)

  // A change of address, as far as the second link
  const change = (password: string) =>
    ask('POST /accounts/request-email-address-change', { bearer, body: { new_email: 'new@example.com', password } })
  await expectStatus(401, change(keep('wrong current password', 'Wrong-Horse-14-address')))
  await expectStatus(200, change(PASSWORD))
  const act = (one: string) => ask('POST /accounts/change-email-address-action', { body: { token: one } })
  const approval = keep('link to the old address', (await mailTo(place, EMAIL, 'email-change')).token)
  await expectStatus(200, act(approval))
  await expectStatus(400, act(approval))
  keep('link to the new address', (await mailTo(place, 'new@example.com')).token)
  // A completed sign-in, after which failures count from zero.
  await expectStatus(200, signIn(PASSWORD))

  // Handed to other services, which ask what they are worth
  const verified = await ask('GET /verify?audience=orders', { key })
  keep('identity for a service', String(verified.headers['x-quiva-jwt']))
  await expectStatus(400, ask(`GET /verify?account=${key}`, { key }))
  await expectStatus(400, ask(`GET /verify?scope=${key}`, { bearer }))
  await expectStatus(200, ask('POST /introspect', { bearer, body: { token: key } }))
  await expectStatus(400, ask(`POST /introspect?token=${key}`, { bearer, body: { token: [key], tokens: bearer } }))
  await expectStatus(
    200,
    ask('POST /introspect/batch', { key, body: { tokens: [key, bearer, session.refresh_token] } }),
  )
  await expectStatus(400, ask('POST /introspect/batch', { key, body: { tokens: [key.repeat(300), { key }] } }))
  await send({
    method: 'POST',
    target: '/introspect',
    headers: [
      ['X-Api-Key', key],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    body: `token=${key}&token=${bearer}`,
  })
  await expectStatus(
    400,
    ask('PATCH /accounts/api-key', { bearer, body: { key, scopes: [key], allowed_ips: [bearer] } }),
  )

  // Its successor, asked for twice, and a key of the account
  const retry: [string, string] = ['Idempotency-Key', keep('idempotency key', 'c2b6a1f4-9d3e-4f70-8a55-0b7e6d1c9f21')]
  const rotate = (grace: number) =>
    send({
      method: 'POST',
      target: '/accounts/api-key/rotate',
      headers: [['Authorization', `Bearer ${bearer}`], ['Content-Type', 'application/json'], retry],
      body: JSON.stringify({ key, grace_seconds: grace }),
    })
  const [rotated, again] = [await expectStatus(200, rotate(3600)), await expectStatus(200, rotate(3600))]
  expect(again).toEqual(rotated)
  keep('successor', rotated.key)
  keepCreds(keep, 'creds of the successor', rotated.creds)
  await expectStatus(422, rotate(0))
  const ofAccount = { key_name: 'deploy', owner: 'account', role: 'developer' }
  const deploy = await expectStatus(200, ask('POST /accounts/api-key', { bearer, body: ofAccount }))
  keep('key of the account', deploy.key)
  keepCreds(keep, 'creds of the account', deploy.creds)

  // Faults of ours, while secrets are on their way
  await duringFault(engine, place, 'api_keys', async () => {
    await expectStatus(
      500,
      ask('POST /accounts/auth-with-api-key', { body: { api_key: keep('unlucky key', unluckyKey) } }),
    )
    await expectStatus(500, issue('unlucky'))
    await expectStatus(500, ask('POST /introspect/batch', { bearer, body: { tokens: [unluckyKey, key] } }))
  })
  await duringFault(engine, place, 'refresh_tokens', async () => {
    await expectStatus(500, signIn(PASSWORD))
    await expectStatus(
      500,
      ask('POST /accounts/refresh-token', { body: { ...tokens, refresh_token: second.refresh_token } }),
    )
  })
  await duringFault(engine, place, 'sign_up_links', async () => {
    const body = {
      name: 'unlucky',
      root_email: 'eve@example.com',
      password: keep('unlucky password', 'Unlucky-Horse-13'),
    }
    await expectStatus(500, ask('POST /accounts', { body }))
    await expectStatus(
      500,
      ask('POST /accounts/confirm-email', { body: { token: keep('unlucky token', `${token}Z`) } }),
    )
  })
  if (engine === 'postgres') {
    // PostgreSQL repeats the row that it refuses.
    await meddle(place, `alter table api_keys add constraint provoked check (name <> 'provoked')`)
    await expectStatus(500, issue('provoked'))
    await meddle(place, `alter table sign_ups add constraint provoked check (first_name <> 'provoked')`)
    const body = { name: 'p', root_email: 'p@example.com', password: PASSWORD, root_first_name: 'provoked' }
    await expectStatus(500, ask('POST /accounts', { body }))
  }

  // A second factor
  const { secret } = await expectStatus(200, ask('POST /accounts/generate-totp-key', { bearer }))
  const app = createApp(keep('secret of the authenticator app', secret))
  const confirm = (code: string) =>
    ask('POST /accounts/confirm-totp-registration', { bearer, body: { code, secret: app.secret } })
  await expectStatus(400, confirm(app.wrongCode()))
  await duringFault(engine, place, 'totp_secrets', () => expectStatus(500, confirm(app.code())))
  const { recovery_codes: codes } = await expectStatus(200, confirm(app.code()))
  for (const [index, one] of codes.entries()) keep(`recovery code ${index}`, one)
  const challenge = keep('MFA token', (await expectStatus(200, signIn(PASSWORD))).token)
  const complete = (code: string) => ask('POST /accounts/auth-with-recovery-code', { body: { token: challenge, code } })
  await expectStatus(401, ask('POST /accounts/auth-with-totp', { body: { token: challenge, code: app.wrongCode() } }))
  await expectStatus(401, complete(keep('wrong recovery code', 'WRNG-C0DE')))
  await duringFault(engine, place, 'recovery_codes', () => expectStatus(500, complete(codes[0])))
  await expectStatus(200, complete(codes[0]))

  // The end of the key and of its sessions
  await expectStatus(200, ask(`DELETE /accounts/api-key?key=${key}`, { bearer }))
  await expectStatus(400, ask('DELETE /accounts/api-key', { bearer, body: { key } }))
  await expectStatus(401, ask('GET /accounts/info', { key }))
  await expectStatus(401, ask('GET /accounts/info', { bearer: session.auth_token }))
  await expectStatus(401, ask('POST /accounts/auth-with-api-key', { body: { api_key: key } }))

  const metrics = (await call(client, 'GET /metrics', { bearer: METRICS_TOKEN })).text
  await keepInnerSecrets(place, keep)
  const running = await dump(place)
  const { output } = await gateway.end('SIGTERM')
  return { secrets, log: output, database: `${running}\n${await dump(place)}`, failures, metrics }
}

/** Nobody's, but well formed, so that it is looked up. */
const unluckyKey = createApiKey()

function keepCreds(keep: (name: string, secret: string) => string, name: string, creds: string): void {
  const [jwt, seed] = [/^eyJ.+$/m.exec(creds)?.[0], /^SU[A-Z2-7]{56}$/m.exec(creds)?.[0]]
  if (!jwt || !seed) throw new Error('the creds have no JWT or no seed')
  keep(`JWT in the ${name}`, jwt)
  keep(`seed in the ${name}`, seed)
}

/** Takes a table away for a while: what needs it answers 500. */
async function duringFault(engine: Engine, place: Place, table: string, work: () => Promise<void>): Promise<void> {
  // SQLite would change the references of other tables along, there and back.
  const legacy = engine === 'sqlite' ? 'pragma legacy_alter_table = on;' : ''
  await meddle(place, `${legacy} alter table ${table} rename to away`)
  await work().finally(() => meddle(place, `${legacy} alter table away rename to ${table}`))
}

/** What never leaves the gateway: the master key, the operator's identity, and all that is sealed in the database. */
async function keepInnerSecrets(place: Place, keep: (name: string, secret: string) => string): Promise<void> {
  const masterKey = place.environment.MASTER_KEY ?? readFileSync(path.join(place.dataDir, 'master.key'), 'utf8').trim()
  keep('master key', masterKey)
  keep('bytes of the master key', Buffer.from(masterKey, 'base64').toString('latin1'))
  keep('seed of the operator', readFileSync(path.join(place.dataDir, 'operator.nk'), 'utf8').trim())
  const sealer = createSealer(Buffer.from(masterKey, 'base64'))
  await inspect(place, async (db) => {
    for (const { table, column, key, context } of Object.values(sealedColumns)) {
      const columns = sql.join([...key, column].map((name) => sql.ref(name)))
      const text = sql<
        Record<string, string>
      >`select ${columns} from ${sql.table(table)} where ${sql.ref(column)} is not null`
      for (const row of (await text.execute(db)).rows) {
        const ids = key.map((name) => row[name] ?? '')
        const opened = sealer.open(row[column] ?? '', (context as (...ids: string[]) => string)(...ids))
        for (const [index, secret] of secretsIn(opened).entries()) keep(`${table}.${column} ${ids} ${index}`, secret)
      }
    }
  })
}

/** The seeds and private members in an opened value; our own words in the check value are no secret. */
function secretsIn(opened: string): string[] {
  if (!opened.startsWith('{')) return opened.startsWith('S') ? [opened] : []
  const { d, ...rest } = JSON.parse(opened) as Record<string, string>
  return d !== undefined ? [d] : Object.values(rest).filter((value) => /^S[UAO]/.test(value))
}
