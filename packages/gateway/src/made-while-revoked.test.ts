import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../test/database/engines.ts'
import { holdTable } from '../test/database/held.ts'
import { openMeanwhile } from '../test/database/meanwhile.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../test/gateway.ts'
import { openConsole } from '../test/users/console-browser.ts'
import { beginDevice, decideDevice } from '../test/users/devices.ts'
import { beginStep } from '../test/users/factors.ts'
import { remove } from '../test/users/invitations.ts'
import { addMember } from '../test/users/members.ts'
import { addOperator, OPERATOR, type TestOperator } from '../test/users/operator.ts'
import { signIn } from '../test/users/sign-in.ts'
import { freshPlace, join } from '../test/users/users.ts'

const PAGE = 'https://app.example.com'
const NEW = 'another-Horse8'
const NO_KEY = { id: '', key: '' }
const OPENED = 'an embedded session that a key asked for'

/** A member with whatever a credential can be made of. */
type Victim = {
  root: SignedInUser
  user: SignedInUser
  /** Theirs, or the server's that works for them. */
  key: { id: string; key: string }
}

type Request = () => Promise<Answer>

type Maker = {
  /** A developer, if not said otherwise. */
  role?: 'admin'
  /** The key that it takes, if it takes one. */
  takes?: 'own key' | 'key of a server'
  /** Where it writes in its transaction, after it has read who may. */
  writes: 'sessions' | 'api_keys' | 'embed_tokens' | 'device_sign_ins'
  /** Resolves with the request that makes the credential. */
  prepare(victim: Victim): Promise<Request>
  /** Whether what was made is worth something. */
  works(made: Answer, victim: Victim): Promise<boolean>
}

type Revocation = {
  prepare?(victim: Victim): Promise<string>
  afterwards?(victim: Victim): Promise<void>
  revoke(victim: Victim, prepared: string): Promise<Answer>
  /** What it has to end, or to keep from being made, whichever of the two comes first. */
  ends: string[]
  /** What only has to end if it comes first: made afterwards it is none of this revocation's. */
  endsIfBefore?: string[]
}

/**
 * Attack: whoever is about to lose their rights makes a credential at that very moment. On PostgreSQL the revocation
 * comes when the maker has read everything and not yet written, or the maker when the revocation has begun to write.
 */
