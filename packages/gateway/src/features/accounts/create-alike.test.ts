import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type Answer, type Call, openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { addUser, freshEmail, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'

const GUESS = 'guessed-Horse7'

/** One attacker asks about one address; `names` are two account names that nobody has. */
type Attacker = {
  email: string
  names: [string, string]
  place: string
  call: (route: string, call: Call) => Promise<Answer>
}

/**
 * Attack: whoever wants to know whether an address has a user here asks not once but with every sequence of calls that
 * could behave differently. Each story is told twice, about a new user and about a known one; every answer must be
 * the same, byte for byte, headers included.
 */
describeEngines('createAccount tells nobody who is known, however they ask:', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  async function tell(email: string, story: (attacker: Attacker) => Promise<void>): Promise<unknown[]> {
    const answers: unknown[] = []
    const call = async (route: string, call: Call) => {
      const answer = await test.call(route, call)
      const { date: _, 'x-request-id': __, ...headers } = answer.headers
      answers.push({ route, status: answer.status, headers, text: answer.text })
      return answer
    }
    await story({ email, names: [freshName(), freshName()], place: freshPlace(), call })
    return answers
  }

  async function expectAlike(story: (attacker: Attacker) => Promise<void>, known = everyKind()): Promise<void> {
    // The clock stands still, so that even seconds to wait are the same.
    await later(0, async () => {
      const stranger = await tell(freshEmail(), story)
      for (const user of known) expect(await tell((await user).email, story)).toEqual(stranger)
    })
  }

  const everyKind = () => [
    addUser(test),
    addUser(test, { hasPassword: false }),
    addUser(test, { confirmed: false }),
    addUser(test, { confirmed: false, hasPassword: false }),
  ]

  const create = ({ email, place, call }: Attacker, name: string, more: Record<string, unknown> = {}, from = place) =>
    call('POST /accounts', { from, body: { name, root_email: email, password: GUESS, ...more } })

  it('the same request again and again, until the throttle', () =>
    expectAlike(async (attacker) => {
      for (let time = 0; time < 7; time += 1) await create(attacker, attacker.names[0])
    }))

  it('several names, spelled differently', () =>
    expectAlike(async (attacker) => {
      const [first, second] = attacker.names
      await create(attacker, first)
      await create(attacker, ` ${first.toUpperCase()}`)
      await create(attacker, second)
      await create(attacker, second)
    }))

  it('weak passwords and malformed names before and after', () =>
    expectAlike(async (attacker) => {
      const [first, second] = attacker.names
      await create(attacker, first, { password: 'weak' })
      await create(attacker, 'ac\u202eme')
      await create(attacker, first)
      await create(attacker, second, { password: 'weak' })
      await create(attacker, first, { password: 'weak' })
    }))

  it('from many places, until the limit from anywhere', () =>
    expectAlike(
      async (attacker) => {
        for (let place = 0; place < 22; place += 1) await create(attacker, freshName(), {}, freshPlace())
      },
      [addUser(test)],
    ))

  it('another person who wants the names', () =>
    expectAlike(async (attacker) => {
      const other = { ...attacker, email: freshEmail(), place: freshPlace() }
      await create(attacker, attacker.names[0])
      await create(other, attacker.names[0])
      await create(other, attacker.names[1])
      await create(attacker, attacker.names[1])
    }))

  it('mails asked for afterwards', () =>
    expectAlike(async ({ email, names, place, call }) => {
      await create({ email, names, place, call }, names[0])
      for (let time = 0; time < 3; time += 1) {
        await call('POST /accounts/resend-confirmation', { from: place, body: { email } })
      }
    }))

  it('sign-ins with another password afterwards, until the throttle', () =>
    expectAlike(async (attacker) => {
      const { email, place, call, names } = attacker
      await create(attacker, names[0])
      for (const account of [undefined, names[0], names[1]]) {
        await call('POST /accounts/auth-with-password', {
          from: place,
          body: { email, password: PASSWORD.slice(1), account },
        })
      }
      for (let time = 0; time < 3; time += 1) await create(attacker, names[1])
    }))

  // The stranger's account waits for its confirmation, so the right password is answered `email_not_confirmed`.
  it('a sign-in with the very password that was just sent', () =>
    expectAlike(async (attacker) => {
      const { email, place, call, names } = attacker
      await create(attacker, names[0])
      await call('POST /accounts/auth-with-password', { from: place, body: { email, password: GUESS } })
    }))

  it('a sign-in with the password that was sent second', () =>
    expectAlike(async (attacker) => {
      const { email, place, call, names } = attacker
      await create(attacker, names[0])
      await call('POST /accounts', {
        from: place,
        body: { name: names[1], root_email: email, password: `second-${GUESS}` },
      })
      await call('POST /accounts/auth-with-password', { from: place, body: { email, password: `second-${GUESS}` } })
    }))

  it('two requests at the same instant, and whose names are taken afterwards', async () => {
    for (let round = 0; round < 3; round += 1) {
      const stranger = await takenAfterRace(freshEmail())
      const known = await takenAfterRace((await addUser(test)).email)
      expect(stranger).toEqual(known)
    }

    async function takenAfterRace(email: string): Promise<string[]> {
      const names = [freshName(), freshName()]
      const ask = (name: string, root_email: string) =>
        test.call('POST /accounts', { from: freshPlace(), body: { name, root_email, password: GUESS } })
      await Promise.all(names.map((name) => ask(name, email)))
      const probes = await Promise.all(names.map((name) => ask(name, freshEmail())))
      // An address keeps one name; which of the two, the race decides.
      return probes.map(({ text }) => text).sort()
    }
  })

  it.each([10 * MINUTE, 14 * MINUTE, 16 * MINUTE, 24 * MINUTE, 26 * MINUTE, 49 * HOUR])(
    'names that were asked for ten minutes apart, after %d ms: both stay taken equally long',
    async (afterMs) => {
      const story = async (email: string) => {
        const place = freshPlace()
        const names = [freshName(), freshName()]
        const ask = (name: string, root_email: string, from: string) =>
          test.call('POST /accounts', { from, body: { name, root_email, password: GUESS } })
        await ask(names[0] ?? '', email, place)
        await later(10 * MINUTE - SECOND, () => ask(names[1] ?? '', email, place))
        return later(afterMs, async () => {
          const probes = []
          for (const name of names) probes.push(await ask(name, freshEmail(), freshPlace()))
          return probes.map(({ text }) => text)
        })
      }
      await later(0, async () => {
        const known = await addUser(test)
        expect(await story(freshEmail())).toEqual(await story(known.email))
      })
    },
  )
})
