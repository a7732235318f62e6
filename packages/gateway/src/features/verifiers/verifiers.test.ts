import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { listen, openSocket, sendRaw } from '../../../test/http/raw-http.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'
import { openPlainVerifier } from '../../../test/verifiers/plain-verifier.ts'

describeEngines('verifiers', (engine) => {
  let test: TestGateway
  let port: number
  let root: SignedInUser
  let stranger: SignedInUser
  /** A key that may do nothing else. */
  let own: { id: string; key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { VERIFIERS_PER_ACCOUNT: '30', ACCESS_LOG: 'true' } })
    port = await listen(test)
    root = await test.signUp()
    stranger = await test.signUp()
    own = await test.issueKey(root.bearer, 'verifier', { scopes: ['tokens:introspect'] })
  })
  afterAll(() => test.close())

  const open = (how: Parameters<typeof openPlainVerifier>[1] = {}) => openPlainVerifier(port, { key: own.key, ...how })
  const deleteKey = (id: string) => test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id } })
  const handshake = (lines: string[], method = 'GET') =>
    `${method} /verifier HTTP/1.1\r\n${['Host: gateway', ...lines].map((line) => `${line}\r\n`).join('')}\r\n`
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: quiva.verifier.v1',
  ]

  it('are told what introspection says, and what must be enforced', async () => {
    const verifier = await open()
    expect(verifier.welcome).toMatchObject({
      ...{ holder: expect.stringMatching(/^hol_/), account_id: root.accountId },
      ...{ lease_ms: 2000, renew_ms: 650, max_stale_ms: 0, entries: 1000 },
    })
    const { id, key } = await test.issueKey(root.bearer, 'limited', {
      scopes: ['orders:read'],
      allowed_ips: ['0.0.0.0/0'],
      rate_limit: { requests: 100, per_seconds: 60 },
      quota: { requests: 1000, per: 'day', resets: 'calendar' },
      metadata: { plan: 'pro' },
    })
    const free = await test.issueKey(root.bearer, 'free')
    const session = await exchangeKey(test, key)
    const items = await verifier.verify(key, free.key, session.bearer, root.bearer)
    const introspect = async (token: string) =>
      (await test.call('POST /introspect', { key: own.key, body: { token } })).body
    for (const [index, token] of [key, free.key, session.bearer, root.bearer].entries())
      expect(items[index]?.principal).toEqual(await introspect(token))
    expect(items[0]).toMatchObject({
      active: true,
      fresh_ms: 60_000,
      limits: {
        scopes: ['orders:read'],
        allowed_ips: ['0.0.0.0/0'],
        budgets: [
          { name: 'key', quota: 100, window_seconds: 60 },
          { name: 'quota', quota: 1000, window_seconds: 86_400 },
        ],
      },
    })
    expect([items[1]?.limits, items[0]?.principal.key_id, items[3]?.limits]).toEqual([null, id, null])
    // The session is taken back with its key, too; and nobody learns ids from the tags.
    expect(items[2]?.tags).toEqual(expect.arrayContaining([items[0]?.tags[0]]))
    expect(items.flatMap(({ tags }) => tags).every(Number.isInteger)).toBe(true)
    await verifier.close()
  })

  it('are told nothing of other accounts, and of what is not live, after the same time', async () => {
    const verifier = await open()
    const foreign = await test.issueKey(stranger.bearer)
    const deleted = await test.issueKey(root.bearer)
    await deleteKey(deleted.id)
    // It is in the gateway's cache.
    await test.call('GET /accounts/info', { key: foreign.key })
    const started = performance.now()
    const texts = [foreign.key, stranger.bearer, deleted.key, 'ms-0', 'a.b.c', `${root.bearer}x`]
    expect(await verifier.verify(...texts)).toEqual(texts.map((_, i) => ({ i, active: false })))
    expect(performance.now() - started).toBeGreaterThan(99)
    await verifier.close()
  })

  it('take back what is revoked before the revocation is answered', async () => {
    const verifier = await open()
    const { id, key } = await test.issueKey(root.bearer)
    const [verdict] = await verifier.verify(key)
    await deleteKey(id)
    expect(verifier.evictions).toEqual([{ type: 'evict', n: 1, tags: [verdict?.tags[0]] }])
    expect(await verifier.verify(key)).toEqual([{ i: 0, active: false }])
    await verifier.close()
  })

  it('learn at once that a key is enabled again, since they remember no refusal', async () => {
    const verifier = await open()
    const { id, key } = await test.issueKey(root.bearer)
    const set = (disabled: boolean) =>
      test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, disabled } })
    await verifier.verify(key)
    await set(true)
    expect((await verifier.verify(key))[0]?.active).toBe(false)
    await set(false)
    expect((await verifier.verify(key))[0]?.active).toBe(true)
    await verifier.close()
  })

  it('need the role and the scope of introspection, and a credential that is valid', async () => {
    const monitor = await addMember(test, root, 'monitor')
    const other = await test.issueKey(root.bearer, 'other', { scopes: ['orders:read'] })
    const away = await test.issueKey(root.bearer, 'away', { allowed_ips: ['203.0.113.1'] })
    const statuses: unknown[] = []
    for (const credential of [
      'X-Api-Key: ms-0123456789abcdef0123456789ab61a6',
      `X-Api-Key: ${other.key}`,
      `X-Api-Key: ${away.key}`,
      `Authorization: Bearer ${monitor.bearer}`,
    ]) {
      const { status, body, headers } = await sendRaw(port, handshake([...upgrade, credential]))
      statuses.push([status, body.code, headers.connection, headers['x-request-id'] !== undefined])
    }
    expect(statuses).toEqual([
      [401, 'unauthorized', 'close', true],
      [403, 'insufficient_scope', 'close', true],
      [403, 'address_not_allowed', 'close', true],
      [403, 'insufficient_permissions', 'close', true],
    ])
    expect((await sendRaw(port, handshake(upgrade))).status).toBe(401)
    const user = await openPlainVerifier(port, { bearer: root.bearer, headers: { origin: 'https://evil.example' } })
    await user.close()
  })

  it.each<[string, (lines: string[]) => string[]]>([
    ['no upgrade', () => []],
    ['another upgrade', (lines) => lines.map((line) => line.replace('websocket', 'h2c'))],
    ['another version', (lines) => lines.map((line) => line.replace('13', '8'))],
    ['another protocol', (lines) => lines.map((line) => line.replace('.v1', '.v2'))],
    ['no protocol', (lines) => lines.slice(0, -1)],
    [
      'protocols that are none',
      (lines) => lines.map((line) => line.replace('quiva.verifier.v1', 'quiva.verifier.v1,,(')),
    ],
    ['a short key', (lines) => lines.map((line) => line.replace('dGhl', ''))],
    ['a body', (lines) => [...lines, 'Content-Length: 2']],
  ])('are no verifiers with %s', async (_what, change) => {
    const answer = await sendRaw(port, handshake([...change(upgrade), `X-Api-Key: ${own.key}`]))
    expect([answer.status, answer.body.code, answer.headers.upgrade]).toEqual([426, 'upgrade_required', 'websocket'])
  })

  it('leave other requests that ask for an upgrade as they were', async () => {
    const ask = (path: string, method = 'GET') =>
      sendRaw(port, handshake([...upgrade, `X-Api-Key: ${own.key}`], method).replace('/verifier', path))
    const answers = [await ask('/accounts/info'), await ask('/unknown'), await ask('/verifier', 'POST')]
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 405])
    expect(answers.every(({ headers }) => headers.connection === 'close')).toBe(true)
  })

  it('are disconnected when their own key is deleted, expires or loses the right', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'gone', { scopes: ['tokens:introspect'] })
    const narrowed = await test.issueKey(root.bearer, 'narrowed', { scopes: ['tokens:introspect'] })
    const [one, other, untouched] = await Promise.all([open({ key }), open({ key: narrowed.key }), open()])
    await deleteKey(id)
    expect(await one.over).toEqual({ code: 4401, reason: 'credential_ended' })
    await test.call('PATCH /accounts/api-key', {
      bearer: root.bearer,
      body: { id: narrowed.id, scopes: ['orders:read'] },
    })
    expect(await other.over).toEqual({ code: 4403, reason: 'not_permitted' })
    await untouched.renew()
    await untouched.close()
  })

  it('are refused beyond the limit of the account, those included that are gone a moment', async () => {
    const user = await test.signUp()
    const { key } = await test.issueKey(user.bearer, 'verifier')
    const fill = async () => {
      const all = await Promise.all(Array.from({ length: 30 }, () => open({ key })))
      const answer = await sendRaw(port, handshake([...upgrade, `X-Api-Key: ${key}`]))
      expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([
        429,
        'too_many_verifiers',
        '10',
      ])
      for (const verifier of all) verifier.socket.terminate()
      await waitFor(async () => ((await list(user.bearer)).length === 0 ? true : undefined))
    }
    await fill()
    await fill()
    // Each of the sixty may honour something for two seconds more.
    expect((await sendRaw(port, handshake([...upgrade, `X-Api-Key: ${key}`]))).body.code).toBe('too_many_verifiers')
    await (await open()).close()
    await waitFor(() =>
      open({ key }).then(
        (verifier) => verifier.close(),
        () => undefined,
      ),
    )
  })

  async function list(bearer = root.bearer) {
    return (await test.call('GET /accounts/holders', { bearer })).body.data
  }

  it('are listed for their account', async () => {
    const before = Date.now()
    const [orders, edge] = [
      await open(),
      await open({ hello: { name: 'edge eu-1 🌍', kind: 'edge', version: 'edge/2' } }),
    ]
    const { key } = await test.issueKey(stranger.bearer)
    const foreign = await openPlainVerifier(port, { key })
    const listed = await list()
    const gateway = orders.welcome?.gateway
    const common = { since: expect.any(String), renewed_on: expect.any(String), entries: 3, gateway }
    expect(listed).toEqual([
      { ...common, id: orders.welcome?.holder, kind: 'verifier', name: 'orders', version: 'plain/1' },
      { ...common, id: edge.welcome?.holder, kind: 'edge', name: 'edge eu-1 🌍', version: 'edge/2' },
    ])
    expect(Date.parse(listed[0].since)).toBeGreaterThanOrEqual(before - 1)
    await orders.close()
    await edge.close()
    await foreign.close()
    expect(await waitFor(async () => ((await list()).length === 0 ? 'empty' : undefined))).toBe('empty')
  })

  it('report uses, which count for keys of their account only', async () => {
    const verifier = await open()
    const [key, foreign] = [await test.issueKey(root.bearer), await test.issueKey(stranger.bearer)]
    await verifier.verify(key.key)
    const uses = { uses: 7, last_ms: 10, addresses: [{ address: '203.0.113.9', uses: 5, last_ms: 10 }] }
    verifier.send({
      type: 'used',
      items: [
        { key_id: key.id, ...uses },
        { key_id: foreign.id, ...uses },
      ],
    })
    const usageOf = async (id: string, { bearer }: SignedInUser) =>
      (await test.call(`GET /accounts/api-key/usage?id=${id}`, { bearer })).body.data
    // Looking it up is no use.
    const usage = await waitFor(async () => {
      // It writes the uses that were counted so far.
      await test.call(`GET /accounts/api-key/impact?id=${key.id}`, { bearer: root.bearer })
      const answer = await usageOf(key.id, root)
      return answer.days.length > 0 ? answer : undefined
    })
    expect(usage.days.map((day: { uses: number }) => day.uses)).toEqual([7])
    expect(JSON.stringify(usage)).toContain('203.0.113.9')
    expect((await usageOf(foreign.id, stranger)).days).toEqual([])
    await verifier.close()
  })

  it('get slices that count at once, and never more than the limit together, however hard they ask', async () => {
    const { key } = await test.issueKey(root.bearer, 'limited', { rate_limit: { requests: 200, per_seconds: 86_400 } })
    const all = await Promise.all([1, 2, 3, 4].map(() => open()))
    let granted = 0
    const hammer = all.map(async (verifier) => {
      const [verdict] = await verifier.verify(key)
      const budget = verdict?.limits.budgets[0].budget
      for (let round = 0; round < 15; round += 1) {
        const slices = await Promise.all([1, 2, 3, 4].map(() => verifier.budget({ budget, need: 1, want: 1000 })))
        for (const [slice] of slices) {
          expect(slice?.granted).toBeLessThanOrEqual(10)
          granted += slice?.granted
        }
      }
      return verifier.budget({ budget, need: 1, want: 1 })
    })
    let passed = 0
    const direct = Array.from({ length: 60 }, async () => {
      const { status } = await test.call(`GET /verify?account=${root.accountId}`, { key })
      if (status === 200) passed += 1
    })
    await Promise.all(direct)
    const last = await Promise.all(hammer)
    // One gateway counts exactly: all 200 were given away, and not one more.
    expect(granted + passed).toBe(200)
    expect(passed).toBeGreaterThan(0)
    expect(last.flat()).toMatchObject([1, 2, 3, 4].map(() => ({ granted: 0, code: 'too_many_requests', remaining: 0 })))
    for (const verifier of all) await verifier.close()
  })

  it('get slices of what the plan of the account sets for its keys, too', async () => {
    const user = await test.signUp()
    const [plain, verifierKey] = [await test.issueKey(user.bearer), await test.issueKey(user.bearer)]
    await test.database.transaction(async ({ db }) => {
      await db
        .updateTable('accounts')
        .set({ default_rate: '3/86400', default_quota: '50/month' })
        .where('id', '=', user.accountId)
        .execute()
    })
    const verifier = await open({ key: verifierKey.key })
    const [verdict] = await verifier.verify(plain.key)
    expect(verdict?.limits).toMatchObject({
      scopes: null,
      allowed_ips: null,
      budgets: [
        { name: 'key', quota: 3, window_seconds: 86_400 },
        { name: 'quota', quota: 50 },
      ],
    })
    const take = () => verifier.budget({ budget: verdict?.limits.budgets[0].budget, need: 1, want: 5 })
    const [granted, last] = [[await take(), await take(), await take()], await take()]
    expect([...granted.flat(), ...last].map((slice) => slice?.granted)).toEqual([1, 1, 1, 0])
    await verifier.close()
  })

  it('return what they have not used of a quota, but never more than they took', async () => {
    const { key } = await test.issueKey(root.bearer, 'sold', {
      quota: { requests: 5000, per: 'month', resets: 'issued' },
    })
    const verifier = await open()
    const [verdict] = await verifier.verify(key)
    const budget = verdict?.limits.budgets[0].budget
    const ask = async (item: object) => (await verifier.budget({ budget, ...item }))[0]
    expect(await ask({ need: 1, want: 100 })).toMatchObject({ granted: 5, remaining: 4995 })
    expect(await ask({ need: 800, want: 900 })).toMatchObject({ granted: 800, remaining: 4195 })
    expect(await ask({ back: 300 })).toMatchObject({ granted: 0, remaining: 4495 })
    expect(await ask({ back: 1_000_000 })).toMatchObject({ granted: 0, remaining: 5000 })
    expect(await ask({ back: 1_000_000 })).toMatchObject({ granted: 0, remaining: 5000 })
    const { headers } = await test.call(`GET /verify?account=${root.accountId}&cost=0`, { key })
    expect(headers.ratelimit).toMatch(/^"quota";r=5000;/)
    expect((await verifier.budget({ budget: 99, need: 1 }))[0]).toEqual({ budget: 99, gone: true })
    await verifier.close()
  })

  it('that flood a gateway with questions do not keep others waiting', async () => {
    const flooding = await Promise.all(Array.from({ length: 15 }, () => open()))
    const items = Array.from({ length: 100 }, () => ({ credential: own.key }))
    let answered = 0
    for (const { socket } of flooding)
      socket.on('message', (data) => {
        const frame = JSON.parse(data.toString())
        if (frame.type === 'verified') answered += frame.items.length
      })
    const verify = () =>
      fetch(`http://127.0.0.1:${port}/verify?account=${stranger.accountId}`, {
        headers: { authorization: `Bearer ${stranger.bearer}` },
      })
    await verify()
    for (const { send } of flooding) for (let id = 1001; id <= 1015; id += 1) send({ type: 'verify', id, items })
    await waitFor(async () => answered > 0 || undefined)
    const seen: number[] = []
    for (let times = 0; times < 5; times += 1) {
      expect((await verify()).status).toBe(200)
      seen.push(answered)
    }
    // The pace of an account leaves the rest for later.
    expect(seen.at(-1)).toBeLessThan(15_000)
    await waitFor(async () => answered === 22_500 || undefined)
    for (const one of flooding) await one.close()
  })

  it('end with a reason for what is no frame, and the gateway goes on', async () => {
    const big = `{"type":"verify","id":1,"items":[{"credential":"${'a'.repeat(600_000)}"}]}`
    const ends: unknown[] = []
    for (const bad of [
      '{"type":',
      '{"type":"attack"}',
      big,
      Buffer.from('{"type":"renew","n":2}'),
      `[${'['.repeat(100_000)}`,
    ]) {
      const verifier = await open()
      verifier.socket.send(bad)
      const { code, reason } = await verifier.over
      ends.push([code, reason.split(':', 1)[0]])
    }
    expect(ends).toEqual([
      [4400, 'bad_frame'],
      [4400, 'bad_frame'],
      [1009, ''],
      [1003, 'bad_frame'],
      [4400, 'bad_frame'],
    ])
    expect(test.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('may send a message in pieces, and nothing that is not masked or not UTF-8', async () => {
    // Masked with zeros.
    const frame = (first: number, payload: Buffer, masked = true) =>
      Buffer.concat([
        Buffer.from([first, (masked ? 0x80 : 0) | payload.length, ...(masked ? [0, 0, 0, 0] : [])]),
        payload,
      ])
    const speak = async (...frames: Buffer[]) => {
      const socket = await openSocket(port)
      let received = ''
      socket.setEncoding('latin1').on('data', (text) => {
        received += text
      })
      socket.write(handshake([...upgrade, `X-Api-Key: ${own.key}`]))
      const answered = () => received.split('\r\n\r\n')[1]
      await waitFor(async () => (answered() === undefined ? undefined : true))
      for (const bytes of frames) socket.write(bytes)
      const answer = await waitFor(async () => answered() || undefined)
      socket.destroy()
      return answer
    }
    const hello = Buffer.from('{"type":"hello","name":"a","version":"b","entries":9}')
    expect(await speak(frame(0x01, hello.subarray(0, 9)), frame(0x80, hello.subarray(9)))).toContain('"welcome"')
    expect(await speak(frame(0x81, hello, false))).not.toContain('welcome')
    expect(await speak(frame(0x81, Buffer.from([0xff])))).not.toContain('welcome')
  })

  it('that read nothing are dropped', async () => {
    const verifier = await open()
    const keys = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        test.issueKey(root.bearer, `wide ${i}`, {
          metadata: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}`, 'x'.repeat(50)])),
        }),
      ),
    )
    verifier.socket.pause()
    const items = Array.from({ length: 100 }, (_, i) => ({ credential: keys[i % 20]?.key }))
    const headers = { authorization: 'Bearer a-token-of-some-length' }
    const answered = async () => {
      const { text } = await test.call('GET /metrics', { headers })
      return Number(/^quiva_verifier_verdicts_total (\d+)$/m.exec(text)?.[1])
    }
    const before = await answered()
    let sent = 0
    await waitFor(async () => {
      // A few at a time: who has more than sixteen unanswered is dropped for that, and not for being slow.
      if ((await answered()) >= before + sent * items.length)
        for (const last = sent + 4; sent < last; sent += 1) verifier.send({ type: 'verify', id: 100 + sent, items })
      const { length } = (await list()).filter((one: { id: string }) => one.id === verifier.welcome?.holder)
      return length === 0 ? true : undefined
    })
    const { text } = await test.call('GET /metrics', { headers })
    expect(text).toMatch(/^quiva_verifiers_dropped_total\{reason="too_slow"\} 1$/m)
    verifier.socket.terminate()
  })

  it('are in the access log and the metrics, without a secret', async () => {
    const lines = test.logged.filter(
      ({ message, fields }) => message === 'request' && fields.operation === 'openVerifier',
    )
    expect(lines.some(({ fields }) => fields.status === 101 && fields.keyId === own.id)).toBe(true)
    expect(JSON.stringify(test.logged)).not.toContain(own.key)
    const { text } = await test.call('GET /metrics', { headers: { authorization: 'Bearer a-token-of-some-length' } })
    expect(text).toMatch(/^quiva_verifiers \d/m)
    expect(text).toMatch(/^quiva_verifier_verdicts_total [1-9]/m)
    expect(text).toMatch(/^quiva_verifier_evictions_total [1-9]/m)
    expect(text).toMatch(/^quiva_verifiers_dropped_total\{reason="credential_ended"\} [1-9]/m)
    expect(text).toMatch(/quiva_http_request_duration_seconds_count\{operation="openVerifier",status="101"\} [1-9]/)
  })
})
