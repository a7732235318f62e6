import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuthenticator } from '../../test/authenticator.ts'
import { describeEngines } from '../../test/engines.ts'
import { addApp, addPasskey, succeed, verdict } from '../../test/factors.ts'
import { openTestGateway, type SignedInPerson, type TestGateway } from '../../test/gateway.ts'
import { addPerson, freshEmail, freshPlace, join, type Person } from '../../test/people.ts'
import { signIn } from '../../test/sign-in.ts'
import { watchSql } from '../../test/watch-sql.ts'

const ROUNDS = 20

type Descriptor = { id: string; type: string; transports: string[] }

/** Decision 14. Attack: whoever asks with many addresses finds out who is here, and who has a passkey. */
describeEngines('begin-auth-with-passkey', (engine) => {
  let test: TestGateway
  let root: SignedInPerson
  const sql = watchSql()
  beforeAll(async () => {
    test = await openTestGateway(engine, {}, undefined, sql.watch)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  async function member(): Promise<Person & { bearer: string }> {
    const person = await addPerson(test)
    await join(test, person, root)
    return { ...person, bearer: (await signIn(test, person)).bearer }
  }
  const ask = (email: string, account?: string) =>
    test.call('POST /accounts/begin-auth-with-passkey', { body: { email, account }, from: freshPlace() })
  const allowed = async (email: string) => (await ask(email)).body.data.allowCredentials as Descriptor[]
  const shapeOf = (list: Descriptor[]) =>
    list.map(({ id, type, transports }) => [Buffer.from(id, 'base64url').length, type, transports])

  it('pretends for unknown people before anybody here has a passkey', async () => {
    const list = await allowed(freshEmail())
    expect(shapeOf(list)).toEqual([[20, 'public-key', ['hybrid', 'internal']]])
  })

  it('answers known, unknown and passkey-less people, and those who switched theirs off, in one shape and size', async () => {
    const person = await member()
    for (const transports of [['usb'], ['hybrid', 'internal']])
      await addPasskey(test, person.bearer, createAuthenticator({ idBytes: 48, transports }))
    const [without, off] = [await member(), await member()]
    await addApp(test, without.bearer)
    await addPasskey(test, off.bearer, createAuthenticator({ idBytes: 48, transports: ['usb'] }))
    await addPasskey(test, off.bearer, createAuthenticator({ idBytes: 48, transports: ['hybrid', 'internal'] }))
    await succeed(test, 'PATCH /accounts/mfa-settings', { bearer: off.bearer, body: { passkey_enabled: false } })

    const answers = []
    for (const email of [person.email, freshEmail(), without.email, off.email]) answers.push(await ask(email))
    const [known, ...others] = answers.map(({ status, headers, text, body }) => ({
      status,
      headers: { ...headers, date: '' },
      size: text.length,
      members: Object.keys(body.data),
      shape: shapeOf(body.data.allowCredentials),
      rest: { ...body.data, challenge: body.data.challenge.length, allowCredentials: [] },
    }))
    expect(known).toMatchObject({
      status: 200,
      members: ['challenge', 'timeout', 'rpId', 'allowCredentials', 'userVerification'],
      shape: [
        [48, 'public-key', ['usb']],
        [48, 'public-key', ['hybrid', 'internal']],
      ],
      rest: { challenge: 43, timeout: 60_000, rpId: 'gateway.test', userVerification: 'preferred' },
    })
    for (const other of others) expect(other).toEqual(known)
    const real = (await test.database.read.selectFrom('passkeys').select('credential_id').execute()).map(
      (row) => row.credential_id,
    )
    const shown = answers.slice(1).flatMap(({ body }) => body.data.allowCredentials.map(({ id }: Descriptor) => id))
    expect(shown.filter((id) => real.includes(id))).toEqual([])
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
    const person = await member()
    await addPasskey(test, person.bearer)
    const without = await member()
    const people = { known: person.email, unknown: freshEmail(), without: without.email }
    const statements: Record<string, number[]> = {}
    const times: Record<string, number[]> = { known: [], unknown: [], without: [] }
    for (let round = -3; round < ROUNDS; round += 1) {
      for (const [name, email] of Object.entries(people)) {
        let options = { challenge: '', allowCredentials: [] as Descriptor[] }
        const start = performance.now()
        const began = await sql.during(async () => {
          options = (await ask(email)).body.data
        })
        // Attack: the id that was shown, with a signature by something else.
        const odd = { credentialId: options.allowCredentials[0]?.id ?? '' }
        const credential = createAuthenticator().sign(options, odd)
        const ended = await sql.during(async () => {
          const body = { credential }
          const answer = await test.call('POST /accounts/complete-auth-with-passkey', { body, from: freshPlace() })
          expect(verdict(answer)).toEqual([401, 'passkey_refused'])
        })
        if (round < 0) continue
        statements[name] = [began, ended]
        times[name]?.push(performance.now() - start)
      }
    }
    expect(statements.unknown).toEqual(statements.known)
    expect(statements.without).toEqual(statements.known)
    // The fastest of many: noise of a busy machine stays out of it.
    const fastest = Object.values(times).map((list) => Math.min(...list))
    expect(Math.max(...fastest) - Math.min(...fastest), JSON.stringify(fastest)).toBeLessThan(5)
  })

  // Attack: whoever registers an id that was shown to them hears that it is taken if somebody has it.
  it('shows ids that nobody can register, real or not, and says the same about both', async () => {
    const [person, thief] = [await member(), await member()]
    await addPasskey(test, person.bearer)
    const verdicts = []
    for (const email of [person.email, freshEmail()]) {
      const [shown] = await allowed(email)
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
  const test = await openTestGateway('sqlite', { PUBLIC_URL: 'http://192.0.2.7:8080' })
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
