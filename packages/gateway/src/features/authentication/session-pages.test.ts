import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { exchangeKey, FIREFOX, signIn } from '../../../test/users/sign-in.ts'

type Lists = { auth: { token: string }[]; refresh: { token: string }[] }

describeEngines('getSessionTokens in pages', (engine) => {
  let test: TestGateway
  let user: SignedInUser
  let bearer: string
  beforeAll(async () => {
    test = await openTestGateway(engine)
    user = await test.signUp()
    for (const [from, agent] of [
      ['203.0.113.9', FIREFOX],
      ['203.0.113.10', 'curl/8.5.0'],
      ['198.51.100.4', '100%/1'],
      ['2001:db8::7', 'curl/8.6.0'],
    ] as const)
      bearer = (await signIn(test, user, { from, agent })).bearer
  })
  afterAll(() => test.close())

  const list = (query: Record<string, string>, by: { bearer?: string; key?: string } = { bearer }) =>
    test.call(`GET /accounts/session-tokens?${new URLSearchParams(query)}`, by)

  async function walk(query: Record<string, string>): Promise<Lists> {
    const lists: Lists = { auth: [], refresh: [] }
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const answer = await list({ ...query, ...(cursor !== undefined && { cursor }) })
      expect(answer.status, answer.text).toBe(200)
      const { auth, refresh } = answer.body.data as Lists
      expect(refresh.map(({ token }) => token.slice(8))).toEqual(auth.map(({ token }) => token.slice(5)))
      lists.auth.push(...auth)
      lists.refresh.push(...refresh)
      cursor = answer.body.next_cursor
    }
    return lists
  }

  it('shows each session once, newest first or oldest first', async () => {
    const all = (await list({})).body.data as Lists
    expect(all.auth).toHaveLength(5)
    expect(await walk({ limit: '1' })).toEqual(all)
    expect(await walk({ limit: '3' })).toEqual(all)
    const turned = { auth: all.auth.toReversed(), refresh: all.refresh.toReversed() }
    expect(await walk({ limit: '3', sort: 'created_on' })).toEqual(turned)
    expect((await list({ sort: 'created_on' })).body).toEqual({ data: turned })
  })

  it('goes on when the session that ended a page is revoked', async () => {
    const first = (await list({ limit: '2' })).body
    const revoked = first.data.auth[1].token
    await test.call('DELETE /accounts/auth-token', { bearer, body: { token: revoked } })
    const second = (await list({ limit: '500', cursor: first.next_cursor })).body
    const all = (await list({})).body.data as Lists
    const before = first.data.auth.map(({ token }: { token: string }) => token)
    expect(second.data.auth).toEqual(all.auth.filter(({ token }) => !before.includes(token)))
  })

  it('finds by the beginning of the IP address, and by a part of the User-Agent', async () => {
    const ips = async (search: string) =>
      (await walk({ search, limit: '1' })).auth.map((session) => Reflect.get(session, 'ip'))
    const session = await signIn(test, user, { from: '192.0.2.1', agent: 'Wget/1.21' })
    bearer = session.bearer
    expect(await ips('192.0.2.')).toEqual(['192.0.2.1'])
    expect(await ips('wGET')).toEqual(['192.0.2.1'])
    expect(await ips('0%/')).toEqual(['198.51.100.4'])
    expect(await ips('92.0.2')).toEqual([])
  })

  it('of a key shows only what was made from it, and takes no cursor of its owner', async () => {
    const { key } = await test.issueKey(bearer)
    await exchangeKey(test, key)
    await exchangeKey(test, key)
    const { body } = await list({ limit: '1' }, { key })
    expect(body.data.auth).toMatchObject([{ kind: 'key' }])
    const rest = await list({ limit: '5', cursor: body.next_cursor }, { key })
    expect(rest.body).toMatchObject({ data: { auth: [{ kind: 'key' }] }, next_cursor: null })
    const { next_cursor: own } = (await list({ limit: '1' })).body
    expect((await list({ limit: '1', cursor: own }, { key })).status).toBe(400)
    expect((await list({ limit: '1', cursor: body.next_cursor })).status).toBe(400)
  })

  it.each(['limit=0', 'limit=501', 'sort=ip', 'search=', 'limit=1&cursor=x', 'cursor=x', 'limit=1&limit=2'])(
    'answers 400 to %s',
    async (query) => {
      expect((await test.call(`GET /accounts/session-tokens?${query}`, { bearer })).status).toBe(400)
    },
  )
})
