import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { startGateway, type TestGateway } from '../test/gateway.ts'
import { type Client, createClient, QuivaError, type TokenPair } from './index.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())
afterEach(() => {
  vi.useRealTimers()
})

/** Sends as the global fetch does and keeps what was sent: method, address, credential. */
function recorder() {
  const sent: { method: string; url: string; path: string; authorization: string | null; apiKey: string | null }[] = []
  return {
    sent,
    paths: () => sent.map(({ path }) => path),
    fetch(request: Request) {
      const { method, url, headers } = request
      const authorization = headers.get('authorization')
      sent.push({ method, url, path: new URL(url).pathname, authorization, apiKey: headers.get('x-api-key') })
      return fetch(request)
    },
  }
}

/** The gateway runs in this process, so its tokens age with this clock. */
function passHours(hours: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
}

async function rejection(promise: Promise<unknown>): Promise<QuivaError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof QuivaError) return error
  throw new Error('expected a QuivaError', { cause: error })
}

describe('a session', () => {
  test('an expired access token is renewed by itself, and the new pair is told before it is used', async () => {
    const credential = await gateway.signUp('renewed')
    passHours(2)
    const { sent, paths, fetch } = recorder()
    const told: { pair: TokenPair; previous: TokenPair; sentBefore: number }[] = []
    const client = createClient({
      baseUrl: gateway.url,
      credential,
      fetch,
      onTokens: (pair, previous) => void told.push({ pair, previous, sentBefore: sent.length }),
    })

    const { data } = await client.GET('/accounts/info')

    expect(data.name).toBe('renewed')
    expect(paths()).toEqual(['/accounts/info', '/accounts/refresh-token', '/accounts/info'])
    expect(told).toMatchObject([{ previous: credential, sentBefore: 2 }])
    expect(sent[2]?.authorization).toBe(`Bearer ${told[0]?.pair.authToken}`)
    expect((await client.GET('/accounts/info')).data.name).toBe('renewed')
    expect(paths()).toHaveLength(4)
  })

  test('requests that find the token expired at the same time share one refresh', async () => {
    const credential = await gateway.signUp('shared')
    passHours(2)
    const { paths, fetch } = recorder()
    const client = createClient({ baseUrl: gateway.url, credential, fetch })

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        client.POST('/accounts/api-key', { body: { key_name: `key ${index}` } }),
      ),
    )

    expect(new Set(answers.map(({ data }) => data.key)).size).toBe(10)
    expect(paths().filter((path) => path === '/accounts/refresh-token')).toHaveLength(1)
    const { data: keys } = await client.GET('/accounts/api-keys')
    expect(keys).toHaveLength(10)
  })

  test('when the refresh is refused too, that refusal is the answer and nothing is repeated', async () => {
    const credential = await gateway.signUp('ended')
    passHours(25)
    const { paths, fetch } = recorder()
    const client = createClient({ baseUrl: gateway.url, credential, fetch })

    const error = await rejection(client.GET('/accounts/info'))

    expect(error).toMatchObject({ status: 401, code: 'invalid_token' })
    expect(paths()).toEqual(['/accounts/info', '/accounts/refresh-token'])
  })

  test('a pair that cannot be stored is not used, and the next request gets the same one', async () => {
    const credential = await gateway.signUp('disk-full')
    passHours(2)
    const told: TokenPair[] = []
    const client = createClient({
      baseUrl: gateway.url,
      credential,
      onTokens(pair) {
        told.push(pair)
        if (told.length === 1) throw new Error('disk full')
      },
    })

    await expect(client.GET('/accounts/info')).rejects.toThrow('disk full')
    await client.GET('/accounts/info')

    expect(told).toHaveLength(2)
    expect(told[1]).toEqual(told[0])
  })

  test('a pair that another process has stored is taken instead of a refresh', async () => {
    const credential = await gateway.signUp('two-processes')
    passHours(2)
    let stored = credential
    await createClient({
      baseUrl: gateway.url,
      credential,
      onTokens: (pair) => {
        stored = pair
      },
    }).GET('/accounts/info')
    const { paths, fetch } = recorder()
    const onTokens = vi.fn()
    const other = createClient({ baseUrl: gateway.url, credential, fetch, onTokens, latestTokens: () => stored })

    await other.GET('/accounts/info')

    expect(paths()).toEqual(['/accounts/info', '/accounts/info'])
    expect(onTokens).not.toHaveBeenCalled()
  })

  test('a wrong password in the body is no reason to refresh', async () => {
    const credential = await gateway.signUp('wrong-password')
    const { paths, fetch } = recorder()
    const client = createClient({ baseUrl: gateway.url, credential, fetch })

    const body = { email: 'wrong-password@example.com', password: 'Wrong-Horse7' }
    const error = await rejection(client.POST('/accounts/auth-with-password', { body }))

    expect(error).toMatchObject({ status: 401, code: 'invalid_credentials' })
    expect(paths()).toEqual(['/accounts/auth-with-password'])
  })
})

