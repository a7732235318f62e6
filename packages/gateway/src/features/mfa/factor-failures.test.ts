import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, later, MINUTE } from '../../../test/run/clock.ts'
import { addApp, addPasskey, challenge, createApp, signInWithPasskey } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { freshPlace } from '../../../test/users/users.ts'

/** Attack: who knows the password guesses codes, slowly enough for every limit. Only the user can end that. */
describeEngines('sign-ins that fail at their second factor', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const told = async ({ email }: { email: string }) =>
    (await test.mails()).filter((mail) => mail.to === email && mail.template === 'second-factor-failed')

  const enter = (token: string, code: string) =>
    test.call('POST /accounts/auth-with-totp', { body: { token, code }, from: freshPlace() })

  /** Wrong codes, five to a challenge and three challenges to a quarter of an hour, beginning after so many of those. */
  async function fail(user: SignedInUser, wrongCode: string, times: number, after = 0): Promise<void> {
    for (let count = 0; count < times; count += 5)
      await later((after + count / 5) * 16 * MINUTE, async () => {
        const token = await challenge(test, user)
        for (let one = count; one < Math.min(times, count + 5); one += 1)
          expect((await enter(token, wrongCode)).status).toBe(401)
      })
  }

  it('twenty times bring the person one mail, and more bring another one a day later', async () => {
    const user = await addMember(test, root, 'developer')
    const { app } = await addApp(test, user.bearer)
    await later(0, async () => {
      await fail(user, app.wrongCode(), 19)
      expect(await told(user)).toHaveLength(0)
      await fail(user, app.wrongCode(), 1, 4)
      await waitFor(async () => (await told(user))[0])
      await fail(user, app.wrongCode(), 25, 5)
      await later(DAY + 8 * 60 * MINUTE, () => fail(user, app.wrongCode(), 1))
      await waitFor(async () => (await told(user))[1])
      expect(await told(user)).toHaveLength(2)
    })
  })

  it('count with a passkey as the second factor, too', async () => {
    const user = await addMember(test, root, 'developer')
    const { authenticator } = await addPasskey(test, user.bearer)
    const token = await challenge(test, user)
    for (let time = 0; time < 20; time += 1) {
      const answer = await signInWithPasskey(test, user, authenticator, {
        token,
        odd: { origin: 'https://evil.test' },
      })
      expect(answer.status).toBe(401)
    }
    await waitFor(async () => (await told(user))[0])
  })

  it('are no failures if the sign-in is completed after all, as by a person who mistypes', async () => {
    const user = await addMember(test, root, 'developer')
    const { app } = await addApp(test, user.bearer)
    await later(0, async () => {
      for (let day = 1; day <= 8; day += 1)
        await later(day * 60 * MINUTE, async () => {
          const token = await challenge(test, user)
          for (let time = 0; time < 3; time += 1) await enter(token, app.wrongCode())
          expect((await enter(token, createApp(app.secret).code())).status).toBe(200)
        })
      const row = await test.database.read
        .selectFrom('factor_failures')
        .select('failures')
        .where('user_id', '=', user.userId)
        .executeTakeFirst()
      expect(row?.failures).toBe(0)
    })
    expect(vi.isFakeTimers()).toBe(false)
  })
})
