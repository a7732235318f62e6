import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document, read by its members
type Document = any

describe('the OpenAPI document', () => {
  let test: TestGateway
  let document: Document
  beforeAll(async () => {
    test = await openTestGateway('sqlite', { environment: { PUBLIC_URL: 'https://gateway.example.com' } })
    document = (await test.call('GET /openapi.json')).body
  })
  afterAll(() => test.close())

  it('says where the gateway is', () => {
    expect(document.servers).toEqual([{ url: 'https://gateway.example.com' }])
  })

  it('has names for what clients need types of, and references where they stand', () => {
    const names = Object.keys(document.components.schemas)
    for (const name of ['Account', 'ApiKey', 'AuditEvent', 'Member', 'Session', 'CreateAccountRequest', 'Error'])
      expect(names).toContain(name)
    const ok = document.paths['/accounts/api-keys'].get.responses['200'].content['application/json'].schema
    expect(ok.properties.data.items).toEqual({ $ref: '#/components/schemas/ApiKey' })
    for (const [path, methods] of Object.entries<Document>(document.paths))
      for (const { operationId, requestBody } of Object.values<Document>(methods)) {
        const schema = requestBody?.content['application/json']?.schema
        if (schema?.type === 'object') throw new Error(`${operationId} at ${path} has a body without a name`)
      }
    for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(names).toContain(name)
  })

  it('lists what is served, all of it', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/openapi.json',
      '/.well-known/jwks.json',
      '/reference',
      '/confirm-email',
      '/reset-password',
      '/set-password',
      '/profile-images/{name}',
    ])
      expect(document.paths[path].get.summary, path).toEqual(expect.any(String))
    expect(document.paths['/confirm-email'].post).toBeDefined()
    // Whatever the router knows: Allow says it.
    for (const [path, methods] of Object.entries<Document>(document.paths)) {
      const { headers } = await test.call(`TRACE ${path.replace('{name}', 'x')}`)
      const allowed = String(headers.allow)
        .toLowerCase()
        .split(', ')
        .filter((method) => !/head|options/.test(method))
      if (path !== '/verify') expect(Object.keys(methods).sort(), path).toEqual(allowed)
    }
  })

  // Who reads that a name has 64 characters at most, and that it may have 200, does not know what to send.
  it('says nothing of lengths that its bounds contradict', () => {
    const contradictions: string[] = []
    const look = (schema: Document, at: string): void => {
      if (typeof schema !== 'object' || schema === null) return
      const most = /(?:1–|to |most )(\d+) characters/.exec(schema.description ?? '')?.[1]
      // Of a password the rule is that of new ones; the bound is how much of any one is hashed.
      if (
        schema.type === 'string' &&
        schema.format !== 'password' &&
        most !== undefined &&
        Number(most) !== schema.maxLength
      )
        contradictions.push(`${at}: ${schema.description} (${schema.maxLength})`)
      for (const [name, member] of Object.entries(schema)) look(member, `${at}/${name}`)
    }
    look(document.paths, '')
    look(document.components.schemas, '')
    expect(contradictions).toEqual([])
  })
})
