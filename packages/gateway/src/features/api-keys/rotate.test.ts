import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey, refreshStatusOf } from '../../../test/users/sign-in.ts'

describeEngines('rotateApiKey', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  let developer: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
    developer = await addMember(test, root, 'developer')
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  type By = { bearer?: string; key?: string }
  const rotate = (by: By, body?: object) => test.call('POST /accounts/api-key/rotate', { ...by, ...(body && { body }) })
  const status = async (by: By) => (await test.call('GET /accounts/info', by)).status
  const ends = (at: string) => Date.parse(at)
  async function rotated(by: By, body?: object) {
    const answer = await rotate(by, body)
    if (answer.status !== 200) throw new Error(`rotateApiKey answered ${answer.text}`)
    return answer.body.data
  }
  async function listed(id: string, bearer = root.bearer) {
    const { data } = (await test.call('GET /accounts/api-keys', { bearer })).body
    return data.find((key: { id: string }) => key.id === id)
  }
  /** Runs `work` at that very millisecond. */
  const at = (ms: number, work: () => Promise<void>) => later(0, () => later(ms - Date.now(), work))
  const rowOf = (id: string) =>
    test.database.read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  const isDeleted = async (id: string) => (await rowOf(id))?.deleted_at !== null
  /** By name: those of one transaction have no order. */
  const actions = async (id: string) => (await eventsAbout(test, id)).map(({ action }) => action).toSorted()

  it('gives a successor with name, owner and length of life of the old key, which lives on for a day', async () => {
    const old = await test.issueKey(root.bearer, 'nightly', { expiry_days: 30 })
    const before = Date.now()
    const data = await rotated({ bearer: root.bearer }, { id: old.id })
    expect(data).toEqual({
      id: expect.stringMatching(/^key_[0-9a-z]{26}$/),
      key: expect.stringMatching(/^ms-[0-9a-f]{32}$/),
      name: 'nightly',
      creds: expect.stringContaining('BEGIN quiva.ai USER JWT'),
      created_on: expect.any(String),
      expires_on: expect.any(String),
      replaces: old.id,
      grace_ends_on: expect.any(String),
      also_ending: [],
      scopes: null,
      allowed_ips: null,
      rate_limit: null,
      quota: null,
      environment: 'live',
      metadata: null,
      tags: [],
    })
    expect(Math.abs(ends(data.expires_on) - before - 30 * DAY)).toBeLessThan(5 * SECOND)
    expect(Math.abs(ends(data.grace_ends_on) - before - DAY)).toBeLessThan(5 * SECOND)
    expect([await status({ key: old.key }), await status({ key: data.key })]).toEqual([200, 200])
    expect(await listed(old.id)).toMatchObject({
      replaced_by: data.id,
      replaces: null,
      expires_on: data.grace_ends_on,
    })
    expect(await listed(data.id)).toMatchObject({ replaces: old.id, replaced_by: null, expires_on: data.expires_on })
    expect(await rowOf(data.id)).toMatchObject({ user_id: root.userId, issued_by_key_id: null })
    const events = await eventsAbout(test, old.id)
    expect(events.find(({ action }) => action === 'api_key.rotated')).toMatchObject({
      actor_user_id: root.userId,
      details: JSON.stringify({
        name: 'nightly',
        owner: root.userId,
        replaced_by: data.id,
        grace_ends_on: data.grace_ends_on,
      }),
    })
    expect(await actions(data.id)).toEqual(['api_key.issued'])
  })

  it('writes down what it describes the successor with', async () => {
    const described = { environment: 'test', metadata: { plan: 'pro' }, tags: ['a', 'b'] }
    const { id } = await test.issueKey(root.bearer, 'nightly', described)
    const [issued] = await eventsAbout(test, (await rotated({ bearer: root.bearer }, { id })).id)
    const expected = { environment: 'test', metadata: '{"plan":"pro"}', tags: 'a b' }
    expect(JSON.parse(issued?.details ?? '')).toMatchObject({ replaces: id, ...expected })
  })

  it('refuses the old key at the very millisecond of its end, cached as it is, with its sessions and the keys it issued', async () => {
    const old = await test.issueKey(root.bearer)
    const session = await exchangeKey(test, old.key)
    const child = await test.issueKey(old.key)
    const data = await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 1800 })
    expect(data.also_ending).toEqual([child.id])
    expect(await listed(child.id)).toMatchObject({ expires_on: data.grace_ends_on })
    const made = await exchangeKey(test, old.key)
    const born = await test.issueKey(old.key)
    const all: By[] = [{ key: old.key }, { key: child.key }, { key: born.key }]
    all.push({ bearer: session.bearer }, { bearer: made.bearer })
    await at(ends(data.grace_ends_on) - 1, async () => {
      expect(await Promise.all(all.map(status))).toEqual([200, 200, 200, 200, 200])
      await later(1, async () => {
        expect(await Promise.all(all.map(status))).toEqual([401, 401, 401, 401, 401])
        for (const one of [session, made]) expect(await refreshStatusOf(test, one)).toBe(401)
        expect(await status({ key: data.key })).toBe(200)
      })
    })
  })

  it('then deletes it as if somebody had: with an event, and a place that stays taken until its creds have ended', async () => {
    const old = await test.issueKey(root.bearer)
    const child = await test.issueKey(old.key)
    const data = await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 60 })
    await later(2 * MINUTE, async () => {
      await expect.poll(() => isDeleted(old.id), { timeout: 5000, interval: 20 }).toBe(true)
      expect(await rowOf(old.id)).toMatchObject({ expires_at: ends(old.expires_on), nats_seed_sealed: '' })
      expect(await rowOf(child.id)).toMatchObject({ expires_at: ends(child.expires_on), nats_seed_sealed: '' })
      const deletion = (await eventsAbout(test, old.id)).find(({ action }) => action === 'api_key.deleted')
      expect(deletion).toMatchObject({ actor_kind: 'system', ip: null })
      expect(JSON.parse(deletion?.details ?? '')).toEqual({ name: 'ci', owner: root.userId, reason: 'rotated' })
      expect(await actions(child.id)).toEqual(['api_key.deleted', 'api_key.issued'])
      expect(await status({ key: data.key })).toBe(200)
    })
  })

  // The grace ends while no gateway runs: nothing in memory may be needed for its end.
  it('ends it although the gateway was killed meanwhile', async () => {
    const old = await test.issueKey(root.bearer)
    await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 60 })
    await test.close()
    await later(2 * MINUTE, async () => {
      test = await openTestGateway(engine, { place })
      await expect.poll(() => isDeleted(old.id), { timeout: 5000, interval: 20 }).toBe(true)
    })
  })

  it('ends it at once without a grace, and whatever hangs on it', async () => {
    const old = await test.issueKey(root.bearer)
    const session = await exchangeKey(test, old.key)
    const child = await test.issueKey(old.key)
    const data = await rotated({ bearer: root.bearer }, { key: old.key, grace_seconds: 0 })
    for (const by of [{ key: old.key }, { key: child.key }, { bearer: session.bearer }])
      expect(await status(by)).toBe(401)
    expect(await status({ key: data.key })).toBe(200)
    expect(await actions(old.id)).toEqual(['api_key.deleted', 'api_key.issued', 'api_key.rotated'])
    expect(await listed(data.id)).toMatchObject({ replaces: old.id })
    expect(await listed(old.id)).toBeUndefined()
  })

  it('never lets the old key live longer than it was issued for', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 1 })
    const data = await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 30 * 86_400 })
    expect(data.grace_ends_on).toBe(old.expires_on)
  })

  it('lets a key rotate itself, by the key and by a session made from it, to no later end than it has', async () => {
    const old = await test.issueKey(root.bearer, 'x', { expiry_days: 10 })
    const second = await later(DAY, () => rotated({ key: old.key }))
    expect(second).toMatchObject({ replaces: old.id, expires_on: old.expires_on })
    const session = await exchangeKey(test, second.key)
    const third = await rotated({ bearer: session.bearer }, { expiry_days: 365 })
    expect(third).toMatchObject({ replaces: second.id, expires_on: old.expires_on })
    // A user gives it more.
    const fourth = await rotated({ bearer: root.bearer }, { id: third.id, expiry_days: 365 })
    expect(ends(fourth.expires_on)).toBeGreaterThan(ends(old.expires_on))
  })

  // Whoever stole a key for an hour must not turn another one into a year.
  it('takes a person to rotate another key, also one that the key had issued', async () => {
    const [key, other] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const child = await test.issueKey(key.key)
    const session = await exchangeKey(test, key.key)
    const { changed } = await changesOf(test, async () => {
      for (const by of [{ key: key.key }, { bearer: session.bearer }]) {
        for (const { id } of [other, child]) {
          const { status: code, body } = await rotate(by, { id })
          expect([code, body.code]).toEqual([403, 'interactive_required'])
        }
      }
    })
    expect(changed).toEqual([])
  })

  it('gives the successor of a key that a key had issued no longer life than that one has', async () => {
    const parent = await test.issueKey(root.bearer, 'x', { expiry_days: 5 })
    const child = await test.issueKey(parent.key)
    const heir = await rotated({ bearer: root.bearer }, { id: child.id, expiry_days: 365 })
    expect(heir.expires_on).toBe(parent.expires_on)
    await test.call(`DELETE /accounts/api-key?id=${parent.id}`, { bearer: root.bearer })
    expect([await status({ key: child.key }), await status({ key: heir.key })]).toEqual([401, 401])
  })

  it('rotates a key once: in its grace it is refused, its successor is not', async () => {
    const old = await test.issueKey(root.bearer)
    const data = await rotated({ bearer: root.bearer }, { id: old.id })
    for (const by of [{ bearer: root.bearer }, { key: old.key }]) {
      const again = await rotate(by, { id: old.id })
      expect([again.status, again.body.code]).toEqual([409, 'api_key_replaced'])
    }
    expect((await rotate({ bearer: root.bearer }, { id: data.id })).status).toBe(200)
  })

  it('of rotations at the same instant one wins, and the others leave nothing behind', async () => {
    const old = await test.issueKey(root.bearer)
    const count = async () =>
      (
        await test.database.read
          .selectFrom('accounts')
          .select('key_count')
          .where('id', '=', root.accountId)
          .executeTakeFirstOrThrow()
      ).key_count
    const before = await count()
    const callers = [{ bearer: root.bearer }, { key: old.key }, { bearer: root.bearer }, { key: old.key }]
    const answers = await Promise.all(callers.map((by) => rotate(by, { id: old.id })))
    expect(answers.map(({ status: code }) => code).toSorted()).toEqual([200, 409, 409, 409])
    expect(await count()).toBe(before + 1)
    const heirs = await test.database.read
      .selectFrom('api_keys')
      .select('id')
      .where('replaces_key_id', '=', old.id)
      .execute()
    expect(heirs).toHaveLength(1)
  })

  // Otherwise a thief who issues at the right moment keeps what the rotation was to take away.
  it('racing with what the old key issues, lets nothing live longer than the old key', async () => {
    for (let round = 0; round < 6; round += 1) {
      const old = await test.issueKey(root.bearer)
      await status({ key: old.key })
      const issuing = [0, 1, 2].map(() =>
        test.call('POST /accounts/api-key', { key: old.key, body: { key_name: 'heir' } }),
      )
      const [data, ...issued] = await Promise.all([rotated({ bearer: root.bearer }, { id: old.id }), ...issuing])
      for (const { status: code } of issued) expect([200, 401]).toContain(code)
      const longer = await test.database.read
        .selectFrom('api_keys')
        .select('id')
        .where('issued_by_key_id', '=', old.id)
        .where('expires_at', '>', ends(data.grace_ends_on))
        .execute()
      expect(longer).toEqual([])
    }
  })

  it('racing with a deletion it leaves both keys dead or only the successor alive', async () => {
    for (let round = 0; round < 6; round += 1) {
      const old = await test.issueKey(root.bearer)
      const [answer, deleted] = await Promise.all([
        rotate({ bearer: root.bearer }, { id: old.id }),
        test.call(`DELETE /accounts/api-key?id=${old.id}`, { bearer: root.bearer }),
      ])
      expect(deleted.status).toBe(200)
      expect(await status({ key: old.key })).toBe(401)
      if (answer.status === 200) expect(await status({ key: answer.body.data.key })).toBe(200)
      else expect(answer.body.code).toBe('unknown_api_key')
    }
  })

  it('may be deleted in its grace, and what was planned for its end does no harm', async () => {
    const old = await test.issueKey(root.bearer)
    const data = await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 60 })
    await test.call(`DELETE /accounts/api-key?id=${old.id}`, { bearer: root.bearer })
    await later(2 * MINUTE, async () => {
      const pending = () =>
        test.database.read.selectFrom('outbox').select('id').where('key', '=', old.id).executeTakeFirst()
      await expect.poll(pending, { timeout: 5000, interval: 20 }).toBeUndefined()
      expect(await actions(old.id)).toEqual(['api_key.deleted', 'api_key.issued', 'api_key.rotated'])
      expect(await status({ key: data.key })).toBe(200)
    })
  })

  it('takes the same places as issuing: a full account rotates nothing', async () => {
    const { id } = await test.issueKey(root.bearer)
    const setCount = (change: number) =>
      test.database.transaction(({ db }) =>
        db
          .updateTable('accounts')
          .set((eb) => ({ key_count: eb('key_count', '+', change) }))
          .where('id', '=', root.accountId)
          .execute(),
      )
    await setCount(5000)
    const { answer, changed } = await changesOf(test, () => rotate({ bearer: root.bearer }, { id }))
    expect([answer.status, answer.body.code, changed]).toEqual([400, 'too_many_keys', []])
    await setCount(-5000)
  })

  it("never rotates somebody else's key: to each it answers like an unknown one", async () => {
    const stranger = await test.signUp()
    const [rootsKey, developersKey] = [await test.issueKey(root.bearer), await test.issueKey(developer.bearer)]
    const unknown = await rotate({ bearer: root.bearer }, { id: 'key_unknown' })
    expect([unknown.status, unknown.body.code]).toEqual([400, 'unknown_api_key'])
    const same = (answer: Answer) => expect([answer.status, answer.text]).toEqual([unknown.status, unknown.text])
    same(await rotate({ bearer: root.bearer }, { id: developersKey.id }))
    same(await rotate({ bearer: root.bearer }, { key: developersKey.key }))
    same(await rotate({ bearer: developer.bearer }, { id: rootsKey.id }))
    same(await rotate({ bearer: stranger.bearer }, { id: rootsKey.id }))
    expect(await status({ key: developersKey.key })).toBe(200)
  })

  it.each([
    [{}, '/body/id'],
    [{ id: 'key_x', key: 'ms-x' }, '/body'],
    [{ id: 5 }, '/body/id'],
    [{ id: 'key_x', grace_seconds: -1 }, '/body/grace_seconds'],
    [{ id: 'key_x', grace_seconds: 30 * 86_400 + 1 }, '/body/grace_seconds'],
    [{ id: 'key_x', grace_seconds: 0.5 }, '/body/grace_seconds'],
    [{ id: 'key_x', expiry_days: 0 }, '/body/expiry_days'],
    [{ id: 'key_x', expiry_days: 366 }, '/body/expiry_days'],
  ])('refuses %j with its path', async (body, path) => {
    const answer = await rotate({ bearer: root.bearer }, body)
    expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, path])
  })

  it('renews the creds of an old key for its grace alone, and those of the successor for its life', async () => {
    const old = await test.issueKey(root.bearer)
    const data = await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 3600 })
    const endOf = (creds: string) => {
      const jwt = /^ey[\w-]+\.([\w-]+)\./m.exec(creds)?.[1] ?? ''
      return JSON.parse(Buffer.from(jwt, 'base64url').toString()).exp * SECOND
    }
    const renewed = async (key: string) => (await test.call('GET /accounts/api-creds', { key })).body.data
    expect(endOf(old.creds)).toBe(ends(old.expires_on))
    expect(endOf(await renewed(old.key))).toBe(ends(data.grace_ends_on))
    expect(endOf(data.creds)).toBe(ends(data.expires_on))
    expect(endOf(await renewed(data.key))).toBe(ends(data.expires_on))
  })

  it('tells a key of its end in the headers: in its grace, and in its last seven days, and no other', async () => {
    const hints = async (by: By) => {
      const { headers } = await test.call('GET /accounts/info', by)
      return [headers['quiva-key-expires'], headers['quiva-key-replaced-by']]
    }
    const old = await test.issueKey(root.bearer)
    expect(await hints({ key: old.key })).toEqual([undefined, undefined])
    const data = await rotated({ bearer: root.bearer }, { id: old.id, grace_seconds: 20 * 86_400 })
    const session = await exchangeKey(test, old.key)
    for (const by of [{ key: old.key }, { bearer: session.bearer }])
      expect(await hints(by)).toEqual([data.grace_ends_on, data.id])
    expect(await hints({ key: data.key })).toEqual([undefined, undefined])
    await at(ends(data.expires_on) - 7 * DAY - HOUR, async () => {
      expect(await hints({ key: data.key })).toEqual([undefined, undefined])
      await later(2 * HOUR, async () => expect(await hints({ key: data.key })).toEqual([data.expires_on, undefined]))
    })
    expect(await hints({ bearer: root.bearer })).toEqual([undefined, undefined])
  })
})