describeEngines('a credential that is made while its maker is revoked', (engine) => {
  let test: TestGateway
  let operator: TestOperator
  let root: SignedInUser
  let other: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    beginStep()
    test = await openTestGateway(engine, { watch: meanwhile.watch, environment: { OPERATORS: OPERATOR } })
    operator = await addOperator(test)
    root = await test.signUp()
    other = await test.signUp()
    await test.call('POST /accounts/embed-origins', { bearer: root.bearer, body: { origin: PAGE } })
  })
  afterAll(() => test.close())

  const byOperator = (verb: string, { accountId: id }: SignedInUser) =>
    test.call(`POST /operator/accounts/${verb}`, { bearer: operator.bearer, body: { id, reason: 'an attack' } })
  const isLive = async (by: { bearer?: string; key?: string }) =>
    (await test.call('GET /accounts/info', by)).status === 200
  const embedToken = (by: object, { user }: Victim) =>
    test.call('POST /accounts/embed-token', {
      ...by,
      body: { email: user.email, origin: PAGE, key_scopes: ['orders:read'] },
    })
  const openEmbed = (token: string) =>
    test.call('POST /embed/session', { headers: { origin: PAGE }, body: { token }, from: freshPlace() })
  const embeddedWorks = async ({ body }: Answer) =>
    (await test.call('GET /accounts/api-keys', { bearer: body.data.auth_token, headers: { origin: PAGE } })).status ===
    200
  const sessionWorks = ({ body }: Answer) => isLive({ bearer: body.data.auth_token })
  const keyWorks = ({ body }: Answer) => isLive({ key: body.data.key })
  const device = () => beginDevice(test, { from: freshPlace() })

  const makers: Record<string, Maker> = {
    [OPENED]: {
      takes: 'key of a server',
      writes: 'sessions',
      async prepare(victim) {
        const { body } = await embedToken({ key: victim.key.key }, victim)
        return () => openEmbed(body.data.token)
      },
      works: embeddedWorks,
    },
    'a sign-in': {
      writes: 'sessions',
      prepare: async ({ user: { email, password, account } }) => {
        const body = { email, password, account }
        return () => test.call('POST /accounts/auth-with-password', { body, from: freshPlace() })
      },
      works: sessionWorks,
    },
    'a sign-in to the console': {
      writes: 'sessions',
      prepare:
        async ({ user }) =>
        () =>
          openConsole(test).signIn(user, user.account),
      works: sessionWorks,
    },
    'a switch to another account': {
      writes: 'sessions',
      async prepare({ user }) {
        await join(test, user, other)
        const browser = openConsole(test)
        await browser.signIn(user, user.account)
        return () => browser.send('POST /console/session/account', { account: other.account })
      },
      works: sessionWorks,
    },
    'a refresh': {
      writes: 'sessions',
      async prepare({ user }) {
        const { bearer, refreshToken } = await signIn(test, user, { account: user.account })
        const body = { auth_token: bearer, refresh_token: refreshToken }
        return () => test.call('POST /accounts/refresh-token', { body, from: freshPlace() })
      },
      works: sessionWorks,
    },
    'a session of a key': {
      takes: 'own key',
      writes: 'sessions',
      prepare:
        async ({ key }) =>
        () =>
          test.call('POST /accounts/auth-with-api-key', { body: { api_key: key.key }, from: freshPlace() }),
      works: sessionWorks,
    },
    'the session of a device': {
      writes: 'sessions',
      async prepare({ user }) {
        const { poll, userCode } = await device()
        await decideDevice(test, 'approve', userCode, { bearer: user.bearer })
        return () => poll()
      },
      works: ({ body }) => isLive({ bearer: body.access_token }),
    },
    'an approval of a device': {
      writes: 'device_sign_ins',
      async prepare(victim) {
        const { poll, userCode } = await device()
        polls.set(victim, poll)
        return () => decideDevice(test, 'approve', userCode, { bearer: victim.user.bearer })
      },
      works: async (_made, victim) => (await polls.get(victim)?.())?.status === 200,
    },
    'a token for an embedded session': {
      role: 'admin',
      writes: 'embed_tokens',
      prepare: async (victim) => () => embedToken({ bearer: victim.user.bearer }, victim),
      works: async ({ body }) => (await openEmbed(body.data.token)).status === 200,
    },
    'a key': {
      writes: 'api_keys',
      prepare:
        async ({ user }) =>
        () =>
          test.call('POST /accounts/api-key', { bearer: user.bearer, body: { key_name: 'late' } }),
      works: keyWorks,
    },
    'a key that their key issues': {
      takes: 'own key',
      writes: 'api_keys',
      prepare:
        async ({ key }) =>
        () =>
          test.call('POST /accounts/api-key', { key: key.key, body: { key_name: 'late' } }),
      works: keyWorks,
    },
    'the successor of a key': {
      takes: 'own key',
      writes: 'api_keys',
      prepare:
        async ({ key }) =>
        () =>
          test.call('POST /accounts/api-key/rotate', { key: key.key, body: { id: key.id } }),
      works: keyWorks,
    },
  }
  const polls = new Map<Victim, () => Promise<Answer>>()

  const ofSessions = [OPENED, 'the session of a device', 'a refresh', 'a token for an embedded session']
  const revocations: Record<string, Revocation> = {
    'their password is reset': {
      async prepare({ user: { email } }) {
        await test.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
        const ofReset = async () =>
          (await test.mails()).find(({ to, template }) => to === email && template === 'reset-password')?.token
        return waitFor(ofReset)
      },
      revoke: (_victim, token) =>
        test.call('POST /accounts/reset-password', { body: { token, new_password: NEW }, from: freshPlace() }),
      ends: [...ofSessions, 'a sign-in', 'a switch to another account'],
    },
    'they change their password': {
      prepare: async ({ user }) => (await signIn(test, user, { account: user.account })).bearer,
      revoke: ({ user }, bearer) =>
        test.call('POST /accounts/reset-password', { bearer, body: { password: user.password, new_password: NEW } }),
      ends: [OPENED, 'a sign-in to the console'],
    },
    'all their sessions are ended': {
      revoke: ({ root, user }) =>
        test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: user.email } }),
      ends: [...ofSessions, 'an approval of a device'],
      endsIfBefore: ['a sign-in'],
    },
    'they are removed': {
      revoke: ({ root, user }) => remove(test, root, user.email),
      ends: [OPENED, 'a sign-in', 'a session of a key', 'a key'],
    },
    'they are suspended': {
      revoke: ({ root, user }) =>
        test.call('PATCH /accounts/suspend-user', { bearer: root.bearer, body: { email: user.email, suspend: true } }),
      ends: [OPENED, 'a session of a key'],
    },
    'an operator suspends the account': {
      revoke: ({ root }) => byOperator('suspend', root),
      afterwards: async ({ root }) => void (await byOperator('resume', root)),
      ends: [OPENED, 'a sign-in'],
    },
    'the key is deleted': {
      revoke: ({ root, key }) => test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id: key.id } }),
      ends: [OPENED, 'a session of a key', 'a key that their key issues', 'the successor of a key'],
    },
  }

  const races = Object.entries(revocations).flatMap(([name, revocation]) =>
    [...revocation.ends, ...(revocation.endsIfBefore ?? [])].map((made) => [made, name, revocation] as const),
  )

  function makerOf(name: string): Maker {
    const maker = makers[name]
    if (!maker) throw new Error(`there is no maker ${name}`)
    return maker
  }

  async function addVictim({ role = 'developer', takes }: { role?: 'admin' | 'developer'; takes?: Maker['takes'] }) {
    const user = await addMember(test, root, role)
    const ofServer = { scopes: ['embed-tokens:write', 'orders:*'] }
    const by = takes === 'own key' ? user : root
    return { root, user, key: takes ? await test.issueKey(by.bearer, 'ci', by === root ? ofServer : {}) : NO_KEY }
  }

  /** What came of both, after the one that came first was held back until the other one waited for it, or was done. */
  async function holding(table: string, first: Request, second: Request): Promise<[Answer, Answer]> {
    const held = await holdTable(test.place, table)
    try {
      const one = first()
      await held.waiting(1)
      let isDone = false
      const other = second().finally(() => {
        isDone = true
      })
      await held.waiting(2, () => isDone)
      await held.release()
      return await Promise.all([one, other])
    } finally {
      await held.release()
    }
  }

  it.each(races)('%s gives nothing once %s', async (made, _name, revocation) => {
    const maker = makerOf(made)
    async function race(run: (make: Request, revoke: Request) => Promise<[Answer, Answer]>) {
      const victim = await addVictim(maker)
      const prepared = (await revocation.prepare?.(victim)) ?? ''
      const make = await maker.prepare(victim)
      const [answer, revoked] = await run(make, () => revocation.revoke(victim, prepared))
      expect(revoked.status, revoked.text).toBe(200)
      const works = answer.status === 200 && (await maker.works(answer, victim))
      await revocation.afterwards?.(victim)
      return works
    }
    const between = (make: Request, revoke: Request) => {
      let revoked: Promise<Answer> | undefined
      meanwhile.do(() => (revoked = revoke()))
      return make().then(async (answer): Promise<[Answer, Answer]> => [answer, await (revoked ?? revoke())])
    }
    const isEnded = revocation.ends.includes(made)
    const outlasted: string[] = []
    if (engine === 'sqlite') {
      if (isEnded && (await race(between))) outlasted.push('a revocation between its reads and its transaction')
    } else {
      if (await race((make, revoke) => holding(maker.writes, make, revoke)))
        outlasted.push('a revocation that came before it had written')
      const after = (make: Request, revoke: Request) =>
        holding('audit_events', revoke, make).then(([revoked, answer]): [Answer, Answer] => [answer, revoked])
      if (isEnded && (await race(after))) outlasted.push('a revocation that had not yet written when it came')
    }
    expect(outlasted).toEqual([])
  })
})
