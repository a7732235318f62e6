import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'

let test: TestGateway
beforeAll(async () => {
  test = await openTestGateway('sqlite', { environment: { PUBLIC_URL: 'https://gateway.example.com' } })
})
afterAll(() => test.close())

it('tells OAuth libraries what there is, and nothing that there is not (RFC 8414)', async () => {
  const answer = await test.call('GET /.well-known/oauth-authorization-server')
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'public, max-age=300',
  })
  expect(answer.body).toEqual({
    issuer: 'https://gateway.example.com',
    jwks_uri: 'https://gateway.example.com/.well-known/jwks.json',
    introspection_endpoint: 'https://gateway.example.com/introspect',
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
    response_types_supported: [],
    grant_types_supported: [],
  })
})

it('names addresses that are there', async () => {
  const { body } = await test.call('GET /.well-known/oauth-authorization-server')
  for (const [method, address] of [
    ['GET', body.jwks_uri],
    ['POST', body.introspection_endpoint],
  ])
    expect((await test.call(`${method} ${new URL(address).pathname}`)).status).not.toBe(404)
})
