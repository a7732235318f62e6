import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { METRICS_TOKEN, openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { readConfig } from '../../platform/config/config.ts'
import { version } from '../../platform/config/version.ts'
import { createLog, type Log } from '../../platform/log.ts'
import { printWelcome } from '../../welcome.ts'

const UUID = '8e03978e-40d5-43dd-bc93-6894a57f9324'

describe('X-Request-Id', () => {
  let test: TestGateway
  afterEach(() => test.close())
  const idOf = async (from: string, given: string) =>
    (await test.call('GET /accounts/info', { from, headers: { 'x-request-id': given } })).headers['x-request-id']

  it('is in every answer, another one each time', async () => {
    test = await openTestGateway('sqlite')
    const ids = []
    for (const route of [
      'GET /health/live',
      'GET /accounts/info',
      'GET /nothing',
      'PUT /accounts/info',
      'GET /%zz',
      'GET /confirm-email',
    ])
      ids.push((await test.call(route)).headers['x-request-id'])
    for (const id of ids) expect(id).toMatch(/^[\w-]{12}-[0-9a-z]+$/)
    expect(new Set(ids).size).toBe(ids.length)
  })

  // Attack: a client that names its requests as it likes hides them among those of others.
  it('is not taken from a client', async () => {
    test = await openTestGateway('sqlite')
    expect(await idOf('203.0.113.1', UUID)).not.toBe(UUID)
  })

  it('is taken from a proxy that is trusted, if it is one', async () => {
    test = await openTestGateway('sqlite', { environment: { TRUST_PROXY: '10.0.0.0/8' } })
    for (const id of [UUID, 'Root=1-67891233-abcdef012345678912345678', 'a'.repeat(128)]) {
      expect(await idOf('10.1.2.3', id)).toBe(id)
      expect(await idOf('192.0.2.1', id)).not.toBe(id)
    }
    for (const id of ['', 'a b', '"', 'a'.repeat(129), 'é', '{"level":"error"}'])
      expect(await idOf('10.1.2.3', id)).toMatch(/^[\w-]{12}-[0-9a-z]+$/)
  })
})

describeEngines('an audit event', (engine) => {
  it('names the request that it came about by', async () => {
    const test = await openTestGateway(engine)
    try {
      const { bearer } = await test.signUp()
      const issued = await test.call('POST /accounts/api-key', { bearer, body: { key_name: 'ci' } })
      const { body } = await test.call('GET /accounts/audit-events?action=api_key.issued', { bearer })
      expect(body.data[0].request_id).toBe(issued.headers['x-request-id'])
      expect(issued.headers['x-request-id']).toEqual(expect.any(String))
    } finally {
      await test.close()
    }
  })
})

describe('what operators see', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway('sqlite', { environment: { ACCESS_LOG: 'true', REFERENCE: 'false' } })
  })
  afterAll(() => test.close())

  it('with ACCESS_LOG, a line for each request, and no credential in it', async () => {
    const root = await test.signUp()
    const { key, id } = await test.issueKey(root.bearer)
    const from = '203.0.113.1'
    const answers = [
      await test.call(`GET /accounts/api-creds?key=${key}`, { key, from }),
      await test.call('GET /accounts/info', { bearer: root.bearer, from }),
      await test.call('GET /accounts/info', { key: 'nonsense', from }),
      await test.call('POST /nothing?key=secret', { from }),
    ]
    const lines = test.logged.filter(({ message }) => message === 'request').slice(-4)
    const common = (index: number) => ({
      requestId: answers[index]?.headers['x-request-id'],
      status: answers[index]?.status,
      ms: expect.any(Number),
      address: from,
    })
    const user = { accountId: root.accountId, userId: root.userId }
    expect(lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['info', { ...common(0), method: 'GET', operation: 'getApiCreds', ...user, credentialId: id, keyId: id }],
      [
        'info',
        {
          ...common(1),
          method: 'GET',
          operation: 'getAccountInfo',
          ...user,
          credentialId: expect.stringMatching(/^ses_/),
        },
      ],
      ['info', { ...common(2), method: 'GET', operation: 'getAccountInfo' }],
      ['info', { ...common(3), method: 'POST', operation: 'unknown' }],
    ])
    expect(JSON.stringify(test.logged)).not.toContain(key)
    expect(JSON.stringify(test.logged)).not.toContain('secret')
  })

  it('which version runs: in health, as a metric, in the document, and in the first line of the log', async () => {
    expect((await test.call('GET /health/live')).body.version).toBe(version)
    expect((await test.call('GET /openapi.json')).body.info.version).toBe(version)
    expect((await test.call('GET /metrics', { bearer: METRICS_TOKEN })).text).toContain(
      `quiva_build_info{version="${version}",node="${process.versions.node}"} 1`,
    )
    const lines: unknown[] = []
    const log: Log = { ...createLog('silent'), info: (fields, message) => void lines.push([message, fields]) }
    printWelcome(readConfig({}), 8080, log)
    expect(lines).toEqual([['listening', expect.objectContaining({ version })]])
  })

  it('no page for readers of the API, where REFERENCE switches it off', async () => {
    for (const path of ['/reference', '/reference/', '/reference/js/scalar.js'])
      expect((await test.call(`GET ${path}`)).body.code).toBe('not_found')
    expect((await test.call('GET /openapi.json')).status).toBe(200)
  })
})
