import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, later, MINUTE } from '../../../test/run/clock.ts'
import { addUser, freshEmail, freshName, freshPlace, join, PASSWORD, type User } from '../../../test/users/users.ts'

const WRONG = 'wrong-Horse77'

/** docs/decisions/0035. */
describeEngines('sign-ins that fail', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const signIn = (email: string, password: string, from: string) =>
    test.call('POST /accounts/auth-with-password', { body: { email, password }, from })

  async function fail(email: string, times: number, from: string): Promise<number[]> {
    const statuses = []
    for (let time = 0; time < times; time += 1) statuses.push((await signIn(email, WRONG, from)).status)
    return statuses
  }

  async function member(factors = {}): Promise<User> {
    const user = await addUser(test, factors)
    await join(test, user, root)
    return user
  }

  it('five times from one place close it for the person, to the right password too, until 15 minutes are over', async () => {
    const user = await member()
    const place = freshPlace()
    await later(0, async () => {
      expect(await fail(user.email, 5, place)).toEqual([401, 401, 401, 401, 401])
      await later(4 * MINUTE, async () => {
        const { answer, changed } = await changesOf(test, () => signIn(user.email, user.password, place))
        expect(answer.status).toBe(429)
        expect(answer.body).toMatchObject({ code: 'too_many_requests', retry_after: 660 })
        expect(answer.headers).toMatchObject({
          'retry-after': '660',
          'ratelimit-policy': '"sign-in";q=5;w=900',
          ratelimit: '"sign-in";r=0;t=660',
        })
        expect(changed).toEqual([])
      })
      await later(15 * MINUTE - 1000, async () => {
        expect((await signIn(user.email, user.password, place)).status).toBe(429)
      })
      // The tries in between did not make it longer.
      await later(15 * MINUTE + 1000, async () => {
        expect((await signIn(user.email, user.password, place)).status).toBe(200)
      })
    })
  })

  it('close the way for that person only, and from that place only', async () => {
    const [user, neighbour] = [await member(), await member()]
    const place = freshPlace()
    await fail(user.email, 6, place)
    expect((await signIn(neighbour.email, neighbour.password, place)).status).toBe(200)
    expect((await signIn(user.email, user.password, freshPlace())).status).toBe(200)
  })

  it('are counted by the normalised address: another spelling is no new try', async () => {
    const user = await member()
    const place = freshPlace()
    await fail(user.email.toUpperCase(), 2, place)
    await fail(user.email, 2, place)
    await fail(user.email.replace('example', 'EXAMPLE'), 1, place)
    expect((await signIn(user.email, user.password, place)).status).toBe(429)
  })

  // Attack: whoever has one IPv6 address has 2^64 of them.
  it('are counted by /64 where the address is IPv6, and mapped IPv4 as IPv4', async () => {
    const user = await member()
    for (let host = 1; host <= 5; host += 1) await fail(user.email, 1, `2001:db8:5:5::${host}`)
    expect((await signIn(user.email, user.password, '2001:db8:5:5:ffff::1')).status).toBe(429)
    expect((await signIn(user.email, user.password, '2001:db8:5:6::1')).status).toBe(200)
    const place = freshPlace()
    await fail(user.email, 5, `::ffff:${place}`)
    expect((await signIn(user.email, user.password, place)).status).toBe(429)
  })

  // Attack: each guess names another client in X-Forwarded-For, which nobody told the gateway to believe.
  it('are counted where they come from, not where they say they come from', async () => {
    const user = await member()
    const from = freshPlace()
    const guess = (password: string, forwarded: string) =>
      test.call('POST /accounts/auth-with-password', {
        body: { email: user.email, password },
        from,
        headers: { 'x-forwarded-for': forwarded, 'x-real-ip': forwarded, forwarded: `for=${forwarded}` },
      })
    for (let time = 0; time < 5; time += 1) expect((await guess(WRONG, `198.51.100.${time}`)).status).toBe(401)
    expect((await guess(user.password, '198.51.100.99')).status).toBe(429)
  })

  // Attack: six guesses are sent at once, so that all are checked before the first is counted.
  it('get no more than five tries when they come at the same instant', async () => {
    const user = await member()
    const place = freshPlace()
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(user.email, WRONG, place)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7)
  })

  // A build farm, or a user with many tabs: everything they send is right.
  it.each([{}, { totp: true }])(
    'are none when twelve right passwords come at the same instant: %j',
    async (factors) => {
      const user = await member(factors)
      const place = freshPlace()
      const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(user.email, user.password, place)))
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(12).fill(200))
      expect(await fail(user.email, 6, place)).toEqual([401, 401, 401, 401, 401, 429])
    },
  )

  // Attack: right passwords of one's own account, or wrong ones in great number, loosen the count of what is under way.
  it('get no more tries when a hundred come at the same instant, with right ones of others between them', async () => {
    const [user, neighbour] = [await member(), await member()]
    const places = Array.from({ length: 8 }, freshPlace)
    const guesses = Array.from({ length: 100 }, (_, index) => signIn(user.email, WRONG, places[index % 8] ?? ''))
    const others = Array.from({ length: 10 }, (_, index) =>
      signIn(neighbour.email, neighbour.password, places[index % 8] ?? ''),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(80)
    expect((await Promise.all(others)).every(({ status }) => status === 200)).toBe(true)
  })

  it('are not a right password of whom the account does not let in', async () => {
    const [user, other] = [await member(), await addUser(test)]
    await join(test, other, root, { suspended: true })
    const place = freshPlace()
    const unnamed = (email: string, account?: string) =>
      test.call('POST /accounts/auth-with-password', { body: { email, password: PASSWORD, account }, from: place })
    for (let time = 0; time < 7; time += 1) {
      expect((await unnamed(user.email, freshName())).status).toBe(401)
      expect((await unnamed(other.email)).status).toBe(401)
    }
    expect((await unnamed(user.email)).status).toBe(200)
  })

  it('are forgotten after a completed sign-in, and only then', async () => {
    const user = await member()
    const place = freshPlace()
    for (let round = 0; round < 3; round += 1) {
      expect(await fail(user.email, 4, place)).toEqual([401, 401, 401, 401])
      expect((await signIn(user.email, user.password, place)).status).toBe(200)
    }
  })

  // Attack: who knows the password but not the second factor resets the counter to guess on.
  it('are not forgotten by a right password that waits for its second factor; that is no failure either', async () => {
    const user = await member({ totp: true })
    const place = freshPlace()
    await fail(user.email, 4, place)
    for (let time = 0; time < 4; time += 1) {
      expect((await signIn(user.email, user.password, place)).body.data.totp_enabled).toBe(true)
    }
    expect(await fail(user.email, 1, place)).toEqual([401])
    expect((await signIn(user.email, user.password, place)).status).toBe(429)
  })

  it('are not forgotten by a right password of an unconfirmed address; that is no failure either', async () => {
    const user = await addUser(test, { confirmed: false })
    const place = freshPlace()
    await fail(user.email, 4, place)
    for (let time = 0; time < 4; time += 1) {
      expect((await signIn(user.email, user.password, place)).body.code).toBe('email_not_confirmed')
    }
    expect(await fail(user.email, 1, place)).toEqual([401])
    expect((await signIn(user.email, user.password, place)).status).toBe(429)
  })

  // Attack: somebody signs up with a user's address five times, to keep them from signing in.
  it('are not spent by sign-ups with the address, which are limited by themselves', async () => {
    const user = await member()
    const place = freshPlace()
    const create = () =>
      test.call('POST /accounts', {
        // Another one than is tried below: that one would be answered like a waiting user's own.
        body: { name: freshName(), root_email: user.email, password: `other-${WRONG}` },
        from: place,
      })
    for (let time = 0; time < 5; time += 1) expect((await create()).status).toBe(200)
    expect((await create()).status).toBe(429)
    expect(await fail(user.email, 4, place)).toEqual([401, 401, 401, 401])
    expect((await signIn(user.email, user.password, place)).status).toBe(200)
  })

  it('twenty times from anywhere close the way from everywhere, until 15 minutes are over', async () => {
    const user = await member()
    await later(0, async () => {
      for (let place = 0; place < 4; place += 1) await fail(user.email, 5, freshPlace())
      const refused = await signIn(user.email, user.password, freshPlace())
      expect(refused.status).toBe(429)
      expect(refused.headers['ratelimit-policy']).toBe('"sign-in-anywhere";q=20;w=900')
      expect(refused.body.retry_after).toBe(900)
      await later(16 * MINUTE, async () => {
        expect((await signIn(user.email, user.password, freshPlace())).status).toBe(200)
      })
    })
  })

  // Attack: somebody locks a user out from afar by guessing from many places.
  it('from anywhere spare the places where the person signed in during the last 30 days', async () => {
    const user = await member()
    const home = '2001:db8:a:b::1'
    expect((await signIn(user.email, user.password, home)).status).toBe(200)
    await later(29 * DAY, async () => {
      for (let place = 0; place < 5; place += 1) await fail(user.email, 5, freshPlace())
      expect((await signIn(user.email, user.password, freshPlace())).status).toBe(429)
      // Another address of the same network, as IPv6 changes them every day.
      expect(await fail(user.email, 1, '2001:db8:a:b:1:2:3:4')).toEqual([401])
      expect((await signIn(user.email, user.password, '2001:db8:a:b::99')).status).toBe(200)
    })
  })

  it('from a place of the person are still limited to five there', async () => {
    const user = await member()
    const home = freshPlace()
    await signIn(user.email, user.password, home)
    for (let place = 0; place < 4; place += 1) await fail(user.email, 5, freshPlace())
    expect(await fail(user.email, 6, home)).toEqual([401, 401, 401, 401, 401, 429])
  })

  it('spare no place whose last sign-in is older than 30 days, nor one where only a key was used', async () => {
    const user = await member()
    const [old, keyed] = [freshPlace(), freshPlace()]
    const { auth_token: bearer } = (await signIn(user.email, user.password, old)).body.data
    await test.database.transaction(async ({ db }) => {
      await db
        .updateTable('sessions')
        .set({ created_at: Date.now() - 31 * DAY })
        .where('ip', '=', old)
        .execute()
    })
    const { key } = await test.issueKey(root.bearer)
    const asKey = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key }, from: keyed })
    expect(asKey.status).toBe(200)
    expect(bearer).toBeDefined()
    for (const email of [user.email, root.email]) {
      for (let place = 0; place < 4; place += 1) await fail(email, 5, freshPlace())
    }
    expect((await signIn(user.email, user.password, old)).status).toBe(429)
    expect((await signIn(root.email, root.password, keyed)).status).toBe(429)
  })

  it('that did not complete make no place known: neither a challenge nor a refusal', async () => {
    const user = await member({ passkey: true })
    const place = freshPlace()
    await signIn(user.email, user.password, place)
    for (let other = 0; other < 4; other += 1) await fail(user.email, 5, freshPlace())
    expect((await signIn(user.email, user.password, place)).status).toBe(429)
  })

  // Attack: the throttle itself tells who exists.
  it('of people who are unknown count alike: the same answers, byte for byte', async () => {
    await later(0, async () => {
      const stories = []
      for (const email of [(await member()).email, freshEmail(), (await addUser(test)).email]) {
        const answers = []
        const home = freshPlace()
        for (let time = 0; time < 7; time += 1) answers.push(await signIn(email, WRONG, home))
        for (let time = 0; time < 17; time += 1) answers.push(await signIn(email, WRONG, freshPlace()))
        stories.push(
          answers.map(({ status, headers, text }) => {
            const { date: _, 'x-request-id': __, ...rest } = headers
            return { status, headers: rest, text }
          }),
        )
      }
      expect(stories[1]).toEqual(stories[0])
      expect(stories[2]).toEqual(stories[0])
      expect(stories[0]?.filter(({ status }) => status === 401)).toHaveLength(20)
    })
  })

  it('leave no address in clear where the counters are kept', async () => {
    const email = freshEmail()
    await fail(email, 2, freshPlace())
    const rows = await test.database.read.selectFrom('secret_tries').select('key').execute()
    expect(JSON.stringify(rows)).not.toContain('example.com')
    if (engine === 'postgres') expect(rows.length).toBeGreaterThan(0)
  })
})
