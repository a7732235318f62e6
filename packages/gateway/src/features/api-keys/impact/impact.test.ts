import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { changesOf } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { DAY, HOUR, later } from '../../../../test/run/clock.ts'
import { invite } from '../../../../test/users/invitations.ts'
import { addMember } from '../../../../test/users/members.ts'
import { exchangeKey } from '../../../../test/users/sign-in.ts'
import { createKeyUse } from '../use/key-use.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('getApiKeyImpact', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  /** Asks: access tokens are valid for an hour only, and a key for longer. */
  let asker: { key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    asker = await test.issueKey(root.bearer, 'asker')
  })
  afterAll(() => test.close())

  type By = { bearer?: string; key?: string }
  const ask = (id?: string, by: By = { key: asker.key }) =>
    test.call(`GET /accounts/api-key/impact${id === undefined ? '' : `?id=${id}`}`, by)
  const impact = async (id: string) => {
    const answer = await ask(id)
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.data
  }
  const verdict = async (id: string) => (await impact(id)).verdict
  /** A use now, by the test's clock, as a gateway writes it. */
  async function use(id: string, address = '192.0.2.1') {
    const keyUse = createKeyUse(test.database, silent)
    keyUse.touch(id, address)
    await keyUse.flush()
  }
  const rotate = async (by: By, body: object = {}) => {
    const answer = await test.call('POST /accounts/api-key/rotate', { ...by, body })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.data
  }

  it('calls a key unused that nobody ever used, and shows that nothing depends on it', async () => {
    const { id, expires_on } = await test.issueKey(root.bearer, 'idle')
    expect(await impact(id)).toEqual({
      id,
      name: 'idle',
      created_on: expect.any(String),
      expires_on,
      last_used_on: null,
      verdict: 'unused',
      reason: expect.stringMatching(/^It was issued on \d{4}-\d\d-\d\d \d\d:\d\d UTC and was never used\.$/),
      uses: 0,
      days: [],
      sessions: [],
      connections: null,
      successor: null,
      also_deleted: [],
      also_deleted_count: 0,
      invitations: 0,
    })
  })

  it('calls a key in use for 30 days after its last use, and then unused; shows the days of those 30', async () => {
    const { id } = await test.issueKey(root.bearer, 'x', { expiry_days: 365 })
    asker = await test.issueKey(root.bearer, 'asker', { expiry_days: 365 })
    await later(0, async () => {
      const at = Date.now()
      await use(id)
      await later(DAY, () => use(id, '2001:db8:1:2:3::4'))
      await later(30 * DAY, async () => {
        const data = await impact(id)
        const last = new Date(at + DAY).toISOString()
        expect(data).toMatchObject({
          verdict: 'in_use',
          reason: `It was last used on ${last.slice(0, 16).replace('T', ' ')} UTC.`,
          last_used_on: last,
          uses: 1,
          days: [{ date: last.slice(0, 10), uses: 1, networks: [{ network: '2001:db8:1:2::/64', uses: 1 }] }],
        })
        await later(DAY - 1, async () => expect(await verdict(id)).toBe('in_use'))
        await later(DAY, async () => {
          expect(await impact(id)).toMatchObject({
            verdict: 'unused',
            reason: expect.stringContaining('more than 30 days'),
          })
        })
      })
    })
  })

  it('calls a rotated key replaced when it was silent for a day and its successor is used', async () => {
    const { id } = await test.issueKey(root.bearer, 'old')
    await later(0, async () => {
      await use(id)
      const { id: heir } = await rotate({ bearer: root.bearer }, { id, grace_seconds: 20 * 86_400 })
      await later(2 * DAY, async () => {
        expect(await impact(id)).toMatchObject({
          verdict: 'in_use',
          successor: { id: heir, name: 'old', last_used_on: null, also_deleted: false },
        })
        await use(heir)
        const data = await impact(id)
        expect(data).toMatchObject({ verdict: 'replaced', reason: expect.stringContaining(heir) })
        expect(data.successor.last_used_on).toBe(new Date().toISOString())
        // One program still has the old key.
        await later(HOUR, async () => {
          await use(id)
          expect(await verdict(id)).toBe('in_use')
          await later(HOUR, async () => {
            await use(heir)
            expect(await verdict(id)).toBe('in_use')
            await later(DAY, async () => expect(await verdict(id)).toBe('replaced'))
          })
        })
      })
    })
  })

  // Whoever deletes the old key would take the new one away from the programs that use it.
  it('names what deleteApiKey would delete too, and does not call a key unused whose issued keys or own successor are used', async () => {
    const old = await test.issueKey(root.bearer, 'self')
    const child = await test.issueKey(old.key, 'child')
    const grandchild = await test.issueKey(child.key, 'grandchild')
    const heir = await rotate({ key: old.key }, { grace_seconds: 10 * 86_400 })
    const heirsChild = await test.issueKey(heir.key, 'late')
    await test.database.transaction(({ db }) =>
      db.updateTable('api_keys').set({ last_used_at: null }).where('account_id', '=', root.accountId).execute(),
    )
    const data = await impact(old.id)
    expect(data.verdict).toBe('unused')
    expect(data.also_deleted_count).toBe(4)
    const because = data.also_deleted.map((key: { id: string; because: string }) => [key.id, key.because])
    expect(new Map(because)).toEqual(
      new Map([
        [heir.id, 'rotated'],
        [child.id, 'issued'],
        [grandchild.id, 'issued'],
        [heirsChild.id, 'issued'],
      ]),
    )
    expect(data.successor).toMatchObject({ id: heir.id, also_deleted: true })
    await use(grandchild.id)
    expect(await impact(old.id)).toMatchObject({ verdict: 'in_use', reason: expect.stringContaining(grandchild.id) })
    await later(2 * DAY, async () => {
      await use(heir.id)
      expect(await impact(old.id)).toMatchObject({ verdict: 'in_use', reason: expect.stringContaining(heir.id) })
    })
    const deleted = await test.call(`DELETE /accounts/api-key?id=${old.id}`, { bearer: root.bearer })
    expect(deleted.body.data.also_deleted.toSorted()).toEqual(because.map(([id]: [string]) => id).toSorted())
  })

  it('shows live sessions of the key and of what it issued, without anything to use or revoke them, and counts invitations', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'busy')
    const child = await test.issueKey(key)
    const session = await exchangeKey(test, key)
    const ended = await exchangeKey(test, key)
    await exchangeKey(test, child.key)
    await test.call('POST /accounts/logout', { bearer: ended.bearer, body: {} })
    expect((await invite(test, { key }, { email: `${id}@example.com` })).status).toBe(200)
    const { body, text } = await ask(id)
    const from = body.data.sessions.map((one: { api_key_id: string }) => one.api_key_id).toSorted()
    const live = (await test.database.read.selectFrom('sessions').select(['api_key_id', 'ended_at']).execute()).filter(
      (one) => one.ended_at === null && (one.api_key_id === id || one.api_key_id === child.id),
    )
    expect(from).toEqual(live.map((one) => one.api_key_id).toSorted())
    expect(from).toContain(child.id)
    expect(body.data.invitations).toBe(1)
    for (const secret of [key, child.key, session.bearer, session.refreshToken, `${id}@example.com`])
      expect(text).not.toContain(secret)
    expect(Object.keys(body.data.sessions[0]).toSorted()).toEqual(['agent', 'api_key_id', 'created_on', 'ip'])
  })

  it('describes 100 of the keys that would be deleted too, and counts all of them', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'parent')
    for (let n = 0; n < 102; n += 1) await test.issueKey(key, `c${n}`)
    const data = await impact(id)
    expect([data.also_deleted.length, data.also_deleted_count]).toEqual([100, 102])
  })

  it('is for the owner, a key about itself, root and administrators; others’ keys answer like unknown ones; changes nothing', async () => {
    const [admin, developer] = [await addMember(test, root, 'admin'), await addMember(test, root, 'developer')]
    const stranger = await test.signUp()
    const [rootsKey, own] = [await test.issueKey(root.bearer), await test.issueKey(developer.bearer)]
    const account = await test.issueKey(root.bearer, 'x', { owner: 'account', role: 'developer' })
    const { changed } = await changesOf(test, async () => {
      const statuses = (by: By) =>
        Promise.all([rootsKey, own, account].map(async ({ id }) => (await ask(id, by)).status))
      expect(await statuses({ bearer: root.bearer })).toEqual([200, 200, 200])
      expect(await statuses({ bearer: admin.bearer })).toEqual([200, 200, 200])
      expect(await statuses({ bearer: developer.bearer })).toEqual([400, 200, 400])
      expect(await statuses({ key: account.key })).toEqual([400, 400, 200])
      expect(await statuses({ bearer: stranger.bearer })).toEqual([400, 400, 400])
      const unknown = await ask('key_unknown', { bearer: developer.bearer })
      expect(unknown.body.code).toBe('unknown_api_key')
      expect((await ask(rootsKey.id, { bearer: developer.bearer })).text).toBe(unknown.text)
      expect((await ask(rootsKey.id, { bearer: stranger.bearer })).text).toBe(unknown.text)
      expect((await ask(undefined, { key: own.key })).body.data.id).toBe(own.id)
      const nobodys = await ask(undefined, { bearer: developer.bearer })
      expect([nobodys.status, nobodys.body.details[0].path]).toEqual([400, '/querystring/id'])
    })
    expect(changed).toEqual([])
  })

  it.each(['?id=', `?id=${'x'.repeat(101)}`, '?id=a&id=b', '?key=ms-x', '?id=key_x&other=1'])(
    'refuses %s',
    async (query) => {
      const answer = await test.call(`GET /accounts/api-key/impact${query}`, { bearer: root.bearer })
      expect(answer.status).toBe(400)
    },
  )
})
