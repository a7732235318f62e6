import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { METRICS_TOKEN, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { requestsOf } from '../../../test/http/hot-requests.ts'
import { openSocket, readAnswer } from '../../../test/http/raw-http.ts'
import { exchange, openTwoWays, type TwoWays } from '../../../test/http/two-ways.ts'
import { createApiKey } from '../../access/api-key-format.ts'
import { readConfig } from '../../platform/config/config.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { openDatabase } from '../../platform/database/open.ts'

/** A length of windows, of which the present one does not end while the test runs. */
const perSeconds = [86_400, 80_000].find((length) => (Date.now() / 1000) % length < length - 3600) ?? 70_000

const LIMITS = {
  plain: {},
  described: { metadata: { team: 'Käse', plan: 'x' }, environment: 'test' },
  scoped: { scopes: ['orders:read', 'account:read'] },
  narrow: { scopes: ['orders:read'] },
  inNetwork: { allowed_ips: ['203.0.113.0/24', '127.0.0.1'] },
  elsewhere: { allowed_ips: ['198.51.100.7'] },
  rated: { rate_limit: { requests: 1000, per_seconds: perSeconds } },
  spent: { rate_limit: { requests: 9, per_seconds: perSeconds } },
  metered: { quota: { requests: 5000, per: 'month', resets: 'issued' } },
  usedUp: { quota: { requests: 12, per: 'month', resets: 'issued' } },
  both: {
    rate_limit: { requests: 40, per_seconds: perSeconds },
    quota: { requests: 400, per: 'month', resets: 'issued' },
    scopes: ['orders:read', 'account:read'],
    allowed_ips: ['203.0.113.0/24', '127.0.0.1'],
  },
}

/** Settings that change what a request means, divided among the engines. */
const SETTINGS = {
  sqlite: { TRUST_PROXY: '1', VERIFY_ANY_ACCOUNT: 'true' },
  postgres: { CORS_ORIGINS: 'https://app.example.com' },
}

/** Credentials by what they are, and the ids of those that are keys. */
type Cast = { secrets: Record<string, string>; ids: string[] }

describeEngines('the first look at a request', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  let ways: TwoWays
  let casts: { looking: Cast; plain: Cast }
  beforeAll(async () => {
    const environment = { ACCESS_LOG: 'true', LOG_LEVEL: 'info', ...SETTINGS[engine] }
    place = await openPlace(engine)
    test = await openTestGateway(engine, { environment, place })
    root = await test.signUp()
    casts = { looking: await makeCast(), plain: await makeCast() }
    ways = await openTwoWays(test)
  })
  afterAll(async () => {
    ways.close()
    await test.close()
    await place.remove()
  })

  const issue = () => test.issueKey(root.bearer)

  async function makeCast(): Promise<Cast> {
    const change = async (route: string, body?: object) => {
      const { status, body: answer } = await test.call(route, { bearer: root.bearer, ...(body && { body }) })
      expect([route, status]).toEqual([route, 200])
      return answer
    }
    const keys: Record<string, { id: string; key: string }> = {}
    for (const [name, limits] of Object.entries(LIMITS)) keys[name] = await test.issueKey(root.bearer, name, limits)
    const [ending, disabled, deleted] = [await issue(), await issue(), await issue()]
    await change('POST /accounts/api-key/rotate', { id: ending.id, grace_seconds: 3600 })
    await change('PATCH /accounts/api-key', { id: disabled.id, disabled: true })
    await change(`DELETE /accounts/api-key?id=${deleted.id}`)
    const key = `sk_live_${randomBytes(16).toString('hex')}`
    const imported = await change('POST /accounts/api-keys/import', { keys: [{ hash: sha256(key), key_name: 'old' }] })
    Object.assign(keys, { ending, imported: { id: imported.data.keys[0].id, key } })
    const secrets = Object.fromEntries(
      Object.entries({ ...keys, disabled, deleted }).map(([name, one]) => [name, one.key]),
    )
    const others = { unknown: createApiKey(), mistyped: `${disabled.key.slice(0, -1)}!`, session: root.bearer }
    return { secrets: { ...secrets, ...others }, ids: Object.values(keys).map(({ id }) => id) }
  }

  /** What differs from request to request, or from key to key. */
  const comparable = (text: string) =>
    text
      .replaceAll(/x-request-id: [\w-]{12}-\w+/g, 'x-request-id: …')
      .replaceAll(/key_[0-9a-z]{26}/g, 'key_…')
      .replaceAll(/(;t=|retry-after: |"retry_after":)\d+/g, '$1…')
      .replaceAll(/^(Date|quiva-key-expires|x-quiva-jwt): .*$/gm, '$1: …')

  /** How many requests to the two operations, or to nothing, the metrics have counted. */
  async function durations(): Promise<Record<string, number>> {
    const { text } = await test.call('GET /metrics', { bearer: METRICS_TOKEN })
    const counts = text.matchAll(
      /^\w+_seconds_count\{(operation="(?:getAccountInfo|verifyCredential|unknown)".*)\} (\d+)$/gm,
    )
    return Object.fromEntries(Array.from(counts, ([, series, count]) => [series, Number(count)]))
  }

  /** What comes back for the requests, and what they leave in the metrics and the log. */
  async function sendAll(port: number, { secrets }: Cast) {
    const requests = requestsOf(secrets, root.accountId)
    const [before, logged] = [await durations(), test.logged.length]
    const answers: string[] = []
    for (const request of requests)
      answers.push(comparable(`${request.split('\r\n', 1)[0]}: ${await exchange(port, request)}`))
    const after = await durations()
    const counted = Object.entries(after).map(([series, count]) => [series, count - (before[series] ?? 0)])
    const log = test.logged.slice(logged).flatMap(({ level, message, fields: { ms, requestId, ...fields } }) => {
      const isOurs = ['getAccountInfo', 'verifyCredential', 'unknown'].includes(String(fields.operation))
      return isOurs ? comparable(JSON.stringify([level, message, typeof ms, typeof requestId, fields])) : []
    })
    return { answers, left: { counted: Object.fromEntries(counted), log } }
  }

  it('answers what the framework would answer, byte by byte, and leaves the same behind', async () => {
    const looking = await sendAll(ways.looking, casts.looking)
    const passedOn = ways.passedOn()
    const plain = await sendAll(ways.plain, casts.plain)
    for (const [index, answer] of looking.answers.entries()) expect(answer).toBe(plain.answers[index])
    expect(looking.left).toEqual(plain.left)
    const ofCors = looking.answers.filter((answer) => answer.includes('access-control-allow-origin'))
    expect(ofCors.length > 0).toBe(engine === 'postgres')
    // It had something to do, and something to leave to the framework.
    expect(looking.answers.length - passedOn).toBeGreaterThan(engine === 'sqlite' ? 200 : 10)
    expect(passedOn).toBeGreaterThan(200)
  })

  it('knows at once when a key is deleted', async () => {
    const { id, key } = await issue()
    const ask = async () => {
      const passedOn = ways.passedOn()
      const request = `GET /verify?account=${root.accountId} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\n\r\n`
      return [(await exchange(ways.looking, request)).slice(9, 12), ways.passedOn() - passedOn]
    }
    await ask()
    expect(await ask()).toEqual(['200', 0])
    await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    expect(await ask()).toEqual(['401', 1])
  })

  it('leaves every request to the framework once the server closes', async () => {
    const { key } = await issue()
    const request = `GET /verify?account=${root.accountId} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\n`
    const socket = await openSocket(ways.looking)
    const ask = (more = '') => {
      socket.write(`${request}${more}\r\n`)
      return readAnswer(socket)
    }
    await ask()
    expect((await ask()).headers.connection).toBe('keep-alive')
    // The next one has begun when the server closes, so its connection stays until it is answered.
    socket.write(request)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = test.gateway.server.close()
    socket.write('\r\n')
    expect((await readAnswer(socket)).headers.connection).toBe('close')
    await closed
  })

  it('counts every use once, with its network, against quotas too', async () => {
    await test.gateway.close()
    const database = await openDatabase(readConfig(place.environment))
    const usesOf = async ({ ids }: Cast) => {
      const ofKey = (id: string) =>
        database.read
          .selectFrom('api_key_networks')
          .select(({ fn }) => ['network', fn.sum<number>('uses').as('uses')])
          .where('api_key_id', '=', id)
          .groupBy('network')
          .orderBy('network')
          .execute()
      const quotaOf = (id: string) =>
        database.read.selectFrom('key_quotas').select('used').where('quota', 'like', `${id}/%`).execute()
      return Promise.all(ids.map(async (id) => [await ofKey(id), await quotaOf(id)] as const))
    }
    const [looking, plain] = [await usesOf(casts.looking), await usesOf(casts.plain)]
    await database.close()
    expect(looking).toEqual(plain)
    expect(plain.filter(([networks, quotas]) => networks.length > 0 && quotas.length > 0)).toHaveLength(3)
  })
})
