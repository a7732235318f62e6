import { afterEach, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'

const HERE = '203.0.113.1'

describe('the gate', () => {
  let test: TestGateway
  afterEach(() => test.close())

  const open = async (environment: Record<string, string> = {}) => {
    test = await openTestGateway('sqlite', { environment })
  }
  const validate = (from: string, token = 'x') => test.call('POST /accounts/token-validate', { from, body: { token } })
  const anonymous = (from: string, headers: Record<string, string> = {}) =>
    test.call('POST /accounts/confirm-email', { from, headers, body: { token: 'x' } })
  const refused = (from: string) => test.call('GET /accounts/info', { from, key: 'nonsense' })

  it('limits anonymous requests by address, and says with every refusal for how long', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '5' })
    for (let n = 0; n < 5; n += 1) expect((await anonymous(HERE)).status).toBe(400)
    const answer = await anonymous(HERE)
    expect(answer.status).toBe(429)
    const { retry_after: retryAfter, ...body } = answer.body
    expect(body).toEqual({ error: 'Too many requests', message: expect.any(String), code: 'too_many_requests' })
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect(answer.headers).toMatchObject({
      'retry-after': String(retryAfter),
      'ratelimit-policy': '"anonymous";q=5;w=60',
      ratelimit: `"anonymous";r=0;t=${retryAfter}`,
    })
    expect((await anonymous('203.0.113.2')).status).toBe(400)
  })

  it('counts an IPv6 network of 64 bits as one address: whoever has one has them all', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '3' })
    for (const host of ['::1', '::2', '::3']) await anonymous(`2001:db8:0:1${host}`)
    expect((await anonymous('2001:db8:0:1:ffff:ffff:ffff:ffff')).status).toBe(429)
    expect((await anonymous('2001:db8:0:2::1')).status).toBe(400)
  })

  it('counts refused credentials, so that nobody can try them without end', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '5' })
    for (let n = 0; n < 5; n += 1) expect((await refused(HERE)).status).toBe(401)
    expect((await refused(HERE)).status).toBe(429)
    expect((await test.call('GET /accounts/info', { from: HERE })).status).toBe(429)
  })

  // Many share one address: an office, a proxy whose TRUST_PROXY somebody forgot. One of them must not stop the others.
  it('lets good credentials through whatever else comes from their address, known to the cache or not', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '20' })
    const root = await test.signUp()
    const [used, unused] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    expect((await test.call('GET /accounts/info', { from: HERE, key: used.key })).status).toBe(200)
    while ((await refused(HERE)).status !== 429);
    expect((await test.call('GET /accounts/info', { from: HERE, key: used.key })).status).toBe(200)
    expect((await test.call('GET /accounts/info', { from: HERE, key: unused.key })).status).toBe(200)
    expect((await refused(HERE)).status).toBe(429)
  })

  it('counts only failures where a secret travels in the body: many clients share an address there', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '10' })
    const root = await test.signUp()
    const { key } = await test.issueKey(root.bearer)
    for (let n = 0; n < 15; n += 1) {
      expect((await validate(HERE, root.bearer)).body).toEqual({ data: true })
      const exchanged = await test.call('POST /accounts/auth-with-api-key', { from: HERE, body: { api_key: key } })
      expect(exchanged.status).toBe(200)
    }
    for (let n = 0; n < 10; n += 1) expect((await validate(HERE)).body).toEqual({ data: false })
    expect((await validate(HERE)).status).toBe(429)
  })

  it('limits each credential if the operator wants it: a key and its sessions together, others not', async () => {
    await open({ RATE_LIMIT_PER_CREDENTIAL_PER_SECOND: '3' })
    const root = await test.signUp()
    const [one, other] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: one.key } })
    const session = exchanged.body.data.auth_token
    await expect
      .poll(
        async () => {
          const statuses = []
          for (const call of [{ key: one.key }, { bearer: one.key }, { bearer: session }, { key: one.key }])
            statuses.push((await test.call('GET /accounts/info', call)).status)
          return statuses
        },
        { interval: 1100, timeout: 5000 },
      )
      .toEqual([200, 200, 200, 429])
    expect((await test.call('GET /accounts/info', { key: other.key })).status).toBe(200)
    const answer = await test.call('GET /accounts/info', { bearer: session })
    expect(answer.headers['ratelimit-policy']).toBe('"credential";q=3;w=1')
    expect(answer.body.retry_after).toBe(1)
  })

  const OF_OPERATOR = { RATE_LIMIT_PER_CREDENTIAL_PER_SECOND: '3' }
  /** The limit is per second: tried again where the requests of a slow machine fell into two of them. */
  const inOneSecond = (work: () => Promise<unknown[]>) => expect.poll(work, { interval: 1100, timeout: 8000 })

  // Attack: whoever has a stolen key somewhere else calls with it all the time, and its owner gets 429.
  it('leaves to the owner of a key what others do with it from where it must not be used', async () => {
    await open(OF_OPERATOR)
    const root = await test.signUp()
    const { key } = await test.issueKey(root.bearer, 'here', { allowed_ips: ['203.0.113.0/24'] })
    await inOneSecond(async () => {
      const codes = []
      for (let n = 0; n < 5; n += 1)
        codes.push((await test.call('GET /accounts/info', { key, from: '198.51.100.1' })).body.code)
      for (let n = 0; n < 4; n += 1) codes.push((await test.call('GET /accounts/info', { key, from: HERE })).status)
      return codes
    }).toEqual([...Array(5).fill('address_not_allowed'), 200, 200, 200, 429])
  })

  it('counts an exchange of a key, and a refresh of its sessions, as requests with the key', async () => {
    await open(OF_OPERATOR)
    const root = await test.signUp()
    const { key } = await test.issueKey(root.bearer)
    const exchange = () => test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    await inOneSecond(async () => {
      const first = await exchange()
      if (first.status !== 200) return [first.status]
      const { auth_token, refresh_token } = first.body.data
      const refreshed = await test.call('POST /accounts/refresh-token', { body: { auth_token, refresh_token } })
      const others = [await exchange(), await exchange(), await test.call('GET /accounts/info', { key })]
      return [first, refreshed, ...others].map(({ status }) => status)
    }).toEqual([200, 200, 200, 429, 429])
  })

  it('believes X-Forwarded-For only from as many proxies as TRUST_PROXY says', async () => {
    const from = (forwarded: string) => anonymous('10.0.0.1', { 'x-forwarded-for': forwarded })
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '2', TRUST_PROXY: '1' })
    // The last entry is the proxy's own; what stands before it is the client's to choose.
    for (const claimed of ['1.1.1.1', '2.2.2.2']) expect((await from(`${claimed}, 203.0.113.1`)).status).toBe(400)
    expect((await from('3.3.3.3, 203.0.113.1')).status).toBe(429)
    expect((await from('203.0.113.9')).status).toBe(400)
    for (const garbage of ['', ',', 'nonsense', '<script>', 'a'.repeat(5000), '999.1.1.1', '[::1]:80'])
      expect([400, 429]).toContain((await from(garbage)).status)
  })

  it('believes X-Forwarded-For only from addresses that TRUST_PROXY lists', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1', TRUST_PROXY: '10.0.0.0/8' })
    const forwarded = (proxy: string, client: string) => anonymous(proxy, { 'x-forwarded-for': client })
    expect((await forwarded('10.1.2.3', '203.0.113.1')).status).toBe(400)
    expect((await forwarded('10.1.2.3', '203.0.113.2')).status).toBe(400)
    expect((await forwarded('192.0.2.1', '203.0.113.3')).status).toBe(400)
    expect((await forwarded('192.0.2.1', '203.0.113.4')).status).toBe(429)
  })

  it('warns once when X-Forwarded-For comes and TRUST_PROXY is not set, and takes the proxy for the client', async () => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '2' })
    const statuses = []
    for (const client of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
      statuses.push((await anonymous('10.0.0.1', { 'x-forwarded-for': client })).status)
    expect(statuses).toEqual([400, 400, 429])
    expect(test.logged.filter(({ message }) => message.includes('TRUST_PROXY'))).toHaveLength(1)
  })

  it.each(['0', '1', '10.0.0.0/8'])('does not warn of X-Forwarded-For when TRUST_PROXY is %s', async (trust) => {
    await open({ TRUST_PROXY: trust })
    await anonymous('10.0.0.1', { 'x-forwarded-for': '203.0.113.1' })
    expect(test.logged.filter(({ level }) => level === 'warn')).toEqual([])
  })
})
