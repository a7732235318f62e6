import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { listen, sendRaw } from '../../../test/http/raw-http.ts'

describe('what every answer says', () => {
  let test: TestGateway
  let root: SignedInUser
  let port: number
  beforeAll(async () => {
    test = await openTestGateway('sqlite', { environment: { CORS_ORIGINS: 'https://app.example.com' } })
    root = await test.signUp()
    port = await listen(test)
  })
  afterAll(() => test.close())

  // Attack: a cache in front of the gateway keeps an answer and gives it to somebody else; it knows that of
  // Authorization, but not of X-Api-Key.
  it('nobody may keep it, and it depends on the credential: every operation, refused or not', async () => {
    const { body } = await test.call('GET /openapi.json')
    const routes = Object.entries<Record<string, { operationId?: string }>>(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId }]) =>
        operationId ? [`${method.toUpperCase()} ${path}`] : [],
      ),
    )
    expect(routes.length).toBeGreaterThan(70)
    const others = ['GET /health/live', 'GET /health/ready', 'GET /metrics', 'GET /confirm-email', 'GET /nothing']
    for (const route of [
      ...routes,
      ...others,
      'PUT /accounts/info',
      'GET /accounts/%zz',
      `GET /profile-images/${'a'.repeat(43)}`,
    ]) {
      for (const bearer of [root.bearer, undefined]) {
        const { headers } = await test.call(route, bearer === undefined ? {} : { bearer })
        expect(headers['cache-control'], route).toBe('no-store')
        expect(headers.vary, route).toContain('Authorization, X-Api-Key')
      }
    }
  })

  it('pages of other origins: it depends on the origin too', async () => {
    const headers = { origin: 'https://app.example.com' }
    const answer = await test.call('GET /accounts/info', { bearer: root.bearer, headers })
    expect(answer.headers.vary).toBe('Authorization, X-Api-Key, Origin')
    expect(answer.headers['access-control-expose-headers']).toContain('X-Request-Id')
  })

  it('documents may be kept for a while, but not a refusal of one', async () => {
    for (const path of ['/openapi.json', '/.well-known/jwks.json', '/reference/']) {
      expect((await test.call(`GET ${path}`)).headers['cache-control'], path).toMatch(/^public, max-age=/)
      expect((await test.call(`PUT ${path}`)).headers['cache-control'], path).toBe('no-store')
    }
  })

  it('not even broken bytes are answered for caches', async () => {
    for (const bytes of ['garbage\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n'])
      expect((await sendRaw(port, bytes)).headers['cache-control']).toBe('no-store')
  })
})
