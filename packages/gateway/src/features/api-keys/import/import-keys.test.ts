import { createHash, createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { addMember } from '../../../../test/users/members.ts'
import { releaseSlots } from '../../../access/directory/key-slots.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import { readStoredClaims } from '../../../transport/messaging/store.ts'
import { purgeExpired } from '../revocation-store.ts'

/** As Unkey makes them: a prefix, and 16 random bytes. */
const foreignKey = (prefix = 'sk_live_') => prefix + randomBytes(16).toString('hex')
const rowOf = (key: string, more: object = {}) => ({ hash: sha256(key), key_name: 'imported', ...more })
/** Everything that its owner may do. */
const ALL = { scopes: ['*:*'] }
const IMPORT = 'POST /accounts/api-keys/import'
const DAY_MS = 86_400_000

describeEngines('importApiKeys', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let stranger: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { IMPORTED_KEYS_PER_ACCOUNT: '60' } })
    root = await test.signUp()
    stranger = await test.signUp()
  })
  afterAll(() => test.close())

  const send = (keys: object[], more: object = {}, by: SignedInUser = root) =>
    test.call(IMPORT, { bearer: by.bearer, body: { keys, ...more } })
  async function take(key: string, more: object = {}, by: SignedInUser = root) {
    const { status, body } = await send([rowOf(key, more)], {}, by)
    expect([status, body.data?.keys[0].status]).toEqual([200, 'imported'])
    return body.data.keys[0].id as string
  }
  const statuses = (body: { data: { keys: { status: string }[] } }) => body.data.keys.map(({ status }) => status)
  const infoBy = async (key: string) => (await test.call('GET /accounts/info', { key })).status
  const verify = (key: string, account = root.accountId, more = '') =>
    test.call(`GET /verify?account=${account}${more}`, { key })
  const introspect = async (key: string, by: SignedInUser) =>
    (await test.call('POST /introspect', { bearer: by.bearer, body: { token: key } })).body
  const listed = async (id: string, by: SignedInUser = root) => {
    const { body } = await test.call('GET /accounts/api-keys', { bearer: by.bearer })
    return body.data.find((key: { id: string }) => key.id === id)
  }
  const events = async (id: string) => {
    const rows = test.database.read.selectFrom('audit_events').select('action').where('target_id', '=', id)
    // When somebody uses a refused key is noticed a little later, so at any place among the others.
    const named = (await rows.orderBy('id').execute()).map(({ action }) => action)
    return named.filter((action) => !action.startsWith('api_key.used_'))
  }
  const accountRow = (by: SignedInUser) =>
    test.database.read
      .selectFrom('accounts')
      .select(['key_count', 'imported_key_count'])
      .where('id', '=', by.accountId)
      .executeTakeFirstOrThrow()

  it('an imported key keeps its form and works in both headers, in introspection and at /verify, from memory', async () => {
    const key = foreignKey()
    expect(await infoBy(key)).toBe(401)
    const id = await take(key, { ...ALL, metadata: { plan: 'pro' }, tags: ['moved'] })
    expect(await infoBy(key)).toBe(200)
    expect((await test.call('GET /accounts/info', { bearer: key })).status).toBe(200)
    const verified = await verify(key, root.accountId, '&metadata=plan')
    expect([verified.status, verified.headers['x-quiva-key-id'], verified.headers['x-quiva-metadata']]).toEqual([
      200,
      id,
      'plan=pro',
    ])
    expect(await introspect(key, root)).toMatchObject({ active: true, key_id: id, tags: ['moved'], scope: '*:*' })
    const session = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    expect([
      session.status,
      (await test.call('GET /accounts/info', { bearer: session.body.data.auth_token })).status,
    ]).toEqual([200, 200])
  })

  it('takes hashes in hex, base64 and base64url, with padding or without, and they are the same key', async () => {
    const key = foreignKey()
    const digest = createHash('sha256').update(key).digest()
    const forms = [digest.toString('hex'), digest.toString('hex').toUpperCase(), digest.toString('base64')]
    forms.push(
      digest.toString('base64').replace('=', ''),
      digest.toString('base64url'),
      `${digest.toString('base64url')}=`,
    )
    const { body } = await send(forms.map((hash) => ({ hash, key_name: 'forms', ...ALL })))
    expect(statuses(body)).toEqual(['imported', 'exists', 'exists', 'exists', 'exists', 'exists'])
    expect(new Set(body.data.keys.map(({ id }: { id: string }) => id)).size).toBe(1)
    expect(await infoBy(key)).toBe(200)
  })

  it('honours a key of better-auth, hashed as its plugin does it: 64 letters, SHA-256 in base64url without padding', async () => {
    // Made by createApiKey of @better-auth/api-key 1.7.5, and its row in `apikey`.
    const key = 'VtjKJjBwDzSVZfwpenCofrUgQidXSPfProoDDwQLNonNTqmzoItLCRzdpizaFISy'
    const hash = 'K3hmUX9X5xnbHoUTWj_rmF1Jlu4RTwQ09chfECjvm7U'
    expect(createHash('sha256').update(new TextEncoder().encode(key)).digest('base64url')).toBe(hash)
    const { body } = await send([
      { hash, key_name: 'better-auth', start: 'VtjKJj', length: 64, scopes: ['files:read'] },
    ])
    expect(statuses(body)).toEqual(['imported'])
    expect((await verify(key, root.accountId, '&scope=files:read')).status).toBe(200)
    expect((await verify(key, root.accountId, '&scope=files:write')).body.code).toBe('insufficient_scope')
    expect(await listed(body.data.keys[0].id)).toMatchObject({
      start: 'VtjKJj',
      last_4_characters: '',
      name: 'better-auth',
    })
  })

  it('without scopes a key may do nothing at the gateway: the customers of a service do not become administrators', async () => {
    const key = foreignKey()
    const id = await take(key)
    expect((await test.call('GET /accounts/info', { key })).body.code).toBe('insufficient_scope')
    expect((await test.call('DELETE /accounts/api-key', { key, body: { id } })).body.code).toBe('insufficient_scope')
    expect((await verify(key)).status).toBe(200)
    expect(await introspect(key, root)).toMatchObject({ active: true, scope: '' })
    expect((await listed(id)).scopes).toEqual([])
  })

  it('a key under HMAC-SHA-256 works, its secret is stored once and sealed, and another secret is another key', async () => {
    const key = foreignKey('hm_')
    const secret = randomBytes(24).toString('base64')
    const hash = createHmac('sha256', Buffer.from(secret, 'base64')).update(key).digest('hex')
    const body = { hmac_secret: secret, hmac_secret_encoding: 'base64' }
    const first = await send([{ hash, key_name: 'hmac', ...ALL }], body)
    expect(statuses(first.body)).toEqual(['imported'])
    expect(statuses((await send([{ hash, key_name: 'hmac' }], body)).body)).toEqual(['exists'])
    expect([await infoBy(key), (await verify(key)).status]).toEqual([200, 200])
    expect(await introspect(key, root)).toMatchObject({ active: true, key_id: first.body.data.keys[0].id })
    const stored = await test.database.read.selectFrom('import_secrets').selectAll().execute()
    expect(stored).toHaveLength(1)
    expect(JSON.stringify(stored)).not.toContain(secret.slice(0, 20))
    // Its HMAC taken for a SHA-256 opens nothing: no text has that hash.
    const asPlain = await send([{ hash, key_name: 'plain', ...ALL }], {}, stranger)
    expect(statuses(asPlain.body)).toEqual(['imported'])
    expect((await test.call('GET /accounts/info', { key })).body.data.id).toBe(root.accountId)
    expect(await introspect(key, stranger)).toEqual({ active: false })
  })

  it('answers each row by itself, in its order, and imports the others', async () => {
    const good = foreignKey()
    const rows: [object, string][] = [
      [rowOf(foreignKey(), { hash: 'not a hash' }), '/body/keys/0/hash'],
      [rowOf(foreignKey(), { hash: sha256('').slice(0, 42) }), '/body/keys/1/hash'],
      [rowOf('', {}), '/body/keys/2/hash'],
      [rowOf(foreignKey(), { key_name: ' ' }), '/body/keys/3/key_name'],
      [rowOf(foreignKey(), { expires_on: '2020-01-01T00:00:00Z' }), '/body/keys/4/expires_on'],
      [rowOf(foreignKey(), { scopes: ['Orders:read'] }), '/body/keys/5/scopes/0'],
      [rowOf(foreignKey(), { allowed_ips: ['10.1.2.3/8'] }), '/body/keys/6/allowed_ips/0'],
      [rowOf(foreignKey(), { start: 'ms-0123' }), '/body/keys/7/start'],
      [rowOf(foreignKey(), { start: 'sk live' }), '/body/keys/8/start'],
      [rowOf(foreignKey(), { length: 19 }), '/body/keys/9/length'],
      [rowOf(foreignKey(), { length: 24, start: 'sk_live_', last_4_characters: 'abcd' }), '/body/keys/10/length'],
      [rowOf(foreignKey(), { expiry_days: 3, expires_on: '2099-01-01T00:00:00Z' }), '/body/keys/11/expires_on'],
    ]
    const { status, body } = await send([...rows.map(([row]) => row), rowOf(good, ALL)])
    expect([status, body.data.imported, body.data.refused]).toEqual([200, 1, rows.length])
    rows.forEach(([, path], index) => {
      const { status: is, code, details } = body.data.keys[index]
      expect([is, code, details[0].path]).toEqual(['refused', 'invalid_request', path])
    })
    expect(await infoBy(good)).toBe(200)
  })

  it('a row whose visible part is the whole key is refused, with SHA-256 and with HMAC', async () => {
    const key = foreignKey('')
    const hmac = createHmac('sha256', 'pepper of theirs').update(key).digest('hex')
    const split = { start: key.slice(0, 28), last_4_characters: key.slice(28) }
    for (const shown of [{ start: key }, split]) {
      const plain = await send([rowOf(key, shown)])
      const keyed = await send([{ ...rowOf(key, shown), hash: hmac }], { hmac_secret: 'pepper of theirs' })
      for (const { body } of [plain, keyed])
        expect([body.data.imported, body.data.keys[0].details?.[0].path]).toEqual([0, '/body/keys/0/start'])
    }
    await take(key, { start: key.slice(0, 27), last_4_characters: key.slice(28) })
  })

  it('a key with dots works in both headers and in introspection, unless it begins like a JSON Web Token', async () => {
    const dotted = foreignKey('live.project.')
    const id = await take(dotted, ALL)
    expect([await infoBy(dotted), (await test.call('GET /accounts/info', { bearer: dotted })).status]).toEqual([
      200, 200,
    ])
    expect(await introspect(dotted, root)).toMatchObject({ active: true, key_id: id })
    expect((await test.call('GET /accounts/info', { bearer: foreignKey('eyJ.project.') })).status).toBe(401)
  })

  /** A key that was imported twice, in whichever order. */
  async function takeTwice(key: string, order: 'sha256 first' | 'hmac first') {
    const pepper = 'pepper of the old system'
    const byHmac = { ...rowOf(key, ALL), hash: createHmac('sha256', pepper).update(key).digest('hex') }
    const imports = [() => send([rowOf(key, ALL)]), () => send([byHmac], { hmac_secret: pepper })]
    if (order === 'hmac first') imports.reverse()
    const ids: string[] = []
    for (const run of imports) ids.push((await run()).body.data.keys[0].id)
    expect([new Set(ids).size, await infoBy(key)]).toEqual([2, 200])
    return ids
  }
  /** At the gateway itself, at /verify, and in introspection, which look it up in three ways. */
  const everywhere = async (key: string) => {
    const { active, key_id: id } = await introspect(key, root)
    return [await infoBy(key), (await verify(key)).status, active, id]
  }

  it.each(['sha256 first', 'hmac first'] as const)(
    'a key that was imported as SHA-256 and as HMAC is one key to who names it, and answers agree: %s',
    async (order) => {
      const by = (method: 'PATCH' | 'DELETE', body: object) =>
        test.call(`${method} /accounts/api-key`, { bearer: root.bearer, body })
      const key = foreignKey('twice_')
      const [first, second] = await takeTwice(key, order)
      expect(await everywhere(key)).toEqual([200, 200, true, first])
      await by('PATCH', { id: first, disabled: true })
      expect(await everywhere(key)).toEqual([200, 200, true, second])
      await by('PATCH', { key, disabled: true })
      expect(await everywhere(key)).toEqual([401, 401, false, undefined])
      await by('PATCH', { key, disabled: false, key_name: 'again' })
      expect(await everywhere(key)).toEqual([200, 200, true, first])
      const gone = await by('DELETE', { key })
      expect([gone.status, gone.body.data.also_deleted]).toEqual([200, [second]])
      expect(await everywhere(key)).toEqual([401, 401, false, undefined])
      expect(await events(second ?? '')).toContain('api_key.deleted')

      const rotated = foreignKey('twice_')
      const [old] = await takeTwice(rotated, order)
      const answer = await test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: { key: rotated } })
      expect([answer.status, answer.body.data.replaces, ...(await everywhere(rotated))]).toEqual([
        200,
        old,
        200,
        200,
        true,
        old,
      ])
      await by('DELETE', { id: old })
      expect(await everywhere(rotated)).toEqual([401, 401, false, undefined])
    },
  )

  it('a dry run says the same and leaves nothing behind, not even the secret', async () => {
    const keys = [foreignKey(), foreignKey()]
    const rows = [rowOf(keys[0] ?? ''), rowOf(keys[0] ?? ''), rowOf(keys[1] ?? '', { key_name: ' ' })]
    const before = await Promise.all([
      accountRow(root),
      countOf('api_keys'),
      countOf('audit_events'),
      countOf('import_secrets'),
    ])
    const { body } = await send(rows, { dry_run: true, hmac_secret: 'a-secret-of-nobody' })
    expect(body.data).toMatchObject({ dry_run: true, imported: 1, existing: 1, refused: 1 })
    expect(body.data.keys.map(({ id }: { id?: string }) => id)).toEqual([undefined, undefined, undefined])
    expect(
      await Promise.all([accountRow(root), countOf('api_keys'), countOf('audit_events'), countOf('import_secrets')]),
    ).toEqual(before)
    expect(await infoBy(keys[0] ?? '')).toBe(401)
  })

  const countOf = async (table: 'api_keys' | 'audit_events' | 'import_secrets') =>
    (await test.database.read.selectFrom(table).select('id').execute()).length

  it('can be repeated: what is there is told, and neither changed nor revived', async () => {
    const key = foreignKey()
    const id = await take(key, { ...ALL, key_name: 'first' })
    const again = await send([rowOf(key, { key_name: 'second', scopes: ['a:b'] })])
    expect(again.body.data.keys).toEqual([{ status: 'exists', id }])
    expect(await listed(id)).toMatchObject({ name: 'first', scopes: ['*:*'] })
    await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id } })
    expect((await send([rowOf(key, ALL)])).body.data.keys).toEqual([{ status: 'exists', id }])
    expect([await infoBy(key), (await verify(key)).status]).toEqual([401, 401])
  })

  it('two requests at the same instant import a key once', async () => {
    const key = foreignKey()
    const answers = await Promise.all([send([rowOf(key)]), send([rowOf(key)]), send([rowOf(key)])])
    expect(answers.flatMap(({ body }) => statuses(body)).sort()).toEqual(['exists', 'exists', 'imported'])
    expect(new Set(answers.map(({ body }) => body.data.keys[0].id)).size).toBe(1)
  })

  it('who imports the hash of a key of another account learns nothing, and neither becomes it nor stops it', async () => {
    const key = foreignKey()
    const id = await take(key, ALL)
    expect(await infoBy(key)).toBe(200)
    // The stranger may have the hash from a stolen backup of the other system.
    const copy = await take(key, ALL, stranger)
    expect(copy).not.toBe(id)
    const info = async () => (await test.call('GET /accounts/info', { key })).body.data.id
    expect(await info()).toBe(root.accountId)
    // Nor after the copy was introspected, which caches it.
    expect(await introspect(key, stranger)).toMatchObject({
      active: true,
      key_id: copy,
      account_id: stranger.accountId,
    })
    expect(await introspect(key, root)).toMatchObject({ active: true, key_id: id, account_id: root.accountId })
    expect(await info()).toBe(root.accountId)
    expect((await verify(key)).headers['x-quiva-key-id']).toBe(id)
    expect((await verify(key, stranger.accountId)).headers['x-quiva-key-id']).toBe(copy)
    expect((await verify(key)).headers['x-quiva-key-id']).toBe(id)
    // If the owner deletes it, it does not come to life again for whoever else has imported it.
    await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id } })
    expect([await infoBy(key), (await verify(key)).status]).toEqual([401, 401])
    expect((await verify(key, stranger.accountId)).status).toBe(200)
  })

  it('a stranger who was faster keeps no service from the key that its own account has imported', async () => {
    const key = foreignKey()
    await take(key, ALL, stranger)
    const id = await take(key, ALL)
    expect((await verify(key)).headers['x-quiva-key-id']).toBe(id)
    expect(await introspect(key, root)).toMatchObject({ active: true, key_id: id })
    const byKey = await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { key, key_name: 'mine' } })
    expect(byKey.body.data).toMatchObject({ id, name: 'mine' })
  })

  it('the hash of a key of this gateway imports nothing of it: keys of ours are looked up among ours alone', async () => {
    const own = await test.issueKey(root.bearer)
    const { body } = await send([{ hash: sha256(own.key), key_name: 'stolen', ...ALL }], {}, stranger)
    expect(statuses(body)).toEqual(['imported'])
    expect((await test.call('GET /accounts/info', { key: own.key })).body.data.id).toBe(root.accountId)
    expect(await introspect(own.key, stranger)).toEqual({ active: false })
    expect((await verify(own.key, stranger.accountId)).body.code).toBe('other_account')
    await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id: own.id } })
    expect(await infoBy(own.key)).toBe(401)
  })

  it('disabling, limits, extending, deleting and their events are as for keys of ours', async () => {
    const key = foreignKey()
    const id = await take(key, { ...ALL, expiry_days: 10, rate_limit: { requests: 3, per_seconds: 3600 } })
    const change = (body: object) =>
      test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, ...body } })
    expect(await infoBy(key)).toBe(200)
    expect((await change({ disabled: true })).status).toBe(200)
    expect([await infoBy(key), (await verify(key)).status, (await introspect(key, root)).active]).toEqual([
      401,
      401,
      false,
    ])
    await change({ disabled: false, expiry_days: 20 })
    expect([await infoBy(key), await infoBy(key), await infoBy(key)]).toEqual([200, 200, 429])
    const gone = await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { key } })
    expect([gone.status, await infoBy(key)]).toEqual([200, 401])
    expect(await events(id)).toEqual([
      'api_key.imported',
      'api_key.disabled',
      'api_key.updated',
      'api_key.enabled',
      'api_key.deleted',
    ])
    const disabled = foreignKey()
    await take(disabled, { ...ALL, disabled: true })
    expect(await infoBy(disabled)).toBe(401)
  })

  it('rotating an imported key makes a key of ours, with the same limits, and the old one works through its grace', async () => {
    const key = foreignKey()
    const id = await take(key, { scopes: ['account:read'], environment: 'test', metadata: { plan: 'pro' } })
    const { status, body } = await test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: { key } })
    expect([status, body.data.replaces]).toEqual([200, id])
    expect(body.data).toMatchObject({ scopes: ['account:read'], metadata: { plan: 'pro' }, environment: 'test' })
    expect(body.data.key).toMatch(/^mst-[0-9a-f]{32}$/)
    expect([await infoBy(body.data.key), await infoBy(key)]).toEqual([200, 200])
    expect(await listed(body.data.id)).toMatchObject({ start: null, replaces: id })
  })

  it('gets creds when somebody asks for them with the whole key, once, and only then takes a place among keys with creds', async () => {
    const key = foreignKey()
    const id = await take(key, ALL)
    const before = await accountRow(root)
    const read = () =>
      test.call('GET /accounts/api-creds?format=nats', { bearer: root.bearer, headers: { 'x-api-key': key } })
    const answers = await Promise.all([read(), read()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const seedOf = (text: string) => /BEGIN USER NKEY SEED-----\n(\S+)/.exec(text)?.[1]
    const seeds = [...answers, await read()].map(({ body }) => seedOf(body.data))
    expect([seeds[0], new Set(seeds).size]).toEqual([expect.stringMatching(/^SU/), 1])
    expect(await accountRow(root)).toEqual({ ...before, key_count: before.key_count + 1 })
    const row = await test.database.read
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.nats_user_key).toMatch(/^U/)
    expect(JSON.stringify(row)).not.toContain(seeds[0])
    const plain = foreignKey()
    await take(plain)
    const barred = await test.call('GET /accounts/api-creds', { bearer: root.bearer, headers: { 'x-api-key': plain } })
    expect(barred.body.code).toBe('creds_barred')
  })

  it('a key imports for itself alone, within its limits and its life, and what it imported is deleted with it', async () => {
    const issuer = await test.issueKey(root.bearer, 'importer', {
      scopes: ['api-keys:write', 'account:read'],
      expiry_days: 5,
    })
    const by = (keys: object[], more: object = {}) => test.call(IMPORT, { key: issuer.key, body: { keys, ...more } })
    const [within, beyond] = [foreignKey(), foreignKey()]
    const { body } = await by([
      rowOf(within, { scopes: ['account:read'], expiry_days: 300 }),
      rowOf(beyond, { scopes: ['sessions:read'] }),
    ])
    expect(body.data.keys).toMatchObject([{ status: 'imported' }, { status: 'refused', code: 'beyond_own_limits' }])
    expect(Date.parse(body.data.keys[0].expires_on)).toBeLessThanOrEqual(Date.now() + 5 * DAY_MS)
    expect((await listed(body.data.keys[0].id)).issued_by).toBe(issuer.id)
    const ofAccount = await by([rowOf(foreignKey())], { owner: 'account', role: 'developer' })
    expect(ofAccount.body.code).toBe('interactive_required')
    expect(await infoBy(within)).toBe(200)
    await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id: issuer.id } })
    expect(await infoBy(within)).toBe(401)
    const reader = await test.issueKey(root.bearer, 'reader', { scopes: ['api-keys:read'] })
    expect((await test.call(IMPORT, { key: reader.key, body: { keys: [rowOf(foreignKey())] } })).body.code).toBe(
      'insufficient_scope',
    )
  })

  it('keys of the account share one service account for each role, and stay when who imported them leaves', async () => {
    const { bearer, email } = await addMember(test, root, 'admin')
    const [one, two] = [foreignKey(), foreignKey()]
    for (const key of [one, two]) {
      const body = { keys: [rowOf(key, ALL)], owner: 'account', role: 'developer' }
      expect((await test.call(IMPORT, { bearer, body })).body.data.imported).toBe(1)
    }
    const owners = await Promise.all([one, two].map(async (key) => (await introspect(key, root)).sub))
    expect(new Set(owners).size).toBe(1)
    expect((await test.call('DELETE /accounts/remove-user', { bearer: root.bearer, body: { email } })).status).toBe(200)
    expect([await infoBy(one), await infoBy(two)]).toEqual([200, 200])
    const list = await test.call('GET /accounts/api-keys?owner=account', { bearer: root.bearer })
    expect(list.body.data.map(({ role }: { role: string }) => role)).toEqual(['developer', 'developer'])
  })

  it('a key of the account does not reach those of other customers that share its service account, only its own family', async () => {
    const by = (key: string) => (body: object) => test.call('DELETE /accounts/api-key', { key, body })
    const listBy = async (key: string) => {
      const answers = [await test.call('GET /accounts/api-keys', { key })]
      answers.push(await test.call('GET /accounts/api-keys?limit=100', { key }))
      const lists = answers.map(({ body }) => body.data.map(({ id }: { id: string }) => id).sort())
      expect(lists[0]).toEqual(lists[1])
      return lists[0]
    }
    const scopes = ['api-keys:read', 'api-keys:write', 'account:read']
    const keys = [foreignKey(), foreignKey()]
    const imported = await send(
      keys.map((key) => rowOf(key, { scopes })),
      { owner: 'account', role: 'developer' },
    )
    const [mine, theirs] = imported.body.data.keys.map(({ id }: { id: string }) => id)
    const [key = '', their = ''] = keys
    const issued = await test.call('POST /accounts/api-key', { key, body: { key_name: 'below', scopes } })
    const below = issued.body.data.id
    expect(await listBy(key)).toEqual([mine, below].sort())
    expect(await listBy(issued.body.data.key)).toEqual([mine, below].sort())
    expect(await listBy(their)).toEqual([theirs])
    const usage = await test.call(`GET /accounts/api-key/usage?id=${theirs}`, { key })
    const patched = await test.call('PATCH /accounts/api-key', { key, body: { id: theirs, disabled: true } })
    for (const answer of [usage, patched, await by(key)({ id: theirs }), await by(key)({ key: their })])
      expect([answer.status, answer.body.code]).toEqual([400, 'unknown_api_key'])
    expect(await infoBy(their)).toBe(200)
    const rotated = await test.call('POST /accounts/api-key/rotate', { key, body: {} })
    expect(rotated.status).toBe(200)
    expect(await listBy(rotated.body.data.key)).toEqual([mine, below, rotated.body.data.id].sort())
    expect((await by(rotated.body.data.key)({ id: below })).status).toBe(200)
    expect((await by(rotated.body.data.key)({ id: theirs })).body.code).toBe('unknown_api_key')
  })

  it('refuses further keys row by row when the account has as many as it may import; deleted ones count while they have a row', async () => {
    const crowded = await test.signUp()
    const rows = Array.from({ length: 63 }, () => rowOf(foreignKey()))
    const { body } = await send(rows, {}, crowded)
    expect([body.data.imported, body.data.refused]).toEqual([60, 3])
    expect(body.data.keys.slice(60).map(({ code }: { code: string }) => code)).toEqual(Array(3).fill('too_many_keys'))
    expect(await accountRow(crowded)).toEqual({ key_count: 0, imported_key_count: 60 })
    // Keys of our own are counted apart.
    await test.issueKey(crowded.bearer)
    expect(await accountRow(crowded)).toEqual({ key_count: 1, imported_key_count: 60 })
  })

  it('the message bus hears of a key with creds alone, and the places of both kinds are free when their rows are gone', async () => {
    const owner = await test.signUp()
    const [silent, loud] = [foreignKey(), foreignKey()]
    const ids = [
      await take(silent, { ...ALL, expiry_days: 1 }, owner),
      await take(loud, { ...ALL, expiry_days: 1 }, owner),
    ]
    const { status } = await test.call('GET /accounts/api-creds', {
      bearer: owner.bearer,
      headers: { 'x-api-key': loud },
    })
    expect(status).toBe(200)
    for (const id of ids) await test.call('DELETE /accounts/api-key', { bearer: owner.bearer, body: { id } })
    const claims = await readStoredClaims(test.database.read, owner.accountId)
    expect(claims?.state.revocations.map(({ userPublicKey }) => userPublicKey)).toEqual([expect.stringMatching(/^U/)])
    expect(await accountRow(owner)).toEqual({ key_count: 1, imported_key_count: 2 })
    await test.database.transaction(async (tx) => {
      const purged = await purgeExpired(tx, Date.now() + 2 * DAY_MS, 100)
      expect(purged.map(({ id }) => id).sort()).toEqual(ids.sort())
      await releaseSlots(tx, owner.accountId, purged)
    })
    expect(await accountRow(owner)).toEqual({ key_count: 0, imported_key_count: 0 })
  })

  it('refuses a request that is malformed as a whole', async () => {
    const row = rowOf(foreignKey())
    const wrong: [object, string][] = [
      [{ keys: [] }, '/body/keys'],
      [{ keys: Array(1001).fill(row) }, '/body/keys'],
      [{ keys: [{ ...row, hash: 5 }] }, '/body/keys/0/hash'],
      [{ keys: [{ ...row, hsah: 'x' }] }, '/body/keys/0'],
      [{ keys: [row], role: 'developer' }, '/body/role'],
      [{ keys: [row], owner: 'account' }, '/body/role'],
      [{ keys: [row], hmac_secret_encoding: 'hex' }, '/body/hmac_secret_encoding'],
      [{ keys: [row], hmac_secret: 'not hex at all', hmac_secret_encoding: 'hex' }, '/body/hmac_secret'],
    ]
    for (const [body, path] of wrong) {
      const answer = await test.call(IMPORT, { bearer: root.bearer, body })
      expect([answer.status, answer.body.details?.[0].path]).toEqual([400, expect.stringContaining(path)])
    }
  })

  it('stores no more than ten secrets for an account', async () => {
    const hoarder = await test.signUp()
    const give = (number: number) => send([rowOf(foreignKey())], { hmac_secret: `secret number ${number}` }, hoarder)
    // Requests that import nothing use none of them up.
    for (let number = 20; number < 32; number += 1) {
      const { body } = await send(
        [{ ...rowOf(foreignKey()), key_name: ' ' }],
        { hmac_secret: `secret number ${number}` },
        hoarder,
      )
      expect(statuses(body)).toEqual(['refused'])
    }
    for (let number = 0; number < 10; number += 1) expect((await give(number)).status).toBe(200)
    expect((await give(10)).body.details).toEqual([{ path: '/body/hmac_secret', message: expect.any(String) }])
    expect((await give(3)).status).toBe(200)
  })
})
