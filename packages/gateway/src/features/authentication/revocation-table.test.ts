import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { mailedCode } from '../../../test/users/accounts.ts'
import { exchangeKey, refreshStatusOf, signIn, statusOf, type TestSession } from '../../../test/users/sign-in.ts'
import { freshName, freshPlace, join } from '../../../test/users/users.ts'

const NEW = 'other-Horse8'
/** What ends, ends at every gateway within a second. */
const EVERYWHERE_MS = 1000

/** A user in two accounts, in every way in which one can be signed in, and a colleague in both. */
type Scene = {
  user: SignedInUser
  colleague: SignedInUser
  sessions: Record<'current' | 'same account' | 'other account' | 'of a key' | "colleague's", TestSession>
  keys: Record<'own' | "colleague's", string>
}
type Event = {
  name: string
  act(scene: Scene): Promise<unknown>
  ended: (keyof Scene['sessions'])[]
  refusedKeys?: (keyof Scene['keys'])[]
  /** True if what is refused is only so for a while. */
  comesBack?: (scene: Scene) => Promise<unknown>
}

/**
 * The table of docs/decisions/0037. On PostgreSQL every row is looked at through a
 * second gateway too, which has everything in its cache.
 */
describeEngines('what ends when', (engine) => {
  let place: Place
  let test: TestGateway
  let second: TestGateway | undefined
  let other: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    if (engine === 'postgres') second = await openTestGateway(engine, { place })
    other = await test.signUp()
  })
  afterAll(async () => {
    await test?.close()
    await second?.close()
    await place.remove()
  })

  const events: Event[] = [
    {
      name: 'the password is changed while signed in: every other session of the person',
      act: ({ user, sessions }) =>
        ok('POST /accounts/reset-password', sessions.current.bearer, {
          password: user.password,
          new_password: NEW,
        }),
      ended: ['same account', 'other account', 'of a key'],
    },
    {
      name: 'the password is reset by the mailed link: every session of the person',
      act: async ({ user }) => {
        await ok('POST /accounts/request-reset-password', undefined, { email: user.email })
        const token = await waitFor(
          async () =>
            (await test.mails()).find((mail) => mail.to === user.email && mail.template === 'reset-password')?.token,
        )
        await ok('POST /accounts/reset-password', undefined, { token, new_password: NEW })
      },
      ended: ['current', 'same account', 'other account', 'of a key'],
    },
    {
      name: 'DELETE tokens: every session of the person in that account',
      act: ({ user, sessions }) => ok('DELETE /accounts/tokens', sessions.current.bearer, { email: user.email }),
      ended: ['current', 'same account', 'of a key'],
    },
    {
      name: 'DELETE auth-token: that session',
      act: ({ sessions }) =>
        ok(`DELETE /accounts/auth-token?token=${sessions['other account'].authHandle}`, sessions.current.bearer),
      ended: ['other account'],
    },
    {
      name: 'the account is renamed: every session of every member in it; keys go on',
      act: async ({ user, sessions }) =>
        ok('PATCH /accounts/rename', sessions.current.bearer, {
          new_name: freshName(),
          email_code: await codeFor(user, sessions.current),
        }),
      ended: ['current', 'same account', 'of a key', "colleague's"],
    },
    {
      name: 'the deletion of the account is scheduled: nothing until then',
      act: async ({ user, sessions }) =>
        ok('DELETE /accounts/account', sessions.current.bearer, {
          in_14_days: true,
          email_code: await codeFor(user, sessions.current),
        }),
      ended: [],
    },
    {
      name: 'the account is deleted: every session and key in it, of every member',
      act: async ({ user, sessions }) =>
        ok('DELETE /accounts/account', sessions.current.bearer, {
          email_code: await codeFor(user, sessions.current),
        }),
      ended: ['current', 'same account', 'of a key', "colleague's"],
      refusedKeys: ['own'],
    },
    {
      name: 'the person is suspended in an account: everything there, until they are let in again',
      act: ({ user }) => ok('PATCH /accounts/suspend-user', other.bearer, { email: user.email, suspend: true }),
      ended: ['other account'],
      comesBack: ({ user }) => ok('PATCH /accounts/suspend-user', other.bearer, { email: user.email, suspend: false }),
    },
    {
      name: 'the person is removed from an account: everything there',
      act: ({ user }) => ok('DELETE /accounts/remove-user', other.bearer, { email: user.email }),
      ended: ['other account'],
    },
    {
      name: 'the role changes: nothing, the role holds at once',
      act: ({ colleague, sessions }) =>
        ok('PATCH /accounts/role', sessions.current.bearer, { email: colleague.email, role: 'monitor' }),
      ended: [],
    },
  ]

  it.each(events)('$name', async ({ act, ended, refusedKeys = [], comesBack }) => {
    const scene = await setScene()
    for (const at of gateways()) await everythingIs(at, scene, [], [])
    await act(scene)
    const from = performance.now()
    for (const at of gateways()) await everythingIs(at, scene, ended, refusedKeys, from)
    for (const name of ended) {
      expect(await refreshStatusOf(test, scene.sessions[name]), name).toBe(401)
      expect(await refreshStatusOf(second ?? test, scene.sessions[name]), name).toBe(401)
    }
    if (!comesBack) return
    await comesBack(scene)
    for (const at of gateways()) await everythingIs(at, scene, [], [])
    for (const name of ended) expect(await refreshStatusOf(test, scene.sessions[name]), name).toBe(200)
  })

  const gateways = () => (second ? [test, second] : [test])

  async function setScene(): Promise<Scene> {
    const [user, colleague] = [await test.signUp(), await test.signUp()]
    await join(test, user, other, { role: 'admin' })
    await join(test, colleague, user, { role: 'admin' })
    const { key } = await test.issueKey(user.bearer)
    const theirs = await test.issueKey(colleague.bearer)
    return {
      user,
      colleague,
      sessions: {
        current: await signIn(test, user, { account: user.account }),
        'same account': await signIn(test, user, { account: user.account }),
        'other account': await signIn(test, user, { account: other.account }),
        'of a key': await exchangeKey(test, key),
        "colleague's": await signIn(test, colleague, { account: user.account }),
      },
      keys: { own: key, "colleague's": theirs.key },
    }
  }

  /** Everything is honoured by that gateway but what `ended` and `refusedKeys` name; that, at the latest a second after `from`. */
  async function everythingIs(
    at: TestGateway,
    { sessions, keys }: Scene,
    ended: string[],
    refusedKeys: string[],
    from = 0,
  ): Promise<void> {
    const statuses = async () => ({
      ...Object.fromEntries(
        await Promise.all(
          Object.entries(sessions).map(async ([name, { bearer }]) => [name, await statusOf(at, bearer)] as const),
        ),
      ),
      ...Object.fromEntries(
        await Promise.all(
          Object.entries(keys).map(
            async ([name, key]) => [`key ${name}`, (await at.call('GET /accounts/info', { key })).status] as const,
          ),
        ),
      ),
    })
    const wanted = Object.fromEntries([
      ...Object.keys(sessions).map((name) => [name, ended.includes(name) ? 401 : 200]),
      ...Object.keys(keys).map((name) => [`key ${name}`, refusedKeys.includes(name) ? 401 : 200]),
    ])
    let found = await statuses()
    while (JSON.stringify(found) !== JSON.stringify(wanted) && performance.now() - from < EVERYWHERE_MS) {
      await sleep(5)
      found = await statuses()
    }
    expect(found).toEqual(wanted)
  }

  const codeFor = ({ email }: SignedInUser, { bearer }: TestSession) => mailedCode(test, { email, bearer })

  async function ok(route: string, bearer: string | undefined, body?: object): Promise<void> {
    const answer = await test.call(route, { ...(bearer !== undefined && { bearer }), body, from: freshPlace() })
    expect(answer.status, answer.text).toBe(200)
  }
})
