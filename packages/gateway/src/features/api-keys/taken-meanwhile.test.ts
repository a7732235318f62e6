import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openMeanwhile } from '../../../test/database/meanwhile.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { remove } from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'

type Scene = {
  admin: SignedInUser
  /** Of the admin, with which they call in some cases. */
  own: { id: string; key: string }
  /** Of another member, or of the account. */
  others: { id: string }
  accounts: { id: string }
}

/**
 * What gives a right is taken between the look-up, in which the caller still had it, and the transaction: the gate has
 * let the request in, and only the transaction can notice.
 */
describeEngines('who loses a right between look-up and transaction', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let other: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: meanwhile.watch })
    root = await test.signUp()
    other = await addMember(test, root, 'developer')
  })
  afterAll(() => test.close())

  async function setTheScene(): Promise<Scene> {
    const admin = await addMember(test, root, 'admin')
    const account = { owner: 'account', role: 'developer' }
    return {
      admin,
      own: await test.issueKey(admin.bearer, 'own'),
      others: await test.issueKey(other.bearer, 'others'),
      accounts: await test.issueKey(root.bearer, 'accounts', account),
    }
  }

  const losses: [string, (scene: Scene) => Promise<Answer>, [number, string]][] = [
    [
      'is suspended',
      ({ admin: { email } }) =>
        test.call('PATCH /accounts/suspend-user', { bearer: root.bearer, body: { email, suspend: true } }),
      [401, 'unauthorized'],
    ],
    ['is removed', ({ admin: { email } }) => remove(test, root, email), [401, 'unauthorized']],
    [
      'is demoted',
      ({ admin: { email } }) =>
        test.call('PATCH /accounts/role', { bearer: root.bearer, body: { email, role: 'monitor' } }),
      [403, 'insufficient_permissions'],
    ],
  ]

  const patch = (bearer: string, id: string) =>
    test.call('PATCH /accounts/api-key', { bearer, body: { id, key_name: 'taken' } })
  const drop = (bearer: string, id: string) => test.call(`DELETE /accounts/api-key?id=${id}`, { bearer })
  const issue = (bearer: string) => test.call('POST /accounts/api-key', { bearer, body: { key_name: 'kept' } })
  const calls: [string, (scene: Scene) => Promise<Answer>][] = [
    ['issues no key', ({ admin }) => issue(admin.bearer)],
    ['issues no key by a key', ({ own }) => issue(own.key)],
    ["changes nobody's key", ({ admin, others }) => patch(admin.bearer, others.id)],
    ["changes nobody's key by a key", ({ own, others }) => patch(own.key, others.id)],
    ['changes no key of the account', ({ admin, accounts }) => patch(admin.bearer, accounts.id)],
    ["deletes nobody's key", ({ admin, others }) => drop(admin.bearer, others.id)],
    ["deletes nobody's key by a key", ({ own, others }) => drop(own.key, others.id)],
    ['deletes no key of the account', ({ admin, accounts }) => drop(admin.bearer, accounts.id)],
  ]

  it.each(losses.flatMap(([loss, lose, answer]) => calls.map(([what, call]) => ({ loss, lose, answer, what, call }))))(
    'and $loss $what',
    async ({ lose, answer, call }) => {
      const scene = await setTheScene()
      const living = () => test.database.read.selectFrom('api_keys').select(['id', 'name', 'deleted_at']).execute()
      const of = async (id: string) => (await living()).find((key) => key.id === id)
      meanwhile.do(async () => expect((await lose(scene)).status).toBe(200))
      const found = await call(scene)
      expect(meanwhile.isDone()).toBe(true)
      expect([found.status, found.body.code]).toEqual(answer)
      expect(await of(scene.others.id)).toMatchObject({ name: 'others', deleted_at: null })
      expect(await of(scene.accounts.id)).toMatchObject({ name: 'accounts', deleted_at: null })
      expect((await living()).filter(({ name }) => name === 'kept')).toEqual([])
    },
  )

  it('changes, issues, rotates and exchanges nothing by a key that was disabled, or the key above it, and its session', async () => {
    const { admin, own, others } = await setTheScene()
    const child = await test.issueKey(own.key, 'child')
    const session = (await test.call('POST /accounts/auth-with-api-key', { body: { api_key: child.key } })).body.data
    const turn = (disabled: boolean) =>
      test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id: own.id, disabled } })
    const rows = () =>
      test.database.read.selectFrom('api_keys').select(['id', 'name', 'deleted_at']).orderBy('id').execute()
    const before = await rows()
    const rotate = (bearer: string) => test.call('POST /accounts/api-key/rotate', { bearer })
    for (const by of [own.key, child.key, session.auth_token])
      for (const call of [
        issue,
        rotate,
        (bearer: string) => patch(bearer, others.id),
        (bearer: string) => drop(bearer, others.id),
      ]) {
        meanwhile.do(async () => expect((await turn(true)).status).toBe(200))
        expect([(await call(by)).status, meanwhile.isDone()]).toEqual([401, true])
        await turn(false)
      }
    const exchange = () => test.call('POST /accounts/auth-with-api-key', { body: { api_key: own.key } })
    meanwhile.do(() => turn(true))
    expect([(await exchange()).status, meanwhile.isDone()]).toEqual([401, true])
    // A user may still rotate the key until it is disabled, and not after that.
    await turn(false)
    meanwhile.do(() => turn(true))
    const rotated = await test.call('POST /accounts/api-key/rotate', { bearer: admin.bearer, body: { id: own.id } })
    expect([rotated.body.code, meanwhile.isDone()]).toEqual(['api_key_disabled', true])
    expect(await rows()).toEqual(before)
  })

  it('changes and deletes nothing by a session that has ended, or a key that is gone', async () => {
    const { admin, own, others } = await setTheScene()
    for (const call of [patch, drop]) {
      const key = await test.issueKey(admin.bearer, 'short')
      meanwhile.do(() => drop(root.bearer, key.id))
      expect((await call(key.key, others.id)).status).toBe(401)
    }
    for (const call of [patch, drop]) {
      const session = (await test.call('POST /accounts/auth-with-api-key', { body: { api_key: own.key } })).body.data
      meanwhile.do(() =>
        test.call(`DELETE /accounts/auth-token?token=${session.auth_token}`, { bearer: session.auth_token }),
      )
      expect((await call(session.auth_token, others.id)).status).toBe(401)
    }
  })
})
