import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'

describeEngines('viewApiKeys', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('Päper & Sons')
  })
  afterAll(() => test.close())

  const list = (bearer: string, query = '') => test.call(`GET /accounts/api-keys${query}`, { bearer })

  it('is empty for who has no keys', async () => {
    expect((await list(root.bearer)).body).toEqual({ data: [] })
  })

  it('has the live keys, oldest first, with the account, and never a key, a hash or creds', async () => {
    const issued = []
    for (const name of ['first', 'second', 'third'])
      issued.push(await test.issueKey(root.bearer, name, { expiry_days: 5 }))
    await test.call(`DELETE /accounts/api-key?id=${issued[1]?.id}`, { bearer: root.bearer })
    const answer = await list(root.bearer)
    expect(answer.body.data).toEqual(
      [issued[0], issued[2]].map((key, index) => ({
        id: key?.id,
        name: ['first', 'third'][index],
        created_on: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        expires_on: key?.expires_on,
        last_4_characters: key?.key.slice(-4),
        last_used_on: null,
        last_used_from: null,
        version: expect.any(String),
        account: root.account,
        issued_by: null,
        scopes: null,
        environment: 'live',
        metadata: null,
        tags: [],
        disabled: false,
        allowed_ips: null,
        rate_limit: null,
        quota: null,
        owner: 'member',
        replaces: null,
        replaced_by: null,
        retire: null,
        silent_days: null,
        start: null,
      })),
    )
    for (const one of issued) expect(answer.text).not.toContain(one.key.slice(3, -4))
  })

  it('says from where a key was used last: the latest network of the latest day that has one', async () => {
    const user = await addMember(test, root, 'developer')
    const [used, unknown] = [await test.issueKey(user.bearer), await test.issueKey(user.bearer)]
    const uses = { api_key_id: used.id, uses: 1 }
    const rows = [
      { ...uses, day: 20_000, network: '192.0.2.1', last_used_at: 900 },
      { ...uses, day: 20_001, network: '192.0.2.3', last_used_at: 100 },
      { ...uses, day: 20_001, network: '2001:db8::/64', last_used_at: 200 },
    ]
    await test.database.transaction(({ db }) => db.insertInto('api_key_networks').values(rows).execute())
    const expected = [used.id, '2001:db8::/64', unknown.id, null]
    const from = (keys: { id: string; last_used_from: string | null }[]) =>
      keys.flatMap((key) => [key.id, key.last_used_from])
    expect(from((await list(user.bearer)).body.data)).toEqual(expected)
    expect(from((await list(user.bearer, '?limit=10')).body.data)).toEqual(expected)
    const all = (await list(root.bearer, '?owner=all&limit=100')).body.data
    expect(from(all.filter(({ id }: { id: string }) => expected.includes(id)))).toEqual(expected)
  })

  it('shows each member their own keys of this account, not those of another member or another account', async () => {
    const [one, other] = [await addMember(test, root, 'developer'), await addMember(test, root, 'developer')]
    const stranger = await test.signUp()
    const ids = []
    for (const user of [one, other, stranger]) ids.push((await test.issueKey(user.bearer)).id)
    for (const [index, user] of [one, other, stranger].entries()) {
      const { data } = (await list(user.bearer)).body
      expect(data.map((key: { id: string }) => key.id)).toEqual([ids[index]])
    }
    const ofOne = (await list(root.bearer, `?email=${one.email}`)).body.data
    expect(ofOne.map((key: { id: string }) => key.id)).toEqual([ids[0]])
  })

  it.each(['nobody', '', 'a@', '@b', 'a b@example.com'])('answers 400 to the address %j', async (email) => {
    const answer = await list(root.bearer, `?email=${encodeURIComponent(email)}`)
    expect(answer.status).toBe(400)
    expect(answer.body.details).toEqual([{ path: '/querystring/email', message: expect.any(String) }])
  })

  it('works when it is listed with a key, and shows that key in use', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const answer = await test.call('GET /accounts/api-keys', { key })
    expect(answer.body.data.map((one: { id: string }) => one.id)).toContain(id)
  })
})
