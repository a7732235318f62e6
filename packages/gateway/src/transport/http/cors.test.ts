import { afterEach, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'

describe('CORS_ORIGINS', () => {
  let test: TestGateway
  afterEach(() => test?.close())

  const preflight = (origin: string, method: string) =>
    test.call('OPTIONS /accounts/api-key', {
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type',
      },
    })

  it('lets pages of a listed origin call every method, and no others', async () => {
    test = await openTestGateway('sqlite', { environment: { CORS_ORIGINS: 'https://app.example.com' } })
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { headers } = await preflight('https://app.example.com', method)
      expect(headers['access-control-allow-origin']).toBe('https://app.example.com')
      expect(String(headers['access-control-allow-methods'])).toContain(method)
    }
    expect((await preflight('https://evil.example', 'GET')).headers['access-control-allow-origin']).toBeUndefined()
    const refused = await test.call('GET /accounts/info', { headers: { origin: 'https://app.example.com' } })
    expect(refused.status).toBe(401)
    expect(refused.headers['access-control-allow-origin']).toBe('https://app.example.com')
  })

  // Attack: the proxy passes an OPTIONS of a client on, and takes the answer of a preflight for leave.
  it('leaves /verify to the gate: it answers to OPTIONS as to every method, whatever a preflight has', async () => {
    test = await openTestGateway('sqlite', {
      environment: { CORS_ORIGINS: 'https://app.example.com', VERIFY_ANY_ACCOUNT: 'true' },
    })
    const { key } = await test.issueKey((await test.signUp()).bearer)
    const asked = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
    const requests: Record<string, string>[] = [{}, { origin: asked.origin }, asked]
    for (const headers of requests) {
      for (const method of ['OPTIONS', 'GET']) {
        expect((await test.call(`${method} /verify`, { headers })).body.code).toBe('unauthorized')
        const good = await test.call(`${method} /verify`, { key, headers })
        expect([good.status, good.headers['x-quiva-scopes']]).toEqual([200, '*:*'])
        expect(good.headers['access-control-allow-origin']).toBeUndefined()
      }
    }
  })

  it('unset, no page of another origin may read anything', async () => {
    test = await openTestGateway('sqlite')
    const { status, headers } = await preflight('https://app.example.com', 'GET')
    expect([status, headers.allow]).toEqual([204, 'DELETE, OPTIONS, PATCH, POST'])
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})
