import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'
import { isWellFormedApiKey } from '../../access/api-key-format.ts'

describeEngines('what is said of a key', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const update = (body: object, bearer = root.bearer) => test.call('PATCH /accounts/api-key', { bearer, body })
  const post = (body: object, bearer = root.bearer) =>
    test.call('POST /accounts/api-key', { bearer, body: { key_name: 'ci', ...body } })
  const issue = async (body: object = {}, bearer = root.bearer) => (await post(body, bearer)).body.data
  const introspect = async (token: string) =>
    (await test.call('POST /introspect', { bearer: root.bearer, body: { token } })).body
  const shown = async (id: string) =>
    (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data.find(
      (one: { id: string }) => one.id === id,
    )
  const tagRows = (id: string) =>
    test.database.read.selectFrom('api_key_tags').selectAll().where('api_key_id', '=', id).orderBy('tag').execute()

  const metadata = {
    plan: 'pro',
    seats: 5,
    ratio: -0.25,
    beta: true,
    paid: false,
    note: 'Größe "x"\r\nY: z',
    constructor: 'a',
  }
  const described = { metadata, tags: ['ci', 'team:payments'] }

  it('is in the answer, in lists, in introspection of it and of its sessions, with the types it was given', async () => {
    const issued = await issue({ metadata, tags: ['team:payments', 'ci', 'ci'] })
    expect(issued).toMatchObject({ ...described, environment: 'live' })
    expect(await shown(issued.id)).toMatchObject({ ...described, environment: 'live', disabled: false })
    expect(await introspect(issued.key)).toMatchObject({ ...described, environment: 'live' })
    expect(await introspect((await exchangeKey(test, issued.key)).bearer)).toMatchObject(described)
    expect(await introspect(root.bearer)).toMatchObject({ metadata: null, tags: [], environment: 'live' })
    expect((await tagRows(issued.id)).map(({ tag, account_id: account }) => [tag, account])).toEqual([
      ['ci', root.accountId],
      ['team:payments', root.accountId],
    ])
    const [event] = await eventsAbout(test, issued.id)
    expect(JSON.parse(event?.details ?? '')).toMatchObject({
      metadata: JSON.stringify(metadata),
      tags: 'ci team:payments',
    })
  })

  it('changes as a whole and at once, for services too; null and what is empty take it away', async () => {
    const { id, key } = await issue(described)
    expect(await introspect(key)).toMatchObject(described)
    expect((await update({ id, metadata: { plan: 'free' }, tags: ['b', 'a'] })).body.data).toMatchObject({
      metadata: { plan: 'free' },
      tags: ['a', 'b'],
    })
    expect(await introspect(key)).toMatchObject({ metadata: { plan: 'free' }, tags: ['a', 'b'] })
    const [, event] = await eventsAbout(test, id)
    expect(JSON.parse(event?.details ?? '')).toEqual({
      name: 'ci',
      owner: root.userId,
      metadata: '{"plan":"free"}',
      tags: 'a b',
    })
    const same = () => update({ id, metadata: { plan: 'free' }, tags: ['b', 'a', 'b'] })
    expect((await changesOf(test, same)).changed).toEqual([])
    expect((await update({ id, key_name: 'other' })).body.data).toMatchObject({ metadata: { plan: 'free' } })
    expect((await update({ id, metadata: {}, tags: null })).body.data).toMatchObject({ metadata: null, tags: [] })
    await update({ id, ...described })
    expect((await update({ id, metadata: null, tags: [] })).body.data).toMatchObject({ metadata: null, tags: [] })
    expect([await tagRows(id), await introspect(key)]).toMatchObject([[], { metadata: null, tags: [] }])
  })

  it('goes to the successor, which is found by the same tags', async () => {
    const { id, key } = await issue({ ...described, environment: 'test' })
    const rotated = (await test.call('POST /accounts/api-key/rotate', { key })).body.data
    expect(rotated).toMatchObject({ ...described, environment: 'test', replaces: id })
    expect(rotated.key).toMatch(/^mst-/)
    expect(await introspect(rotated.key)).toMatchObject({ ...described, environment: 'test' })
    expect((await tagRows(rotated.id)).map(({ tag }) => tag)).toEqual(described.tags)
  })

  it('is refused at the member that is wrong, at issue and at a change, and changes nothing', async () => {
    const { id } = await issue()
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, n]))
    const { changed } = await changesOf(test, async () => {
      for (const [path, wrong] of [
        ['/body/metadata', { metadata: many(21) }],
        ['/body/metadata', { metadata: { a: 'é'.repeat(1100) } }],
        ['/body/metadata', { metadata: { a: 'x'.repeat(1100), b: '"'.repeat(500) } }],
        ['/body/metadata', { metadata: [] }],
        ['/body/metadata', { metadata: 'plan=pro' }],
        ['/body/metadata', { metadata: { 'a b': 1 } }],
        ['/body/metadata', { metadata: { '': 1 } }],
        ['/body/metadata', { metadata: { [`${'a'.repeat(41)}`]: 1 } }],
        ['/body/metadata', { metadata: { 'a\r\nX-Quiva-Role': 'root' } }],
        ['/body/metadata', { metadata: { a: null } }],
        ['/body/metadata', { metadata: { a: {} } }],
        ['/body/metadata', { metadata: { a: ['x'] } }],
        ['/body/tags', { tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }],
        ['/body/tags', { tags: 'ci' }],
        ['/body/tags', { tags: ['CI'] }],
        ['/body/tags', { tags: [''] }],
        ['/body/tags', { tags: ['a b'] }],
        ['/body/tags', { tags: ['a,b'] }],
        ['/body/tags', { tags: ['%'] }],
        ['/body/tags', { tags: ['_a'] }],
        ['/body/tags', { tags: ['a'.repeat(41)] }],
        ['/body/tags', { tags: ['a\n'] }],
        ['/body/tags', { tags: [5] }],
      ] as const)
        for (const ask of [() => post(wrong), () => update({ id, ...wrong })]) {
          const { status, body } = await ask()
          const paths: string[] = (body.details ?? []).map((problem: { path: string }) => problem.path)
          expect([wrong, status, paths.some((one) => one.startsWith(path))]).toEqual([wrong, 400, true])
        }
    })
    expect(changed).toEqual([])
    const most = { metadata: many(20), tags: Array.from({ length: 10 }, (_, n) => `t${n}`) }
    expect((await update({ id, ...most })).body.data).toMatchObject(most)
    const longest = { metadata: { a: 'x'.repeat(2048 - '{"a":""}'.length) } }
    expect((await post(longest)).status).toBe(200)
  })

  it('refuses a name that would change the object it is copied into', async () => {
    const { id } = await issue()
    const body = `{"id":"${id}","metadata":{"__proto__":"x","plan":"pro"}}`
    const headers = { 'content-type': 'application/json' }
    const answer = await test.call('PATCH /accounts/api-key', { bearer: root.bearer, headers, body })
    expect([answer.status, (await shown(id)).metadata]).toEqual([400, null])
  })

  // Attack: a customer has a key with api-keys:write, and makes themselves a better one.
  it('is no matter for the key itself, only for users and for keys that issued it', async () => {
    const parent = await issue({ scopes: ['api-keys:write'], metadata: { plan: 'free' }, tags: ['free'] })
    const child = await issue({ scopes: ['api-keys:write'] }, parent.key)
    const sibling = await issue()
    const session = await exchangeKey(test, parent.key)
    const { changed } = await changesOf(test, async () => {
      for (const change of [{ metadata: { plan: 'enterprise' } }, { metadata: null }, { tags: ['paid'] }])
        for (const [by, id] of [
          [parent.key, parent.id],
          [session.bearer, parent.id],
          [sibling.key, parent.id],
        ] as const)
          expect((await update({ id, ...change }, by)).body.code).toBe('interactive_required')
      expect((await update({ id: parent.id, tags: ['paid'] }, child.key)).body.code).toBe('beyond_own_limits')
    })
    expect(changed).toEqual([])
    expect((await update({ id: child.id, metadata: { plan: 'pro' } }, parent.key)).status).toBe(200)
  })

  it('is said of keys of the account too, by those who may change them', async () => {
    const admin = await addMember(test, root, 'admin')
    const developer = await addMember(test, root, 'developer')
    const { id, key } = await issue({ owner: 'account', role: 'developer', environment: 'test', ...described })
    expect(await introspect(key)).toMatchObject({ ...described, environment: 'test', owner: 'account' })
    expect((await update({ id, tags: ['x'], metadata: null }, admin.bearer)).body.data).toMatchObject({ tags: ['x'] })
    for (const body of [
      { id, tags: ['y'] },
      { id, disabled: true },
      { id, expiry_days: 200 },
    ])
      expect((await update(body, developer.bearer)).body.code).toBe('unknown_api_key')
    expect(await introspect(key)).toMatchObject({ tags: ['x'], metadata: null })
  })

  it('costs a key without tags no statement more', async () => {
    const without = await sql.during(() => issue())
    expect(await sql.during(() => issue({ metadata }))).toBe(without)
    expect(await sql.during(() => issue({ tags: ['a', 'b', 'c'] }))).toBe(without + 1)
  })

  it('goes with the key: nothing of it is left once the key is purged', async () => {
    const { id } = await issue(described)
    await test.database.transaction(({ db }) => db.deleteFrom('api_keys').where('id', '=', id).execute())
    expect(await tagRows(id)).toEqual([])
  })

  describe('a test key', () => {
    it('begins differently, works like any other, and is told apart; so are its sessions and the keys that it issues', async () => {
      const { id, key, environment } = await issue({ environment: 'test' })
      expect([environment, key, isWellFormedApiKey(key)]).toEqual([
        'test',
        expect.stringMatching(/^mst-[0-9a-f]{32}$/),
        true,
      ])
      expect((await shown(id)).environment).toBe('test')
      expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
      expect((await test.call('GET /accounts/info', { bearer: key })).status).toBe(200)
      expect((await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })).status).toBe(200)
      const session = await exchangeKey(test, key)
      const child = await issue({}, key)
      expect([child.environment, child.key.slice(0, 4)]).toEqual(['test', 'mst-'])
      for (const token of [key, session.bearer, child.key]) expect((await introspect(token)).environment).toBe('test')
      expect((await issue({}, session.bearer)).environment).toBe('test')
      expect((await issue({ environment: 'test' }, (await issue()).key)).environment).toBe('test')
    })

    it('issues no live key, and nothing makes a live key of it', async () => {
      const { id, key } = await issue({ environment: 'test' })
      const session = await exchangeKey(test, key)
      for (const by of [key, session.bearer]) {
        const { status, body } = await post({ environment: 'live' }, by)
        expect([status, body.code]).toEqual([403, 'beyond_own_limits'])
      }
      expect((await update({ id, environment: 'live' })).status).toBe(400)
      expect((await post({ environment: 'staging' })).body.details[0].path).toBe('/body/environment')
      // The checksum covers the prefix.
      const live = key.replace('mst-', 'ms-')
      expect([isWellFormedApiKey(live), (await test.call('GET /accounts/info', { key: live })).status]).toEqual([
        false,
        401,
      ])
    })

    const verify = (query: string, credential: { key: string } | { bearer: string }) =>
      test.call(`GET /verify?account=${root.accountId}${query}`, credential)

    it('passes GET /verify, which says what it is, unless a live one is asked for; users are live', async () => {
      const live = { key: (await issue()).key }
      const trial = { key: (await issue({ environment: 'test' })).key }
      const session = { bearer: (await exchangeKey(test, trial.key)).bearer }
      const person = { bearer: root.bearer }
      for (const [credential, own, other] of [
        [live, 'live', 'test'],
        [person, 'live', 'test'],
        [trial, 'test', 'live'],
        [session, 'test', 'live'],
      ] as const) {
        for (const query of ['', `&environment=${own}`]) {
          const { status, headers } = await verify(query, credential)
          expect([status, headers['x-quiva-environment']]).toEqual([200, own])
        }
        const refused = await verify(`&environment=${other}`, credential)
        expect([refused.status, refused.body.code, refused.headers['x-quiva-key-id']]).toEqual([
          403,
          'other_environment',
          undefined,
        ])
      }
      expect((await verify('&environment=staging', live)).status).toBe(400)
    })

    it('brings the metadata that GET /verify is asked for, in one header that no value gets out of', async () => {
      const { id, key } = await issue({ metadata })
      const text = async (names: string, credential: { key: string } | { bearer: string } = { key }) =>
        (await verify(`&metadata=${names}`, credential)).headers['x-quiva-metadata']
      const all = String(await text('plan,seats,ratio,beta,paid,note,constructor'))
      expect(all).toMatch(/^[\w.=&%!'()*~-]+$/)
      expect(Object.fromEntries(new URLSearchParams(all))).toEqual(
        Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)])),
      )
      expect(await text('seats,plan,seats,unknown,toString,__proto__')).toBe('seats=5&plan=pro')
      expect(await text('unknown')).toBe('none')
      expect(await text('plan', { bearer: root.bearer })).toBe('none')
      expect(await text('plan', { key: (await issue()).key })).toBe('none')
      expect(await text('plan', { bearer: (await exchangeKey(test, key)).bearer })).toBe('plan=pro')
      expect((await verify('', { key })).headers).not.toHaveProperty('x-quiva-metadata')
      expect(await sql.during(() => text('plan'))).toBe(0)
      await update({ id, metadata: { plan: 'free' } })
      expect(await text('plan,seats')).toBe('plan=free')
      for (const names of ['', ',', 'a,', 'a%20b', 'a%0d%0ab', '%C3%A9', 'a'.repeat(41), `${'a,'.repeat(20)}a`])
        expect([names, (await verify(`&metadata=${names}`, { key })).status]).toEqual([names, 400])
    })
  })
})
