import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { addWaitingChange, followChange } from '../../../test/users/address-changes.ts'
import { eventsAbout, exchangeKey, refreshStatusOf, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshPlace, join, type User } from '../../../test/users/users.ts'
import { deleteExpiredMailedTokens } from '../accounts/confirmation-store.ts'

const NEW = 'other-Horse8'

describeEngines('a forgotten password', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const request = (email: string, from = freshPlace()) =>
    test.call('POST /accounts/request-reset-password', { body: { email }, from })
  const reset = (token: string, new_password = NEW, more: object = {}, from = freshPlace()) =>
    test.call('POST /accounts/reset-password', { body: { token, new_password, ...more }, from })
  const tryPassword = async ({ email }: { email: string }, password: string, from = freshPlace()) =>
    (await test.call('POST /accounts/auth-with-password', { body: { email, password }, from })).status
  const mailsTo = async (email: string, template: string) =>
    (await test.mails()).filter((mail) => mail.to === email && mail.template === template)

  async function member(traits: Parameters<typeof addUser>[1] = {}): Promise<User> {
    const user = await addUser(test, traits)
    await join(test, user, root)
    return user
  }

  /** The token of the `count`-th reset mail of that user. */
  const mailed = (email: string, count = 1): Promise<string> =>
    waitFor(async () => (await mailsTo(email, 'reset-password'))[count - 1]?.token)

  /** Waits for the notice: what is due while the clock is moved would be found by a test that follows. */
  const noticed = (user: User) => waitFor(async () => (await mailsTo(user.email, 'password-changed'))[0])

  async function linkOf(user: User): Promise<string> {
    expect((await request(user.email)).status).toBe(200)
    return mailed(user.email)
  }

  describe('asked for', () => {
    const users: [string, () => Promise<string>, boolean][] = [
      ['somebody with a password', async () => (await member()).email, true],
      ['the same in another spelling', async () => ` ${(await member()).email.toUpperCase()} `, true],
      ['somebody unknown', async () => freshEmail(), false],
      ['somebody whose address is not confirmed', async () => (await member({ confirmed: false })).email, false],
      ['somebody who signs in by OAuth only', async () => (await member({ hasPassword: false })).email, false],
    ]

    it('is answered alike for everybody, headers too; a mail goes only where there is a password', async () => {
      const answers = new Set<string>()
      for (const [, make, getsMail] of users) {
        const email = await make()
        const { answer, changed } = await changesOf(test, () => request(email))
        const { date: _, 'x-request-id': __, ...headers } = answer.headers
        answers.add(JSON.stringify([answer.status, headers, answer.text]))
        expect(changed, email).toEqual(getsMail ? ['audit_events', 'mailed_tokens', 'mails'] : [])
        // Again at once brings no mail, and says nothing of it.
        const again = await changesOf(test, () => request(email))
        const { date: _again, 'x-request-id': __again, ...againHeaders } = again.answer.headers
        answers.add(JSON.stringify([again.answer.status, againHeaders, again.answer.text]))
        expect(again.changed, email).toEqual([])
      }
      expect(answers.size, [...answers].join('\n')).toBe(1)
    })

    // Attack: the answers are the same, but their time tells who exists.
    it('takes the same time for everybody, beyond a few milliseconds', async () => {
      const times: Record<string, number> = {}
      const prepared = new Map<string, string[]>()
      for (const [name, make] of users) {
        prepared.set(name, await Promise.all(Array.from({ length: 14 }, make)))
      }
      const apart = () => Math.max(...Object.values(times)) - Math.min(...Object.values(times))
      // As many rounds as it takes until the times are alike, because noise goes away with more of them; what tells stays.
      for (let round = 0; round < 14 && !(round >= 5 && apart() < 5); round += 1) {
        for (const [name] of users) {
          const email = prepared.get(name)?.[round] ?? ''
          const start = performance.now()
          await test.holdingBack(() => request(email))
          const took = performance.now() - start
          if (round >= 2) times[name] = Math.min(times[name] ?? Number.POSITIVE_INFINITY, took)
        }
      }
      expect(apart(), JSON.stringify(times)).toBeLessThan(5)
    })

    it('mails once a minute for an address, whoever asks from wherever', async () => {
      const { email } = await member()
      await later(0, async () => {
        await request(email)
        await mailed(email)
        await later(59 * SECOND, async () => {
          expect((await changesOf(test, () => request(email))).changed).toEqual([])
        })
        await later(61 * SECOND, async () => {
          await request(email)
          await mailed(email, 2)
        })
      })
    })

    // Attack: a stranger asks for another mail than a reset's, so that its slot is gone when the user asks.
    it('is not kept from anybody by other mails that a stranger asks for', async () => {
      const user = await member()
      for (let count = 0; count < 3; count += 1) {
        const body = { email: user.email }
        const resent = await test.call('POST /accounts/resend-confirmation', { body, from: freshPlace() })
        expect([200, 429]).toContain(resent.status)
      }
      await linkOf(user)
    })

    // Attack: a stranger asks all day, so that no mail may go out when the user asks. The mailbox is spared, and the
    // newest link of those that it got works when the user asks, and for no longer than a day.
    it('mails twenty times a day at most, and beyond gives the newest link another 15 minutes', async () => {
      const user = await member()
      await later(0, async () => {
        const links: string[] = []
        for (let count = 0; count < 20; count += 1)
          await later(count * 61 * SECOND, async () => {
            await request(user.email)
            links.push(await mailed(user.email, count + 1))
          })
        const [oldest = '', newest = ''] = [links[0], links[19]]
        await later(12 * HOUR, async () => {
          await test.database.transaction((tx) => deleteExpiredMailedTokens(tx, Date.now()))
          expect((await reset(newest)).status).toBe(400)
          expect((await changesOf(test, () => request(user.email))).changed).toEqual(['mailed_tokens'])
          expect((await reset(oldest)).status).toBe(400)
          expect((await reset(newest, 'weak')).body.code).toBe('weak_password')
        })
        await later(12 * HOUR + 16 * MINUTE, async () => expect((await reset(newest)).status).toBe(400))
        await later(23 * HOUR, async () => {
          await request(user.email)
          expect((await reset(newest)).status).toBe(200)
          expect((await reset(newest)).status).toBe(400)
          await request(user.email)
          expect((await reset(newest)).status).toBe(400)
          await noticed(user)
        })
        expect(await mailsTo(user.email, 'reset-password')).toHaveLength(20)
      })
    })

    it('twenty times at once mails once', async () => {
      const { email } = await member()
      await Promise.all(Array.from({ length: 20 }, () => request(email)))
      await mailed(email)
      expect(await mailsTo(email, 'reset-password')).toHaveLength(1)
    })

    it('mails a link of the configured address, keeps only its hash, and records it', async () => {
      const user = await member()
      const token = await linkOf(user)
      const [mail] = await mailsTo(user.email, 'reset-password')
      expect(mail?.text).toContain(`http://gateway.test/reset-password?token=${token}`)
      const rows = await test.database.read
        .selectFrom('mailed_tokens')
        .selectAll()
        .where('user_id', '=', user.userId)
        .execute()
      expect(rows).toHaveLength(1)
      expect(JSON.stringify(rows)).not.toContain(token)
      expect(await eventsAbout(test, user.userId)).toMatchObject([
        { action: 'password.reset_requested', actor_kind: 'anonymous', actor_user_id: null },
      ])
    })

    // Attack: who has the old mailbox asks while the address is being changed, and gets a link that outlives it.
    it('goes to nobody who is moving to another address at that moment', async () => {
      const user = await member()
      let asked: Promise<unknown> = Promise.resolve()
      await test.database.transaction(async ({ db }) => {
        await db.updateTable('users').set({ email: freshEmail() }).where('id', '=', user.userId).execute()
        asked = request(user.email)
        await sleep(60)
      })
      await asked
      const links = await test.database.read
        .selectFrom('mailed_tokens')
        .select('purpose')
        .where('user_id', '=', user.userId)
        .execute()
      expect(links).toEqual([])
    })

    it('does not end or change anything by itself', async () => {
      const user = await member()
      const session = await signIn(test, user)
      await linkOf(user)
      expect(await statusOf(test, session.bearer)).toBe(200)
      expect(await tryPassword(user, user.password)).toBe(200)
    })

    it.each([undefined, {}, { email: 'nobody' }, { email: 7 }, { email: `${'x'.repeat(250)}@example.com` }])(
      'is 400 for the body %.40j',
      async (body) => {
        const answer = await test.call('POST /accounts/request-reset-password', { body })
        expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
      },
    )
  })

  describe('set anew by the mailed link', () => {
    it('is the only one that works; all sessions end, those of keys too; keys go on; the owner gets a notice', async () => {
      const user = await test.signUp()
      const elsewhere = await test.signUp()
      await join(test, user, elsewhere)
      const { key } = await test.issueKey(user.bearer)
      const sessions = [
        await signIn(test, user, { account: user.account }),
        await signIn(test, user, { account: elsewhere.account }),
        await exchangeKey(test, key),
      ]
      for (const session of sessions) expect(await statusOf(test, session.bearer)).toBe(200)
      await request(user.email)
      const from = freshPlace()
      const answer = await reset(await mailed(user.email), NEW, {}, from)
      expect([answer.status, answer.body]).toEqual([200, { message: 'The password was set. Sign in with it.' }])

      for (const session of sessions) {
        expect(await statusOf(test, session.bearer)).toBe(401)
        expect(await refreshStatusOf(test, session)).toBe(401)
      }
      expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
      expect(await tryPassword(user, user.password)).toBe(401)
      expect(await tryPassword(user, NEW)).toBe(200)
      await waitFor(async () => (await mailsTo(user.email, 'password-changed'))[0])
      const [notice] = await mailsTo(user.email, 'password-changed')
      expect(notice?.text).not.toContain(NEW)
      expect(notice?.token).toBeUndefined()
      const changed = (await eventsAbout(test, user.userId)).filter(({ action }) => action === 'password.changed')
      expect(changed).toMatchObject([
        { actor_kind: 'anonymous', actor_user_id: user.userId, ip: from, details: '{"method":"link"}' },
      ])
      expect((await eventsAbout(test, sessions[1]?.id ?? '')).at(-1)).toMatchObject({
        action: 'session.ended',
        account_id: elsewhere.accountId,
        details: '{"reason":"password_changed"}',
      })
    })

    it('works once, of twenty at the same instant too', async () => {
      const user = await member()
      const token = await linkOf(user)
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => reset(token, `${NEW}${n}`)))
      const won = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []))
      expect(won).toHaveLength(1)
      for (const { status, body } of answers) if (status !== 200) expect(body.code).toBe('invalid_reset')
      expect(await tryPassword(user, `${NEW}${won[0]}`)).toBe(200)
      expect((await reset(token, 'third-Horse9')).body.code).toBe('invalid_reset')
      await noticed(user)
      expect(await mailsTo(user.email, 'password-changed')).toHaveLength(1)
    })

    it('works for 15 minutes', async () => {
      const user = await member()
      await later(0, async () => {
        const token = await linkOf(user)
        await later(15 * MINUTE, async () => {
          const answer = await reset(token)
          expect([answer.status, answer.body.code]).toEqual([400, 'invalid_reset'])
        })
        await later(15 * MINUTE - 1, async () => {
          expect((await reset(token)).status).toBe(200)
          await noticed(user)
        })
      })
    })

    // Attack: asking for somebody's link again and again, so that the one in their hands is always an old one.
    it('works with a link that others followed, and with none any more once one was used', async () => {
      const user = await member()
      await later(0, async () => {
        const first = await linkOf(user)
        await later(61 * SECOND, async () => {
          await request(user.email)
          const second = await mailed(user.email, 2)
          expect((await reset(first)).status).toBe(200)
          expect((await reset(second)).body.code).toBe('invalid_reset')
          await noticed(user)
        })
      })
    })

    it('may be corrected when it was too weak: the link lives on', async () => {
      const user = await member()
      const token = await linkOf(user)
      const weak = ['aA1-567', 'no-upper-1', 'NO-LOWER-1', 'No-Digits-', 'NoSpecial1', `aA1-${'x'.repeat(96)}`]
      const { changed } = await changesOf(test, async () => {
        for (const password of weak) {
          const answer = await reset(token, password)
          expect([answer.status, answer.body.code], password).toEqual([400, 'weak_password'])
        }
        const common = await reset(token, 'Password1!')
        expect([common.status, common.body.code]).toEqual([400, 'common_password'])
      })
      expect(changed).toEqual([])
      expect((await reset(token, `aA1-${'x'.repeat(95)}`)).status).toBe(200)
    })

    it('must not be the old one', async () => {
      const user = await member()
      const token = await linkOf(user)
      const { answer, changed } = await changesOf(test, () => reset(token, user.password))
      expect([answer.status, answer.body.code, changed]).toEqual([400, 'password_unchanged', []])
      expect((await reset(token)).status).toBe(200)
    })

    it('goes with the address it was mailed to, in any spelling, and with no other', async () => {
      const [user, other] = [await member(), await member()]
      const token = await linkOf(user)
      for (const email of [other.email, freshEmail()]) {
        expect((await reset(token, NEW, { email })).body.code).toBe('invalid_reset')
      }
      expect((await reset(token, NEW, { email: user.email.toUpperCase() })).status).toBe(200)
      expect(await tryPassword(other, other.password)).toBe(200)
    })

    it('opens the way again that wrong guesses from the same place have closed', async () => {
      const user = await member()
      const place = freshPlace()
      for (let time = 0; time < 5; time += 1) await tryPassword(user, 'wrong-Horse77', place)
      expect(await tryPassword(user, user.password, place)).toBe(429)
      expect((await reset(await linkOf(user), NEW, {}, place)).status).toBe(200)
      expect(await tryPassword(user, NEW, place)).toBe(200)
    })

    it('opens the way again that guesses from everywhere have closed', async () => {
      const user = await member()
      for (let time = 0; time < 20; time += 1) await tryPassword(user, 'wrong-Horse77')
      const place = freshPlace()
      expect(await tryPassword(user, user.password, place)).toBe(429)
      expect((await reset(await linkOf(user), NEW, {}, place)).status).toBe(200)
      expect(await tryPassword(user, NEW, place)).toBe(200)
    })

    it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(200)])('is 400 for the token %.20j', async (token) => {
      const answer = await reset(token)
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe(token === '' ? 'invalid_request' : 'invalid_reset')
    })

    it('does not take the token of another mail', async () => {
      const email = freshEmail()
      await test.call('POST /accounts', {
        body: { name: `n ${email}`, root_email: email, password: 'correct-Horse7' },
        from: freshPlace(),
      })
      const token = await waitFor(async () => (await mailsTo(email, 'confirm-email'))[0]?.token)
      expect((await reset(token)).body.code).toBe('invalid_reset')
      const password = 'correct-Horse7'
      expect((await test.call('POST /accounts/confirm-email', { body: { token, password } })).status).toBe(200)
    })

    it('asks for a token when nobody is signed in', async () => {
      for (const body of [{ new_password: NEW }, { new_password: NEW, password: root.password }]) {
        const answer = await test.call('POST /accounts/reset-password', { body })
        expect([answer.status, answer.body.details]).toEqual([
          400,
          [{ path: '/body/token', message: 'must be the token from the reset mail' }],
        ])
      }
    })
  })

  // Attack: who knows the old password signs in at the very moment in which the owner resets it, and stays.
  it('leaves no session of a sign-in with the old password that was under way', async () => {
    for (let round = 0; round < 12; round += 1) {
      const user = await member()
      const token = await linkOf(user)
      const resetting = reset(token)
      const signIns = Array.from({ length: 6 }, (_, n) =>
        new Promise((resolve) => setTimeout(resolve, n * 12)).then(() => tryPassword(user, user.password)),
      )
      expect((await resetting).status).toBe(200)
      await Promise.all(signIns)
      const live = await test.database.read
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', user.userId)
        .where('ended_at', 'is', null)
        .execute()
      expect(live).toEqual([])
    }
  })

  it('leaves no challenge of a sign-in that waits for its second factor', async () => {
    const user = await member({ totp: true })
    expect(await tryPassword(user, user.password)).toBe(200)
    const waiting = () =>
      test.database.read
        .selectFrom('sign_in_challenges')
        .select('token_hash')
        .where('user_id', '=', user.userId)
        .execute()
    expect(await waiting()).toHaveLength(1)
    expect((await reset(await linkOf(user))).status).toBe(200)
    expect(await waiting()).toEqual([])
  })

  // Attack: a thief with the password asks for another address, and takes the user over with it after the reset.
  it.each(['approve', 'prove'] as const)('leaves no change of address to %s that was begun before', async (stage) => {
    const user = await member()
    const change = await addWaitingChange(test, stage, { ...user, accountId: root.accountId }, freshEmail())
    expect((await reset(await linkOf(user))).status).toBe(200)
    const answer = await followChange(test, change, freshPlace())
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_email_change'])
    expect(await tryPassword(user, NEW)).toBe(200)
  })
})
