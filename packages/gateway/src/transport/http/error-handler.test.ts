import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type ErrorCode, errorTable } from '../../platform/errors/table.ts'
import { useErrorHandler } from './error-handler.ts'

describe('what a failure answers', () => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    root = await test.signUp()
  })
  afterAll(() => test.close())

  it('is 404 for an unknown path, whatever the method and the body', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await test.call(`${method} /accounts/nothing`, { bearer: root.bearer })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual({ ...textsOf('not_found'), code: 'not_found' })
    }
    const text = { 'content-type': 'text/plain' }
    expect((await test.call('POST /nothing', { headers: text, body: 'x' })).status).toBe(404)
  })

  it('is 405 for another method of a known path, with all that it has in Allow (RFC 9110, 15.5.6)', async () => {
    for (const [route, allow] of [
      ['GET /accounts', 'OPTIONS, PATCH, POST'],
      ['PUT /accounts/api-key', 'DELETE, OPTIONS, PATCH, POST'],
      ['DELETE /accounts/info?x=1', 'GET, HEAD, OPTIONS'],
      ['POST /health/live', 'GET, HEAD, OPTIONS'],
      ['POST /profile-images/x', 'GET, HEAD, OPTIONS'],
      ['TRACE /accounts/info', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const answer = await test.call(route, { body: {} })
      expect(answer.status).toBe(405)
      expect(answer.headers.allow).toBe(allow)
      expect(answer.body.code).toBe('method_not_allowed')
    }
  })

  it('names each wrong member of a body by its path, and changes nothing', async () => {
    const answer = await test.call('POST /accounts/api-key', { bearer: root.bearer, body: { expiry_days: 'x' } })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ ...textsOf('invalid_request'), code: 'invalid_request' })
    expect(answer.body.details.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/body/expiry_days',
      '/body/key_name',
    ])
    expect((await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data).toEqual([])
  })

  it('takes no text for a number and no number for a text', async () => {
    for (const body of [
      { key_name: 'x', expiry_days: '30' },
      { key_name: 5 },
      { key_name: 'x', expiry_days: null },
      [],
    ])
      expect((await test.call('POST /accounts/api-key', { bearer: root.bearer, body })).status).toBe(400)
  })

  // A message that repeats what was sent ends up in the logs and screenshots of others, with the secret in it.
  it('never repeats a value that the client sent', async () => {
    const marker = 'Zm4rk3rZ'
    const json = { 'content-type': 'application/json' }
    const answers = await Promise.all([
      test.call(`GET /${marker}`),
      test.call(`PUT /accounts/info?${marker}=${marker}`),
      test.call('GET /accounts/info', { key: marker }),
      test.call('GET /accounts/info', { bearer: marker }),
      test.call(`GET /accounts/api-creds?key=${marker}`, { bearer: root.bearer }),
      test.call(`GET /accounts/api-creds?key=a&format=${marker}`, { bearer: root.bearer }),
      test.call(`GET /accounts/api-keys?email=${marker}`, { bearer: root.bearer }),
      test.call(`GET /accounts/api-keys?email=${marker}@example.com`, { bearer: root.bearer }),
      test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id: marker } }),
      test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id: marker, key: marker } }),
      test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: `${marker}\0` } }),
      test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: marker.repeat(60) } }),
      test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x', expiry_days: marker } }),
      test.call('POST /accounts/api-key', { bearer: root.bearer, headers: json, body: `{"key_name": ${marker}` }),
      test.call('POST /accounts', { body: { name: marker, root_email: marker, password: marker } }),
      test.call('POST /accounts/auth-with-password', { body: { email: `${marker}@example.com`, password: marker } }),
      test.call('POST /accounts/auth-with-api-key', { body: { api_key: marker } }),
      test.call('POST /accounts/refresh-token', { body: { auth_token: marker, refresh_token: marker } }),
      test.call('POST /accounts/confirm-email', { body: { token: marker } }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(answer.text).not.toContain(marker)
      expect(JSON.stringify(answer.headers)).not.toContain(marker)
    }
  })
})

describeEngines('a fault of ours', (engine) => {
  it('answers a bare 500 that leaks nothing, and is logged with its cause and without the query', async () => {
    const test = await openTestGateway(engine)
    try {
      const root = await test.signUp()
      const { key } = await test.issueKey(root.bearer)
      await test.database.transaction(({ db }) =>
        db.updateTable('api_keys').set({ nats_seed_sealed: 'broken' }).execute(),
      )
      const answer = await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })
      expect(answer.status).toBe(500)
      expect(answer.body).toEqual({
        ...textsOf('internal_error'),
        code: 'internal_error',
        request_id: answer.headers['x-request-id'],
      })
      const [line] = test.logged.filter(({ level }) => level === 'error')
      expect(line?.fields).toMatchObject({
        operation: 'getApiCreds',
        err: expect.any(Error),
        requestId: answer.headers['x-request-id'],
      })
      expect(JSON.stringify(test.logged)).not.toContain(key)
    } finally {
      await test.close()
    }
  })
})

function textsOf(code: ErrorCode) {
  const { error, message } = errorTable[code]
  return { error, message }
}

describe('the reason of a refusal', () => {
  it('is for the log, with the operation and the request, and never in the answer', async () => {
    const lines: [Record<string, unknown>, string][] = []
    const note = (fields: Record<string, unknown>, message: string) => lines.push([fields, message])
    const app = fastify()
    useErrorHandler(app, { debug: note, info: note, warn: note, error: note })
    app.get('/reason', async () => {
      throw new Refusal('invalid_token', { reason: 'the session has ended' })
    })
    app.get('/none', async () => {
      throw new Refusal('invalid_token')
    })
    const { body } = await app.inject('/reason')
    expect(body).toBe((await app.inject('/none')).body)
    expect(body).not.toContain('session has ended')
    const fields = { code: 'invalid_token', reason: 'the session has ended', operation: '/reason' }
    expect(lines).toEqual([[{ ...fields, requestId: expect.any(String) }, 'refused']])
  })
})
