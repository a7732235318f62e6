import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openEarnestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addUser, freshEmail, freshName, freshPlace, join, type User } from '../../../test/users/users.ts'

/** As many as it takes until the times are alike, because noise goes away with more of them; what tells stays. */
const MOST_ROUNDS = 15
const LEAST_ROUNDS = 4
/** A missing hash would show as a factor of two at least; noise on a busy machine stays out of the fastest answers. */
const GROSS = 1.6
/** What tells who exists does so each time; a busy machine does not. */
const NOISE = { retry: 2 }

/** Attack: the answers are the same, but their time tells who exists: somebody unknown has no hash to compare with. */
describeEngines('the time of a refusal tells nothing:', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  const users: User[] = []
  beforeAll(async () => {
    test = await openEarnestGateway(engine)
    root = await test.signUp()
    for (let count = 0; count < MOST_ROUNDS + 3; count += 1) {
      const user = await addUser(test)
      await join(test, user, root)
      users.push(user)
    }
  })
  afterAll(() => test.close())

  /** The fastest of the answers in each of the ways, taken in turns so that a slow moment meets all of them. */
  async function expectAlike(ways: Record<string, (round: number) => Promise<unknown>>): Promise<void> {
    const times: Record<string, number> = {}
    const apart = () => Math.max(...Object.values(times)) / Math.min(...Object.values(times))
    for (let round = -2; round < MOST_ROUNDS && !(round >= LEAST_ROUNDS && apart() < GROSS); round += 1) {
      for (const [name, ask] of Object.entries(ways)) {
        const start = performance.now()
        await ask(round + 2)
        const took = performance.now() - start
        // The first rounds warm everything up.
        if (round >= 0) times[name] = Math.min(times[name] ?? Number.POSITIVE_INFINITY, took)
      }
    }
    expect(apart(), JSON.stringify(times)).toBeLessThan(GROSS)
  }

  const emailOf = (round: number) => users[round]?.email ?? ''

  it('a sign-in of somebody known, unknown, or in another account', NOISE, async () => {
    const signIn = (email: string, account?: string) =>
      test.call('POST /accounts/auth-with-password', {
        body: { email, password: 'wrong-Horse77', account },
        from: freshPlace(),
      })
    await expectAlike({
      known: (round) => signIn(emailOf(round)),
      unknown: () => signIn(freshEmail()),
      knownInNamedAccount: (round) => signIn(emailOf(round), root.account),
      unknownInNamedAccount: () => signIn(freshEmail(), root.account),
      unknownInUnknownAccount: () => signIn(freshEmail(), freshName()),
    })
  })

  it('an account created for somebody known or unknown', NOISE, async () => {
    const create = (email: string) =>
      test.call('POST /accounts', {
        body: { name: freshName(), root_email: email, password: 'wrong-Horse77' },
        from: freshPlace(),
      })
    await expectAlike({ known: (round) => create(emailOf(round)), unknown: () => create(freshEmail()) })
  })

  it('a mail asked for by somebody known or unknown', NOISE, async () => {
    const resend = (email: string) =>
      test.call('POST /accounts/resend-confirmation', { body: { email }, from: freshPlace() })
    await expectAlike({ known: (round) => resend(emailOf(round)), unknown: () => resend(freshEmail()) })
  })
})