describe('an API key', () => {
  test('travels in X-Api-Key and never in an address, also where the contract puts it there', async () => {
    const session = createClient({ baseUrl: gateway.url, credential: await gateway.signUp('key-travels') })
    const { data: first } = await session.POST('/accounts/api-key', { body: { key_name: 'first' } })
    const { data: second } = await session.POST('/accounts/api-key', { body: { key_name: 'second' } })
    const { sent, fetch } = recorder()
    const client = createClient({ baseUrl: gateway.url, credential: { apiKey: first.key }, fetch })

    await client.GET('/accounts/info')
    const { data: creds } = await client.GET('/accounts/api-creds', { params: { query: { key: second.key } } })
    await client.DELETE('/accounts/api-key', { params: { query: { key: second.key } } })

    // The seed is the key's own; the signature around it is made anew.
    const seed = /^SU[A-Z2-7]{56}$/m
    expect(seed.exec(creds)?.[0]).toBe(seed.exec(second.creds ?? '')?.[0])
    expect(sent.map(({ apiKey }) => apiKey)).toEqual([first.key, second.key, first.key])
    expect(sent[1]?.authorization).toBe(`Bearer ${first.key}`)
    expect(sent.filter(({ url }) => url.includes('ms-'))).toEqual([])
  })

  test('that is refused is refused at once: there is nothing to refresh', async () => {
    const { paths, fetch } = recorder()
    const client = createClient({ baseUrl: gateway.url, credential: { apiKey: 'ms-0' }, fetch })

    expect(await rejection(client.GET('/accounts/info'))).toMatchObject({ status: 401, code: 'unauthorized' })
    expect(paths()).toEqual(['/accounts/info'])
  })

  test('with characters that no header takes is refused without being quoted', () => {
    const create = () => createClient({ baseUrl: gateway.url, credential: { apiKey: 'ms-secret\nX: y' } })
    expect(create).toThrow(TypeError)
    expect(create).not.toThrow('secret')
  })
})

test('a refusal tells status, code, texts and where each problem is', async () => {
  const client = createClient({ baseUrl: gateway.url })
  const error = await rejection(client.POST('/accounts', { body: { name: '', root_email: 'x', password: 'y' } }))

  expect(error).toMatchObject({ status: 400, code: 'invalid_request', error: 'Invalid request' })
  expect(error.message).toMatch(/details/)
  expect(error.details.map(({ path }) => path).sort()).toEqual(['/body/name', '/body/root_email'])
  expect(error.retryAfterSeconds).toBeUndefined()
})

test('a throttled request tells how many seconds to wait', async () => {
  const client = createClient({ baseUrl: gateway.url })
  const body = { email: 'nobody@example.com', password: 'wrong-Horse7' }
  const attempt = () => rejection(client.POST('/accounts/auth-with-password', { body }))
  for (let tries = 0; tries < 5; tries += 1) expect(await attempt()).toMatchObject({ status: 401 })
  const error = await attempt()

  expect(error).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(error.retryAfterSeconds).toBeGreaterThan(0)
})

test('the types of the calls are those of the document', () => {
  // Checked by tsc; nothing here is ever called.
  const calls = (client: Client) => [
    client
      .POST('/accounts/api-key', { body: { key_name: 'ci', expiry_days: 30 } })
      .then(({ data }): string => data.key),
    // @ts-expect-error this path has no such method
    client.GET('/accounts/api-key'),
    // @ts-expect-error a body is required
    client.POST('/accounts/api-key'),
    // @ts-expect-error key_name is a text
    client.POST('/accounts/api-key', { body: { key_name: 1 } }),
    // @ts-expect-error there is no way round the credential, the timeout and the redirect policy
    client.GET('/accounts/info', { redirect: 'follow' }),
  ]
  expect(calls).toBeTypeOf('function')
})
