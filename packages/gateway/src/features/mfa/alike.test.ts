import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { createAuthenticator } from '../../../test/users/authenticator.ts'
import { addApp, addPasskey, succeed, verdict } from '../../../test/users/factors.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshPlace, join, type User } from '../../../test/users/users.ts'

/** As many as it takes until the times are alike, because noise goes away with more of them; what tells stays. */
const MOST_ROUNDS = 20
const LEAST_ROUNDS = 5
/** Where in the list the first id of 32 bytes stands, which the authenticators of these tests make. */
const OWN_PLACE = 4

type Descriptor = { id: string; type: string; transports: string[] }

/** Attack: whoever asks with many addresses finds out who is here, and who has a passkey. */
describeEngines('begin-auth-with-passkey', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  const sql = watchSql()
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  async function member(): Promise<User & { bearer: string }> {
    const user = await addUser(test)
    await join(test, user, root)
    return { ...user, bearer: (await signIn(test, user)).bearer }
  }
  const ask = (email: string, account?: string) =>
    test.call('POST /accounts/begin-auth-with-passkey', { body: { email, account }, from: freshPlace() })
  const allowed = async (email: string) => (await ask(email)).body.data.allowCredentials as Descriptor[]
  const shapeOf = (list: Descriptor[]) =>
    list.map(({ id, type, transports }) => [Buffer.from(id, 'base64url').length, type, transports])

  it('answers known, unknown and passkey-less people, and those who switched theirs off, in one shape and size', async () => {
    const user = await member()
    const own = [
      createAuthenticator({ idBytes: 32, transports: ['internal'] }),
      createAuthenticator({ idBytes: 32, transports: ['usb', 'nfc'] }),
      createAuthenticator({ idBytes: 64, transports: ['usb'] }),
    ]
    for (const authenticator of own) await addPasskey(test, user.bearer, authenticator)
    const [without, off] = [await member(), await member()]
    await addApp(test, without.bearer)
    const { authenticator: unused } = await addPasskey(test, off.bearer)
    await succeed(test, 'PATCH /accounts/mfa-settings', { bearer: off.bearer, body: { passkey_enabled: false } })

    const answers = []
    for (const email of [user.email, freshEmail(), without.email, off.email]) answers.push(await ask(email))
    const [known, ...others] = answers.map(({ status, headers, text, body }) => ({
      status,
      headers: { ...headers, date: '', 'x-request-id': '' },
      size: text.length,
      members: Object.keys(body.data),
      shape: shapeOf(body.data.allowCredentials),
      rest: { ...body.data, challenge: body.data.challenge.length, allowCredentials: [] },
    }))
    expect(known).toMatchObject({
      status: 200,
      members: ['challenge', 'timeout', 'rpId', 'allowCredentials', 'userVerification'],
      rest: { challenge: 43, timeout: 60_000, rpId: 'gateway.test', userVerification: 'preferred' },
    })
    for (const other of others) expect(other).toEqual(known)
    const [shown, ...elsewhere] = answers.map(({ body }) => body.data.allowCredentials.map(({ id }: Descriptor) => id))
    expect(shown).toEqual(expect.arrayContaining(own.map(({ credentialId }) => credentialId)))
    const real = [...own, unused].map(({ credentialId }) => credentialId)
    expect(elsewhere.flat().filter((id) => real.includes(id))).toEqual([])
    expect(new Set([shown, ...elsewhere].flat()).size).toBe(4 * shown.length)
  })

  it('leaves no passkey out, also of a length that few have, or more of one than others', async () => {
    const user = await member()
    const own = [18, 200, 20, 20, 20].map((idBytes) => createAuthenticator({ idBytes }))
    for (const authenticator of own) await addPasskey(test, user.bearer, authenticator)
    const ids = (await allowed(user.email)).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(own.map(({ credentialId }) => credentialId)))
  })

  it('gives an address the same answer each time, whatever its case, and every address another one', async () => {
    const email = freshEmail()
    const [first, again, upper] = [await allowed(email), await allowed(email), await allowed(email.toUpperCase())]
    expect(again).toEqual(first)
    expect(upper).toEqual(first)
    expect(await allowed(freshEmail())).not.toEqual(first)
    expect((await ask(email, 'no such account')).body.data.allowCredentials).toEqual(first)
    // Challenges are never the same.
    expect((await ask(email)).body.data.challenge).not.toBe((await ask(email)).body.data.challenge)
  })

  it('does the same work for everybody, in the same time, at the beginning and at the end', async () => {
    const user = await member()
    const { authenticator } = await addPasskey(test, user.bearer)
    const without = await member()
    const users = Object.entries({ known: user.email, unknown: freshEmail(), without: without.email })
    const work: Record<string, number[]> = {}
    const fastest: Record<string, number[]> = {}
    /** Between the fastest answers: noise of a busy machine stays out of it. */
    const apart = (at: number) => {
      const times = Object.values(fastest).map((list) => list[at] ?? 0)
      return Math.max(...times) - Math.min(...times)
    }
    const areAlike = () => apart(0) < 5 && apart(1) < 5
    for (let round = 0; round < MOST_ROUNDS && !(round >= LEAST_ROUNDS && areAlike()); round += 1) {
      // In turns, and from both ends: a slow moment meets all of them.
      for (const [name, email] of round % 2 ? users : users.toReversed()) {
        let options = { challenge: '', allowCredentials: [] as Descriptor[] }
        const begin = await measured(async () => {
          options = (await ask(email)).body.data
        })
        // Attack: an id that was shown, with a signature by something else.
        const credentialId = options.allowCredentials[OWN_PLACE]?.id ?? ''
        expect(credentialId === authenticator.credentialId).toBe(name === 'known')
        const credential = createAuthenticator().sign(options, { credentialId })
        const end = await measured(async () => {
          const body = { credential }
          const answer = await test.call('POST /accounts/complete-auth-with-passkey', { body, from: freshPlace() })
          expect(verdict(answer)).toEqual([401, 'passkey_refused'])
        })
        work[name] = [begin.statements, end.statements]
        const [least = begin.ms, leastAtEnd = end.ms] = fastest[name] ?? []
        fastest[name] = [Math.min(least, begin.ms), Math.min(leastAtEnd, end.ms)]
      }
    }
    expect([work.unknown, work.without]).toEqual([work.known, work.known])
    for (const at of [0, 1]) expect(apart(at), JSON.stringify(fastest)).toBeLessThan(5)
  })

  async function measured(run: () => Promise<void>): Promise<{ statements: number; ms: number }> {
    const start = performance.now()
    const statements = await test.holdingBack(() => sql.during(run))
    return { statements, ms: performance.now() - start }
  }

  // Attack: whoever registers an id that was shown to them hears that it is taken if somebody has it.
  it('shows ids that nobody can register, real or not, and says the same about both', async () => {
    const [user, thief] = [await member(), await member()]
    const { authenticator } = await addPasskey(test, user.bearer)
    expect((await allowed(user.email))[OWN_PLACE]?.id).toBe(authenticator.credentialId)
    const verdicts = []
    for (const email of [user.email, freshEmail()]) {
      const shown = (await allowed(email))[OWN_PLACE]
      const { data } = (await succeed(test, 'POST /accounts/begin-passkey-registration', { bearer: thief.bearer })).body
      const credential = createAuthenticator().register(data, { credentialId: shown?.id ?? '' })
      const body = { credential, credential_alias: 'stolen' }
      const answer = await test.call('POST /accounts/complete-passkey-registration', { bearer: thief.bearer, body })
      verdicts.push([...verdict(answer), answer.text])
    }
    expect(verdicts[0]?.slice(0, 2)).toEqual([400, 'passkey_taken'])
    expect(verdicts[1]).toEqual(verdicts[0])
  })

  it.each(['nobody', '', 'a@', `${'x'.repeat(250)}@example.com`])('answers 400 to the address %j', async (email) => {
    const answer = await ask(email)
    expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, '/body/email'])
  })
})

// An IP address is no relying party: browsers refuse it.
it('a gateway that is known by an IP address has no passkeys, and says so', async () => {
  const test = await openTestGateway('sqlite', { environment: { PUBLIC_URL: 'http://192.0.2.7:8080' } })
  const { bearer } = await test.signUp()
  const credential = createAuthenticator().sign({ challenge: 'x' })
  const answers = [
    await test.call('POST /accounts/begin-passkey-registration', { bearer }),
    await test.call('POST /accounts/complete-passkey-registration', {
      bearer,
      body: { credential, credential_alias: 'x' },
    }),
    await test.call('POST /accounts/begin-auth-with-passkey', { body: { email: freshEmail() } }),
    await test.call('POST /accounts/complete-auth-with-passkey', { body: { credential } }),
  ]
  for (const answer of answers) expect(verdict(answer)).toEqual([400, 'passkeys_not_configured'])
  expect((await test.call('GET /accounts/passkeys', { bearer })).body).toEqual({ data: [] })
  await addApp(test, bearer)
  await test.close()
})
