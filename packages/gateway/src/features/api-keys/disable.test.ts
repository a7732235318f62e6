import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'
import { createApiKey } from '../../access/api-key-format.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { createDeletedKeyAlarm } from './use/deleted-key-alarm.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('disabling a key', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  let developer: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
    developer = await addMember(test, root, 'developer')
  })
  afterAll(() => test.close())

  const update = (body: object, bearer = root.bearer) => test.call('PATCH /accounts/api-key', { bearer, body })
  const issue = (more: object = {}, by = root.bearer) => test.issueKey(by, 'ci', { ...more })
  const status = async (bearer: string) => (await test.call('GET /accounts/info', { bearer })).status
  const shown = async (id: string) =>
    (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data.find(
      (one: { id: string }) => one.id === id,
    )

  it('refuses it everywhere with the answer, however often it was used, with its sessions and what it issued; enabling brings all back', async () => {
    const parent = await issue()
    const child = await issue({}, parent.key)
    const grandchild = await issue({}, child.key)
    const [ofParent, ofChild] = [await exchangeKey(test, parent.key), await exchangeKey(test, child.key)]
    const all = [parent.key, child.key, grandchild.key, ofParent.bearer, ofChild.bearer]
    const statuses = () => Promise.all(all.map((one) => status(one)))
    expect(await statuses()).toEqual([200, 200, 200, 200, 200])
    expect(await sql.during(() => statuses())).toBe(0)

    const answer = await update({ id: parent.id, disabled: true })
    expect([answer.status, answer.body.data.disabled]).toEqual([200, true])
    expect(await statuses()).toEqual([401, 401, 401, 401, 401])
    expect((await shown(parent.id)).disabled).toBe(true)
    expect((await shown(child.id)).disabled).toBe(false)
    for (const { key } of [parent, child, grandchild]) {
      const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      expect(exchanged.status).toBe(401)
      const introspected = await test.call('POST /introspect', { bearer: root.bearer, body: { token: key } })
      expect(introspected.body).toEqual({ active: false })
      const verified = await test.call(`GET /verify?account=${root.accountId}`, { key })
      expect(verified.status).toBe(401)
      const creds = await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })
      expect(creds.body.code).toBe('creds_barred')
    }

    expect((await update({ id: parent.id, disabled: false })).body.data.disabled).toBe(false)
    expect(await statuses()).toEqual([200, 200, 200, 200, 200])
    for (const { key } of [parent, child, grandchild])
      expect((await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })).status).toBe(200)
  })

  it('leaves a session its refresh token, which works again once the key is enabled', async () => {
    const { id, key } = await issue()
    const child = await issue({}, key)
    for (const one of [key, child.key]) {
      const { bearer, refreshToken } = await exchangeKey(test, one)
      const refresh = () =>
        test.call('POST /accounts/refresh-token', { body: { auth_token: bearer, refresh_token: refreshToken } })
      const validated = async () =>
        (await test.call('POST /accounts/token-validate', { body: { token: refreshToken } })).body.data
      expect(await validated()).toBe(true)
      await update({ id, disabled: true })
      expect([(await refresh()).status, await validated()]).toEqual([401, false])
      await update({ id, disabled: false })
      expect(await validated()).toBe(true)
      const { status: code, body } = await refresh()
      expect([code, await status(body.data.auth_token)]).toEqual([200, 200])
    }
  })

  it('leaves its sessions in the list, where they can be revoked: such a session does not come back with the key', async () => {
    const { id, key } = await issue()
    const [kept, revoked] = [await exchangeKey(test, key), await exchangeKey(test, key)]
    await update({ id, disabled: true })
    const list = await test.call('GET /accounts/session-tokens', { bearer: root.bearer })
    for (const { authHandle } of [kept, revoked]) expect(list.text).toContain(authHandle)
    const dropped = await test.call(`DELETE /accounts/auth-token?token=${revoked.authHandle}`, { bearer: root.bearer })
    expect([dropped.status, await status(kept.bearer)]).toEqual([200, 401])
    await update({ id, disabled: false })
    expect([await status(kept.bearer), await status(revoked.bearer)]).toEqual([200, 401])
  })

  it('answers a disabled key like one that never was, with as many statements', async () => {
    const { id, key } = await issue()
    await update({ id, disabled: true })
    const answers: Answer[] = []
    for (const one of [key, createApiKey()]) {
      const statements = await sql.during(async () => answers.push(await test.call('GET /accounts/info', { key: one })))
      expect(statements).toBe(1)
    }
    const comparable = answers.map(({ status: code, text, headers: { date: _, 'x-request-id': __, ...headers } }) => ({
      code,
      text,
      headers,
    }))
    expect(comparable[0]).toEqual(comparable[1])
  })

  it('writes events of its own, beside that of any other change, and none where nothing changes', async () => {
    const { id } = await issue()
    const { changes } = await changesOf(test, () => update({ id, disabled: true }))
    expect(changes.audit_events?.added).toHaveLength(1)
    for (const same of [{ disabled: true }, { disabled: true, key_name: 'ci' }]) {
      const { answer, changed } = await changesOf(test, () => update({ id, ...same }))
      expect([answer.status, changed]).toEqual([200, []])
    }
    await update({ id, disabled: false, key_name: 'other' })
    const events = (await eventsAbout(test, id)).map(({ action }) => action)
    expect(events.toSorted()).toEqual(['api_key.disabled', 'api_key.enabled', 'api_key.issued', 'api_key.updated'])
    const [, disabled] = await eventsAbout(test, id)
    expect(disabled).toMatchObject({ actor_user_id: root.userId, actor_kind: 'interactive' })
    expect(JSON.parse(disabled?.details ?? '')).toEqual({ name: 'ci', owner: root.userId })
  })

  it('tells the audit log of a disabled key that is tried, once a minute', async () => {
    const { id, key } = await issue()
    await update({ id, disabled: true })
    const alarm = createDeletedKeyAlarm(test.database, silent)
    for (let n = 0; n < 3; n += 1) {
      alarm.suspect(sha256(key), { ip: '192.0.2.7', userAgent: 'curl/8' })
      await alarm.flush()
    }
    const tried = (await eventsAbout(test, id)).filter(({ actor_kind: kind }) => kind === 'anonymous')
    expect(tried.map(({ action, ip }) => [action, ip])).toEqual([['api_key.used_while_disabled', '192.0.2.7']])
  })

  it('is not given out again to a repeated request with its Idempotency-Key', async () => {
    const request = {
      ...{ bearer: root.bearer, body: { key_name: 'ci' } },
      headers: { 'idempotency-key': `disabled-${engine}-0123456789` },
    }
    const { body } = await test.call('POST /accounts/api-key', request)
    await update({ id: body.data.id, disabled: true })
    const again = await test.call('POST /accounts/api-key', request)
    expect([again.status, again.body.code]).toEqual([409, 'replayed_key_is_gone'])
  })

  it('lets it be deleted and changed as before, and not rotated', async () => {
    const { id, key } = await issue()
    await update({ id, disabled: true })
    const rotate = () => test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: { id } })
    const { answer, changed } = await changesOf(test, rotate)
    expect([answer.status, answer.body.code, changed]).toEqual([409, 'api_key_disabled', []])
    expect((await update({ key, key_name: 'later' })).body.data).toMatchObject({ name: 'later', disabled: true })
    const deleted = await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    expect(deleted.status).toBe(200)
    expect((await update({ id, disabled: false })).body.code).toBe('unknown_api_key')
    expect(await status(key)).toBe(401)
  })

  it('holds against a change by the key that is under way at the same instant: nothing of it happens afterwards', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, key } = await issue()
      const child = () => test.call('POST /accounts/api-key', { key, body: { key_name: 'child' } })
      const rotate = () => test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: { id } })
      const [answer, issued, rotated] = await Promise.all([update({ id, disabled: true }), child(), rotate()])
      expect(answer.status).toBe(200)
      if (issued.status === 200) expect(await status(issued.body.data.key)).toBe(401)
      expect([401, 200]).toContain(issued.status)
      // Rotated before it was disabled, or not at all.
      expect([200, 409]).toContain(rotated.status)
      expect((await child()).status).toBe(401)
      expect(await status(key)).toBe(401)
    }
  })

  describe('by a key', () => {
    it('it may disable itself and cannot come back; what issued it enables it', async () => {
      const parent = await issue({ scopes: ['api-keys:write', 'account:read'] })
      const child = await issue({ scopes: ['api-keys:write', 'account:read'] }, parent.key)
      expect((await update({ id: child.id, disabled: true }, child.key)).status).toBe(200)
      expect((await update({ id: child.id, disabled: false }, child.key)).status).toBe(401)
      expect((await update({ id: child.id, disabled: false }, parent.key)).status).toBe(200)
      expect(await status(child.key)).toBe(200)
    })

    // Attack: whoever stole two keys enables each with the other.
    it('no key enables one that it did not issue, with or without limits, also through a session of its own', async () => {
      const victim = await issue()
      await update({ id: victim.id, disabled: true })
      const free = await issue()
      const limited = await issue({ scopes: ['api-keys:write'] })
      const session = await exchangeKey(test, free.key)
      const { changed } = await changesOf(test, async () => {
        for (const [by, code] of [
          [free.key, 'interactive_required'],
          [session.bearer, 'interactive_required'],
          [limited.key, 'beyond_own_limits'],
        ] as const) {
          const answer = await update({ id: victim.id, disabled: false }, by)
          expect([answer.status, answer.body.code]).toEqual([403, code])
        }
      })
      expect(changed).toEqual([])
      expect((await update({ id: victim.id, disabled: false })).status).toBe(200)
    })

    it('reaches keys of others no further than other changes do', async () => {
      const { id } = await issue()
      const other = await update({ id, disabled: true }, developer.bearer)
      expect([other.status, other.body.code]).toEqual([400, 'unknown_api_key'])
      const theirs = await issue({}, developer.bearer)
      expect((await update({ id: theirs.id, disabled: true })).status).toBe(200)
      // Its owner may enable it: they could issue another one.
      expect((await update({ id: theirs.id, disabled: false }, developer.bearer)).status).toBe(200)
    })
  })

  it('refuses what is neither true nor false', async () => {
    const { id } = await issue()
    for (const disabled of ['true', 1, null, []]) {
      const { status: code, body } = await update({ id, disabled })
      expect([disabled, code, body.details?.[0]?.path]).toEqual([disabled, 400, '/body/disabled'])
    }
  })
})

describePostgres('a key that is disabled at one of two gateways', () => {
  let place: Place
  let here: TestGateway
  let there: TestGateway
  beforeAll(async () => {
    place = await openPlace('postgres')
    here = await openTestGateway('postgres', { place })
    there = await openTestGateway('postgres', { place })
  })
  afterAll(async () => {
    await here?.close()
    await there?.close()
    await place.remove()
  })

  it('is refused at the other within moments, with what it issued, and enabled there too', async () => {
    const root = await here.signUp()
    const parent = await here.issueKey(root.bearer)
    const child = await there.issueKey(parent.key)
    const statusThere = async (key: string) => (await there.call('GET /accounts/info', { key })).status
    for (const [disabled, expected] of [
      [true, 401],
      [false, 200],
    ] as const) {
      await here.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id: parent.id, disabled } })
      for (const { key } of [parent, child]) await expect.poll(() => statusThere(key), { interval: 2 }).toBe(expected)
    }
  })
})
