import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'
import { purgeExpired } from './revocation-store.ts'

const DAY = 86_400_000

describeEngines('extending a key', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const update = (body: object, bearer = root.bearer) => test.call('PATCH /accounts/api-key', { bearer, body })
  const issue = (days: number, by = root.bearer, more: object = {}) =>
    test.issueKey(by, 'ci', { expiry_days: days, ...more })
  const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString()
  const rowOf = (id: string) =>
    test.database.read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  const expOf = (creds: string) =>
    JSON.parse(Buffer.from(/eyJ[\w-]+\.([\w-]+)/.exec(creds)?.[1] ?? '', 'base64url').toString()).exp * 1000

  it('gives it a later end at once, in its answers too; new creds have that end, and its owner is told of it again', async () => {
    const { id, key, creds, expires_on: before } = await issue(2)
    const info = () => test.call('GET /accounts/info', { key })
    expect((await info()).headers['quiva-key-expires']).toBe(before)
    await test.database.transaction(({ db }) =>
      db.updateTable('api_keys').set({ expiry_notices: 1 }).where('id', '=', id).execute(),
    )
    const { status, body } = await update({ id, expiry_days: 90 })
    const end = Date.parse(body.data.expires_on)
    expect(status).toBe(200)
    expect(Math.abs(end - (Date.now() + 90 * DAY))).toBeLessThan(10_000)
    expect((await info()).headers['quiva-key-expires']).toBeUndefined()
    expect(await rowOf(id)).toMatchObject({ expires_at: end, expiry_notices: null, creds_expire_at: null })
    expect(expOf(creds ?? '')).toBe(Date.parse(before))
    const again = await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })
    expect(expOf(again.text)).toBe(end)
    const [, event] = await eventsAbout(test, id)
    expect(event?.action).toBe('api_key.updated')
    expect(JSON.parse(event?.details ?? '')).toEqual({
      name: 'ci',
      owner: root.userId,
      expires_on: body.data.expires_on,
    })
  })

  it('takes a time as well, in whole seconds, and changes nothing for the time that it has', async () => {
    const { id } = await issue(2)
    const day = inDays(40).slice(0, 10)
    const { body } = await update({ id, expires_on: `${day}T03:00:00.987+02:00` })
    expect(body.data.expires_on).toBe(`${day}T01:00:00.000Z`)
    const same = () => update({ id, expires_on: body.data.expires_on })
    const { answer, changed } = await changesOf(test, same)
    expect([answer.status, changed]).toEqual([200, []])
  })

  it('is refused at the member that is wrong, and changes nothing', async () => {
    const { id } = await issue(20)
    const parent = await issue(10)
    const child = await issue(5, parent.key)
    const { changed } = await changesOf(test, async () => {
      for (const [path, body] of [
        ['/body/expiry_days', { id, expiry_days: 0 }],
        ['/body/expiry_days', { id, expiry_days: 366 }],
        ['/body/expiry_days', { id, expiry_days: 1.5 }],
        ['/body/expiry_days', { id, expiry_days: 10 }],
        ['/body/expires_on', { id, expires_on: inDays(-1) }],
        ['/body/expires_on', { id, expires_on: inDays(19) }],
        ['/body/expires_on', { id, expires_on: inDays(366) }],
        ['/body/expires_on', { id, expires_on: '9999-12-31T23:59:59Z' }],
        ['/body/expires_on', { id, expires_on: '2026-12-31' }],
        ['/body/expires_on', { id, expires_on: 'soon' }],
        ['/body/expires_on', { id, expires_on: inDays(30), expiry_days: 30 }],
        ['/body/expiry_days', { id: child.id, expiry_days: 11 }],
        ['/body/expires_on', { id: child.id, expires_on: inDays(10.01) }],
      ] as const) {
        const { status, body: failure } = await update(body)
        const paths = (failure.details ?? []).map((problem: { path: string }) => problem.path)
        expect([body, status, paths]).toEqual([body, 400, expect.arrayContaining([path])])
      }
    })
    expect(changed).toEqual([])
    expect((await update({ id: child.id, expires_on: parent.expires_on })).body.data.expires_on).toBe(parent.expires_on)
  })

  // Attack: of two stolen keys, each extends the other, for ever.
  it('is for users, and for keys that issued the key: no key extends itself, its issuer or another one', async () => {
    const parent = await issue(20)
    const child = await issue(5, parent.key)
    const sibling = await issue(5)
    const session = await exchangeKey(test, parent.key)
    const { changed } = await changesOf(test, async () => {
      for (const [by, id] of [
        [parent.key, parent.id],
        [session.bearer, parent.id],
        [parent.key, sibling.id],
        [child.key, parent.id],
        [child.key, child.id],
      ] as const) {
        const { status, body } = await update({ id, expires_on: inDays(id === child.id ? 7 : 30) }, by)
        expect([status, body.code]).toEqual([403, 'interactive_required'])
      }
    })
    expect(changed).toEqual([])
    expect((await update({ id: child.id, expiry_days: 10 }, parent.key)).status).toBe(200)
    expect((await update({ id: child.id, expiry_days: 12 }, session.bearer)).status).toBe(200)
    expect((await update({ id: child.id, expiry_days: 30 }, parent.key)).status).toBe(400)
  })

  // Attack: a member whose role no longer issues keys keeps an old one for ever.
  it('is only for a key that one could issue anew, if it is their own; an administrator extends it for them', async () => {
    const member = await addMember(test, root, 'developer')
    const { id } = await issue(5, member.bearer)
    const body = { email: member.email, role: 'monitor' }
    expect((await test.call('PATCH /accounts/role', { bearer: root.bearer, body })).status).toBe(200)
    const { answer, changed } = await changesOf(test, () => update({ id, expiry_days: 30 }, member.bearer))
    expect([answer.status, answer.body.code, changed]).toEqual([403, 'insufficient_permissions', []])
    expect((await update({ id, expiry_days: 30 })).status).toBe(200)
  })

  it('does nothing for a key in its grace, or one that has ended', async () => {
    const { id } = await issue(20)
    await test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: { id } })
    const replaced = await update({ id, expiry_days: 30 })
    expect([replaced.status, replaced.body.code]).toEqual([409, 'api_key_replaced'])
    const ended = await issue(20)
    await test.database.transaction(({ db }) =>
      db.updateTable('api_keys').set({ expires_at: Date.now() }).where('id', '=', ended.id).execute(),
    )
    expect((await update({ id: ended.id, expiry_days: 30 })).body.code).toBe('unknown_api_key')
  })

  it('loses to a rotation at the same instant, or comes before it: the old key never outlives its grace', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await issue(20)
      const rotate = test.call('POST /accounts/api-key/rotate', {
        bearer: root.bearer,
        body: { id, grace_seconds: 3600 },
      })
      const [extended, rotated] = await Promise.all([update({ id, expiry_days: 30 }), rotate])
      expect([200, 409]).toContain(extended.status)
      expect(rotated.status).toBe(200)
      const row = await rowOf(id)
      expect(row?.expires_at).toBe(Date.parse(rotated.body.data.grace_ends_on))
      expect(row?.creds_expire_at ?? 0).toBeGreaterThanOrEqual(Date.now() + 19 * DAY)
    }
  })

  // The purge chooses keys before it locks their accounts.
  it('keeps a key that was to be purged a moment later', async () => {
    const { id, expires_on } = await issue(1)
    const now = Date.parse(expires_on) + 1
    await test.database.transaction(async (tx) => {
      const extendedMeanwhile = {
        ...tx,
        db: tx.db.withPlugin({
          transformQuery: ({ node }) => node,
          transformResult: async ({ result }) => {
            if (result.rows.some((row) => row.id === id && 'accountId' in row && !('name' in row)))
              await tx.db
                .updateTable('api_keys')
                .set({ expires_at: now + DAY })
                .where('id', '=', id)
                .execute()
            return result
          },
        }),
      }
      const purged = await purgeExpired(extendedMeanwhile, now, 500)
      expect(purged.map((key) => key.id)).not.toContain(id)
    })
    expect(await rowOf(id)).toBeDefined()
  })
})
