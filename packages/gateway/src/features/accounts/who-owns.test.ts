import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { addApp, challenge, succeed, verdict } from '../../../test/users/factors.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshName, freshPlace, join } from '../../../test/users/users.ts'

const MINE = 'mine-Horse77'
const THEIRS = 'theirs-Horse7'

type SignUp = { email: string; name: string; password: string; place: string; token: string; code: string }

/** docs/decisions/0019: whoever proves the mailbox has the password they chose; nobody else's works. */
describeEngines('an address that several sign up with', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  async function signUp(email: string, password: string, { name = freshName(), place = freshPlace() } = {}) {
    const body = { name, root_email: email, password }
    const answer = await test.call('POST /accounts', { body, from: place })
    expect(answer.text).toBe('{"data":{"email_confirmed":false}}')
    const mail = await waitFor(async () =>
      (await test.mails()).find(({ to, text }) => to === email && text.includes(name)),
    )
    return { email, name, password, place, token: mail.token ?? '', code: mail.code ?? '' } satisfies SignUp
  }
  /** A stranger's sign-up, and then one's own. */
  async function both() {
    const email = freshEmail()
    return { theirs: await signUp(email, THEIRS), mine: await signUp(email, MINE) }
  }
  const confirm = (body: object, from: string) => test.call('POST /accounts/confirm-email', { body, from })
  async function tryPassword(email: string, password: string, account?: string): Promise<string> {
    const body = { email, password, ...(account !== undefined && { account }) }
    const answer = await test.call('POST /accounts/auth-with-password', { body, from: freshPlace() })
    return answer.status === 200 ? `signed in to ${answer.body.data.account.name}` : answer.body.code
  }
  const post = (fields: Record<string, string>, from = freshPlace()): Promise<Answer> =>
    test.call('POST /confirm-email', {
      body: new URLSearchParams(fields).toString(),
      from,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' },
    })

  describe('is opened by whoever proves the mailbox:', () => {
    it('one’s own code alone, where one signed up; the stranger’s password and link are dead then', async () => {
      const { theirs, mine } = await both()
      expect(await tryPassword(mine.email, MINE)).toBe('email_not_confirmed')
      expect(await tryPassword(mine.email, THEIRS)).toBe('email_not_confirmed')
      const { answer, changes } = await changesOf(test, () => confirm({ code: mine.code }, mine.place))
      expect(answer.body.data).toMatchObject({ account: mine.name, email: mine.email })
      expect(changes.sign_ups).toMatchObject({ added: [], removed: [expect.anything(), expect.anything()] })
      expect(changes.account_name_holds?.added).toEqual([])
      expect(await tryPassword(mine.email, MINE)).toBe(`signed in to ${mine.name}`)
      expect(await tryPassword(mine.email, THEIRS)).toBe('invalid_credentials')
      for (const proof of [{ code: theirs.code }, { token: theirs.token }]) {
        const late = await confirm({ ...proof, password: THEIRS }, theirs.place)
        expect(verdict(late)).toEqual([400, 'invalid_confirmation'])
      }
    })

    // Attack: the owner of the mailbox takes the stranger's mail for their own.
    it('a stranger’s code or link alone opens nothing where the owner is: it asks for the password', async () => {
      const { theirs, mine } = await both()
      for (const proof of [{ code: theirs.code }, { token: theirs.token }]) {
        const { answer, changed } = await changesOf(test, () => confirm(proof, mine.place))
        expect([...verdict(answer), changed]).toEqual([400, 'confirmation_needs_password', []])
      }
      expect(await tryPassword(mine.email, THEIRS)).toBe('email_not_confirmed')
    })

    it('a stranger’s link with the owner’s password opens what the stranger asked for to the owner alone', async () => {
      const { theirs } = await both()
      expect((await confirm({ token: theirs.token, password: MINE }, freshPlace())).status).toBe(200)
      expect(await tryPassword(theirs.email, MINE)).toBe(`signed in to ${theirs.name}`)
      expect(await tryPassword(theirs.email, THEIRS)).toBe('invalid_credentials')
    })

    // Attack: codes are short. Whoever guesses one for years must not get an account with the address of somebody else.
    it('a code from elsewhere takes the password of its sign-up, and no other', async () => {
      const { mine } = await both()
      const guessed = await confirm({ code: mine.code, password: 'guesser-Horse7' }, freshPlace())
      expect(verdict(guessed)).toEqual([400, 'confirmation_needs_password'])
      expect((await confirm({ code: mine.code, password: MINE }, freshPlace())).status).toBe(200)
    })

    // Attack: somebody has guessed a code, and now tries passwords on it.
    it('a code from elsewhere takes ten wrong passwords, and then none', async () => {
      const { mine } = await both()
      const place = freshPlace()
      const statuses = []
      for (let time = 0; time < 11; time += 1)
        statuses.push((await confirm({ code: mine.code, password: `guess-Horse-${time}` }, place)).status)
      expect(statuses).toEqual([...Array(10).fill(400), 429])
      expect((await confirm({ code: mine.code }, mine.place)).status).toBe(200)
    })

    it('a new password is held to the rule for new ones, and a refusal uses nothing up', async () => {
      const { mine } = await both()
      const weak = await changesOf(test, () => confirm({ token: mine.token, password: 'weak' }, mine.place))
      expect([...verdict(weak.answer), weak.changed]).toEqual([400, 'weak_password', []])
      expect((await confirm({ token: mine.token, password: 'chosen-anew-Horse9' }, mine.place)).status).toBe(200)
      expect(await tryPassword(mine.email, 'chosen-anew-Horse9')).toBe(`signed in to ${mine.name}`)
      expect(await tryPassword(mine.email, MINE)).toBe('invalid_credentials')
    })

    it('of several that are confirmed at the same instant, one', async () => {
      for (let round = 0; round < 3; round += 1) {
        const { theirs, mine } = await both()
        const answers = await Promise.all([
          confirm({ token: mine.token, password: MINE }, mine.place),
          confirm({ token: theirs.token, password: THEIRS }, theirs.place),
          confirm({ code: mine.code, password: MINE }, mine.place),
        ])
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
        const works = await Promise.all([MINE, THEIRS].map((password) => tryPassword(mine.email, password)))
        expect(works.filter((outcome) => outcome.startsWith('signed in'))).toHaveLength(1)
      }
    })
  })

  describe('the page behind the link', () => {
    it('says which account it is about, for whom, and when it was asked for; looking consumes nothing', async () => {
      const { theirs, mine } = await both()
      for (const { token, name, email } of [theirs, mine, theirs]) {
        const shown = await test.call(`GET /confirm-email?token=${token}`)
        expect(shown.status).toBe(200)
        for (const told of [`<bdi>${name}</bdi>`, email, 'UTC', 'name="password"']) expect(shown.text).toContain(told)
      }
      const gone = await test.call(`GET /confirm-email?token=${'A'.repeat(43)}`)
      expect([gone.status, gone.text.includes('does not work any more')]).toEqual([400, true])
    })

    it('takes the password that is typed there, from wherever', async () => {
      const { theirs } = await both()
      const missing = await post({ token: theirs.token })
      expect([missing.status, missing.text.includes('does not follow the rule')]).toEqual([400, true])
      const done = await post({ token: theirs.token, password: MINE })
      expect([done.status, done.text.includes('is confirmed')]).toEqual([200, true])
      expect(await tryPassword(theirs.email, MINE)).toBe(`signed in to ${theirs.name}`)
      expect(await tryPassword(theirs.email, THEIRS)).toBe('invalid_credentials')
      expect((await post({ token: theirs.token, password: MINE })).text).toContain('does not work any more')
    })

    it('takes a code with the password of the sign-up, and says where another one can be chosen', async () => {
      const { mine } = await both()
      const other = await post({ code: mine.code, password: 'another-Horse77' })
      expect([other.status, other.text.includes('open the link in the mail to choose another one')]).toEqual([
        400,
        true,
      ])
      expect((await post({ code: mine.code, password: MINE })).status).toBe(200)
    })
  })

  describe('keeps a name', () => {
    const ask = (name: string, email: string) =>
      test.call('POST /accounts', {
        body: { name, root_email: email, password: MINE },
        from: freshPlace(),
      })

    it('from the sign-ups of others for fifteen minutes, and never from its own: a typo in the address costs minutes', async () => {
      const [name, typo, right] = [freshName(), freshEmail(), freshEmail()]
      await later(0, async () => {
        expect((await ask(name, typo)).status).toBe(200)
        expect((await ask(name.toUpperCase(), typo)).status).toBe(200)
        expect(verdict(await ask(name, right))).toEqual([400, 'account_name_taken'])
        await later(15 * MINUTE, async () => expect((await ask(name, right)).status).toBe(200))
      })
    })

    // Attack: one address signs up with twenty names, and nobody else gets them.
    it('one at a time: the newest', async () => {
      const email = freshEmail()
      const names = [freshName(), freshName(), freshName()]
      for (const name of names) await ask(name, email)
      const others = []
      for (const name of names) others.push((await ask(name, freshEmail())).status)
      expect(others).toEqual([200, 200, 400])
    })

    it('from nobody who has proven an address', async () => {
      const name = freshName()
      await ask(name, freshEmail())
      const user = await addUser(test)
      const body = { name, root_email: user.email, password: user.password }
      expect((await test.call('POST /accounts', { body, from: freshPlace() })).body).toEqual({
        data: { email_confirmed: true },
      })
    })

    it('for who confirms first; the other one is told, keeps the sign-up, and founds nothing', async () => {
      const name = freshName()
      await later(0, async () => {
        const slow = await signUp(freshEmail(), MINE, { name })
        await later(16 * MINUTE, async () => {
          const quick = await signUp(freshEmail(), MINE, { name })
          expect((await confirm({ code: quick.code }, quick.place)).status).toBe(200)
          const { answer, changed } = await changesOf(test, () => confirm({ code: slow.code }, slow.place))
          expect([...verdict(answer), changed]).toEqual([400, 'account_name_taken', []])
          const page = await post({ token: slow.token, password: MINE })
          expect([page.status, page.text.includes('That account name is taken')]).toEqual([400, true])
        })
      })
    })
  })

  describe('founding one more account with the password of a person who is known', () => {
    const found = (user: { email: string; password: string }, more: object = {}, by: { bearer?: string } = {}) =>
      test.call('POST /accounts', {
        body: { name: freshName(), root_email: user.email, password: user.password, ...more },
        from: freshPlace(),
        ...by,
      })

    async function withApp() {
      const host = await test.signUp()
      const user = await addUser(test)
      await join(test, user, host)
      const { bearer } = await signIn(test, user)
      const { app } = await addApp(test, (await signIn(test, user)).bearer)
      const token = await challenge(test, user)
      const body = { token, code: app.code() }
      const { data } = (await succeed(test, 'POST /accounts/auth-with-totp', { body, from: freshPlace() })).body
      return { user, bearer, token, fresh: data.auth_token as string }
    }

    // Attack: a stolen password alone founds an account, in whose name more can be done.
    it('asks for the second factor, if one is on: inside a completed sign-in, or with its token, once', async () => {
      const { user, bearer, token, fresh } = await withApp()
      for (const by of [{}, { bearer }]) {
        const { answer, changed } = await changesOf(test, () => found(user, {}, by))
        expect([...verdict(answer), changed]).toEqual([403, 'step_up_required', []])
      }
      const wrong = await found(user, { mfa_token: 'A'.repeat(43) })
      expect(verdict(wrong)).toEqual([403, 'step_up_required'])
      const other = await withApp()
      expect(verdict(await found(user, { mfa_token: other.token }, { bearer: other.fresh }))).toEqual([
        403,
        'step_up_required',
      ])
      expect((await found(user, { mfa_token: token })).body).toEqual({ data: { email_confirmed: true } })
      expect((await found(other.user, {}, { bearer: other.fresh })).body).toEqual({ data: { email_confirmed: true } })
      expect(fresh).toBeDefined()
    })

    it('always mails the person', async () => {
      const user = await addUser(test)
      const name = freshName()
      await found(user, { name })
      const mail = await waitFor(async () =>
        (await test.mails()).find(({ to, template }) => to === user.email && template === 'account-founded'),
      )
      expect(mail.text).toContain(name)
    })
  })
})
