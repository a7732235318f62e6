import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { assembleCast, type Cast, type Kind, kinds } from '../../../test/users/cast.ts'
import { type Role, roles } from '../../platform/values/roles.ts'

/** Who may do what with API keys, written down apart from the policy. What a cell does not say is refused. */
const may: Record<
  'issue' | 'view' | 'delete' | 'creds',
  Partial<Record<'self' | 'member' | 'root', readonly Role[]>>
> = {
  issue: { self: ['root', 'admin', 'developer'] },
  view: { self: roles, member: ['root', 'admin'], root: ['admin'] },
  delete: { self: roles, member: ['root', 'admin'] },
  creds: { self: roles },
}
/** Who reaches other members at all; the others get the same answer whoever is named. */
const reachesOthers = (role: Role) => role === 'root' || role === 'admin'

describeEngines('who may do what with API keys', (engine) => {
  let test: TestGateway
  let cast: Cast
  let stranger: SignedInUser
  let strangersKey: { id: string; key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine)
    cast = await assembleCast(test)
    stranger = await test.signUp()
    strangersKey = await test.issueKey(stranger.bearer)
  })
  afterAll(() => test.close())

  const everybody = roles.flatMap((role) => kinds.map((kind) => ({ role, kind })))
  const call = (role: Role, kind: Kind, route: string, body?: unknown) =>
    test.call(route, { ...cast.actors[role].by[kind], ...(body !== undefined && { body }) })
  /** Somebody else of the account who is not its root: never the caller. */
  const anotherMember = (role: Role) => cast.actors[role === 'developer' ? 'monitor' : 'developer']
  const isLive = async ({ key }: { key: string }) => (await test.call('GET /accounts/info', { key })).status === 200

  describe.each(everybody)('$role by $kind', ({ role, kind }) => {
    it('issues keys of their own, if the role may', async () => {
      const answer = await call(role, kind, 'POST /accounts/api-key', { key_name: 'x' })
      expectAllowed(answer, may.issue.self?.includes(role) ?? false)
    })

    it('who may not issue is told so before the body is looked at', async () => {
      const answer = await call(role, kind, 'POST /accounts/api-key', { key_name: 5 })
      if (may.issue.self?.includes(role)) expect(answer.body.code).toBe('invalid_request')
      else expectAllowed(answer, false)
    })

    it('sees their own keys, with and without naming themselves, in whatever case', async () => {
      const { email } = cast.actors[role].user
      const own = await call(role, kind, 'GET /accounts/api-keys')
      expectAllowed(own, true)
      expect(own.body.data.length).toBeGreaterThan(0)
      for (const named of [email, email.toUpperCase()])
        expect((await call(role, kind, `GET /accounts/api-keys?email=${named}`)).text).toBe(own.text)
    })

    it("sees another member's keys and the root's, if the role may, and a stranger's never", async () => {
      const member = await call(role, kind, `GET /accounts/api-keys?email=${anotherMember(role).user.email}`)
      expectAllowed(member, may.view.member?.includes(role) ?? false)
      if (role !== 'root') {
        const rootsKeys = await call(role, kind, `GET /accounts/api-keys?email=${cast.root.email}`)
        expectAllowed(rootsKeys, may.view.root?.includes(role) ?? false)
      }
      const strange = await call(role, kind, `GET /accounts/api-keys?email=${stranger.email}`)
      const unknown = await call(role, kind, 'GET /accounts/api-keys?email=nobody@example.com')
      expectSame(strange, unknown)
      expect(strange.body.code).toBe(reachesOthers(role) ? 'unknown_member' : 'insufficient_permissions')
      if (!reachesOthers(role)) expectSame(strange, member)
    })

    it('deletes their own keys by id and in full', async () => {
      const [byId, byKey] = [cast.actors[role].spareKey(), cast.actors[role].spareKey()]
      expectAllowed(await call(role, kind, `DELETE /accounts/api-key?id=${byId.id}`), true)
      expectAllowed(await call(role, kind, 'DELETE /accounts/api-key', { key: byKey.key }), true)
      expect(await isLive(byId)).toBe(false)
      expect(await isLive(byKey)).toBe(false)
    })

    it("deletes another member's key if the role may; otherwise it answers like an unknown one and lives", async () => {
      const target = anotherMember(role).spareKey()
      const answer = await call(role, kind, `DELETE /accounts/api-key?id=${target.id}`)
      if (may.delete.member?.includes(role)) return expectAllowed(answer, true)
      expectSame(answer, await call(role, kind, 'DELETE /accounts/api-key?id=key_unknown'))
      expectSame(answer, await call(role, kind, `DELETE /accounts/api-key?id=${strangersKey.id}`))
      expectSame(answer, await call(role, kind, 'DELETE /accounts/api-key', { key: target.key }))
      expect(answer.body.code).toBe('unknown_api_key')
      expect(await isLive(target)).toBe(true)
    })

    it('who names the owner of a key gets the same refusal for members and strangers, unless the role reaches others', async () => {
      if (reachesOthers(role)) return
      const emails = [anotherMember(role).user.email, cast.root.email, stranger.email, 'nobody@example.com']
      const answers = await Promise.all(
        emails.map((email) => call(role, kind, 'DELETE /accounts/api-key', { id: strangersKey.id, email })),
      )
      expectAllowed(answers[0], false)
      for (const answer of answers) expectSame(answer, answers[0])
    })

    it("never deletes the root's key, unless they are the root", async () => {
      if (role === 'root') return
      const target = cast.actors.root.spareKey()
      const answers = [
        await call(role, kind, `DELETE /accounts/api-key?id=${target.id}`),
        await call(role, kind, 'DELETE /accounts/api-key', { key: target.key }),
        await call(role, kind, 'DELETE /accounts/api-key', { id: target.id, email: cast.root.email }),
      ]
      for (const answer of role === 'admin' ? answers : answers.slice(2)) expectAllowed(answer, false)
      expect(await isLive(target)).toBe(true)
    })

    it("never touches a stranger's key: it answers byte for byte like an unknown one", async () => {
      const unknown = await call(role, kind, 'DELETE /accounts/api-key?id=key_unknown')
      expectSame(await call(role, kind, `DELETE /accounts/api-key?id=${strangersKey.id}`), unknown)
      expectSame(await call(role, kind, `DELETE /accounts/api-key?key=${strangersKey.key}`), unknown)
      expectSame(await call(role, kind, 'DELETE /accounts/api-key', { key: strangersKey.key }), unknown)
      expectSame(await call(role, kind, 'DELETE /accounts/api-key', { key: 'ms-mistyped' }), unknown)
      expect(unknown.body.code).toBe('unknown_api_key')
      expect(await isLive(strangersKey)).toBe(true)
    })

    it("reads the creds of their own keys, and of nobody else's: another's answers like an unknown one", async () => {
      const own = cast.actors[role].spareKey()
      expectAllowed(await call(role, kind, `GET /accounts/api-creds?key=${own.key}`), true)
      const unknown = await call(role, kind, 'GET /accounts/api-creds?key=ms-mistyped')
      expect([unknown.status, unknown.body.code]).toEqual([404, 'api_key_not_found'])
      const others = [anotherMember(role).spareKey(), strangersKey]
      if (role !== 'root') others.push(cast.actors.root.spareKey())
      for (const { key } of others) expectSame(await call(role, kind, `GET /accounts/api-creds?key=${key}`), unknown)
    })
  })

  it('nobody does anything without a credential, or with one that has ended', async () => {
    const dead = cast.actors.admin.spareKey()
    await test.call(`DELETE /accounts/api-key?id=${dead.id}`, cast.actors.admin.by.interactive)
    for (const credential of [{}, { key: dead.key }, { bearer: dead.key }]) {
      for (const route of [
        'POST /accounts/api-key',
        'GET /accounts/api-keys',
        `DELETE /accounts/api-key?id=${strangersKey.id}`,
        `GET /accounts/api-creds?key=${strangersKey.key}`,
      ])
        expect((await test.call(route, { ...credential, body: route.startsWith('GET') ? undefined : {} })).status).toBe(
          401,
        )
    }
    expect(await isLive(strangersKey)).toBe(true)
  })
})

function expectAllowed(answer: Answer | undefined, allowed: boolean): void {
  expect([answer?.status, answer?.body.code]).toEqual(allowed ? [200, undefined] : [403, 'insufficient_permissions'])
}

/** Byte for byte, headers included: what differs tells what the caller may not know. */
function expectSame(answer: Answer | undefined, other: Answer | undefined): void {
  const comparable = (one: Answer | undefined) =>
    one && { ...one, headers: { ...one.headers, date: '', 'x-request-id': '' } }
  expect(comparable(answer)).toEqual(comparable(other))
}
