import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openMeanwhile } from '../../../../test/database/meanwhile.ts'
import { changesOf } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { DAY, later, MINUTE, SECOND } from '../../../../test/run/clock.ts'
import { addressChanges } from '../../../../test/users/address-changes.ts'
import { addApp, challenge, succeed } from '../../../../test/users/factors.ts'
import { eventsAbout, exchangeKey, signIn, statusOf } from '../../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshName, freshPlace, join, PASSWORD } from '../../../../test/users/users.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import { newId, randomToken } from '../../../platform/crypto/random.ts'

describeEngines('a change of address', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: meanwhile.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const { somebody, asker, request, follow, signInStatus, mailsTo, tokenTo, waiting, change } = addressChanges(
    () => test,
    () => root,
  )
  // Attack: whoever has the password and an open session, but not the phone, takes the user's address.
  it('is not asked for without the second factor, if one is on; its proof is good once', async () => {
    const ada = await asker()
    const { app } = await addApp(test, ada.session.bearer)
    const refused = { status: 403, body: { code: 'step_up_required' } }
    for (const more of [{}, { token: 'wrong' }]) {
      const { answer, changed } = await changesOf(test, () => request(ada, freshEmail(), more))
      expect([answer, changed]).toMatchObject([refused, []])
    }
    const token = await challenge(test, ada)
    // Not before it is completed.
    expect(await request(ada, freshEmail(), { token })).toMatchObject(refused)
    await succeed(test, 'POST /accounts/auth-with-totp', { body: { token, code: app.code(0) }, from: freshPlace() })
    expect((await request(ada, freshEmail(), { token })).status).toBe(200)
    expect(await request(ada, freshEmail(), { token })).toMatchObject(refused)
  })

  const invalidLink = { status: 400, body: { code: 'invalid_email_change' } }

  it('goes from the person to the old address, to the new one, and is made; each link works once', async () => {
    const ada = await asker()
    const newEmail = freshEmail()

    const asked = await changesOf(test, () => request(ada, newEmail.toUpperCase()))
    expect(asked.answer).toMatchObject({ status: 200, body: { message: expect.stringContaining('current address') } })
    expect(asked.changed).toEqual(['audit_events', 'email_changes', 'mails'])
    expect(asked.changes.mails?.added).toMatchObject([{ template: 'email-change', to: ada.email }])

    const first = await tokenTo(ada.email, 'email-change')
    const allowed = await changesOf(test, () => follow(first))
    expect(allowed.answer).toMatchObject({ status: 200, body: { message: expect.stringContaining('second link') } })
    expect(allowed.changed).toEqual(['audit_events', 'email_changes', 'mails'])
    expect(allowed.changes.mails?.added).toMatchObject([{ template: 'email-change-proof', to: newEmail }])
    expect([await signInStatus(ada.email), await signInStatus(newEmail)]).toEqual([200, 401])

    const second = await tokenTo(newEmail, 'email-change-proof')
    const made = await changesOf(test, () => follow(second))
    expect(made.answer).toMatchObject({
      status: 200,
      body: { message: 'The address was changed. Sign in with the new address.' },
    })
    const told = made.changes.mails?.added.map(({ template, to }) => [template, to])
    expect(told?.sort()).toEqual([ada.email, newEmail].map((to) => ['email-changed', to]).sort())
    expect([await signInStatus(ada.email), await signInStatus(newEmail)]).toEqual([401, 200])

    const again = await changesOf(test, () => Promise.all([first, second, randomToken()].map(follow)))
    for (const answer of again.answer) expect({ ...answer, headers: {} }).toEqual({ ...again.answer[2], headers: {} })
    expect(again.answer[2]).toMatchObject(invalidLink)
    expect(again.changed).toEqual([])

    const actions = (await eventsAbout(test, ada.userId)).map(({ action, actor_kind }) => [action, actor_kind])
    expect(actions).toEqual([
      ['email.change_requested', 'interactive'],
      ['email.change_approved', 'anonymous'],
      ['email.changed', 'anonymous'],
    ])
  })

  it('ends every other session, those of keys too, and leaves the one that asked, and the keys', async () => {
    const founder = await test.signUp()
    const asking = { ...founder, session: await signIn(test, founder) }
    const { key } = await test.issueKey(founder.bearer)
    const others = [founder.bearer, (await signIn(test, founder)).bearer, (await exchangeKey(test, key)).bearer]
    for (const bearer of others) expect(await statusOf(test, bearer)).toBe(200)

    await change(asking, freshEmail())

    for (const bearer of others) expect(await statusOf(test, bearer)).toBe(401)
    expect(await statusOf(test, asking.session.bearer)).toBe(200)
    expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
  })

  it("is seen at once wherever the address is shown, the root's in the account too, cached or not", async () => {
    const founder = await test.signUp()
    const asking = { ...founder, session: await signIn(test, founder) }
    const member = await addUser(test)
    await join(test, member, founder)
    const { bearer } = await signIn(test, member)
    const rootEmail = async (by: string) => (await test.call('GET /accounts/info', { bearer: by })).body.data.root_email
    for (const by of [bearer, asking.session.bearer]) expect(await rootEmail(by)).toBe(founder.email)

    const newEmail = freshEmail()
    await change(asking, newEmail)

    for (const by of [bearer, asking.session.bearer]) expect(await rootEmail(by)).toBe(newEmail)
    const data = (await test.call('GET /accounts/user-login-data', { bearer: asking.session.bearer })).body.data
    expect([data.user, data.account.root_email]).toEqual([newEmail, newEmail])
    // The old one is free: for a root of another account, too.
    const body = { name: freshName(), root_email: founder.email, password: PASSWORD }
    expect((await test.call('POST /accounts', { body, from: freshPlace() })).body.data).toEqual({
      email_confirmed: false,
    })
  })

  describe('a link', () => {
    it('works for one of two who follow it at the same instant', async () => {
      const newEmail = freshEmail()
      const tokens = [await waiting('approve', await somebody(), freshEmail())]
      tokens.push(await waiting('prove', await somebody(), newEmail))
      const answers = await Promise.all(tokens.map((token) => Promise.all([follow(token), follow(token)])))
      for (const pair of answers) expect(pair.map(({ status }) => status).sort()).toEqual([200, 400])
      await expect
        .poll(async () => (await mailsTo(newEmail)).map(({ template }) => template))
        .toEqual(['email-changed'])
    })

    it('ends with a newer request, whichever of the two it is', async () => {
      const [ada, bob] = [await asker(), await asker()]
      const earlier = [await waiting('approve', ada, freshEmail()), await waiting('prove', bob, freshEmail())]
      for (const ourUser of [ada, bob]) await request(ourUser, freshEmail())
      for (const answer of await Promise.all(earlier.map(follow))) expect(answer).toMatchObject(invalidLink)
      expect((await follow(await tokenTo(ada.email, 'email-change'))).status).toBe(200)
    })

    it('lives for 24 hours, the second one from when the first was followed', async () => {
      const [ada, bob] = [await asker(), await somebody()]
      const newEmail = freshEmail()
      await follow(await waiting('approve', bob, newEmail))
      await request(ada, freshEmail())
      const tokens = [await tokenTo(ada.email, 'email-change'), await tokenTo(newEmail, 'email-change-proof')]
      await later(DAY, async () => {
        for (const answer of await Promise.all(tokens.map(follow))) expect(answer).toMatchObject(invalidLink)
      })
      await later(DAY - 5 * SECOND, async () => {
        for (const { status } of await Promise.all(tokens.map(follow))) expect(status).toBe(200)
      })
    })

    it('leads nowhere once the person is gone', async () => {
      const ada = await somebody()
      const second = await waiting('prove', ada, freshEmail())
      await test.database.transaction(({ db }) => db.deleteFrom('users').where('id', '=', ada.userId).execute())
      expect(await follow(second)).toMatchObject(invalidLink)
    })
  })

  describe('a request', () => {
    it('needs the current password, and a wrong one counts in the lockout like any other', async () => {
      const ada = await asker()
      const from = freshPlace()
      const ask = (password: string | undefined) =>
        test.call('POST /accounts/request-email-address-change', {
          bearer: ada.session.bearer,
          body: { new_email: freshEmail(), password },
          from,
        })
      expect(await ask(undefined)).toMatchObject({ status: 400, body: { details: [{ path: '/body/password' }] } })
      const { answer, changed } = await changesOf(test, () => ask('wrong-Horse77'))
      expect([answer.status, answer.body.code, changed]).toEqual([401, 'invalid_credentials', []])
      for (let tries = 1; tries < 5; tries += 1) await ask('wrong-Horse77')
      expect(await ask(PASSWORD)).toMatchObject({ status: 429, body: { retry_after: expect.any(Number) } })
      const locked = { body: { email: ada.email, password: PASSWORD }, from }
      expect((await test.call('POST /accounts/auth-with-password', locked)).status).toBe(429)
    })

    // Attack: a thief with the password asks at the very moment in which the owner sets another one.
    it('under way while the password is changed is refused, and nothing waits', async () => {
      const ada = await asker()
      meanwhile.do(() =>
        test.database.transaction(({ db }) =>
          db.updateTable('users').set({ password_hash: 'another' }).where('id', '=', ada.userId).execute(),
        ),
      )
      const answer = await request(ada, freshEmail())
      expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials'])
      expect(
        await test.database.read
          .selectFrom('email_changes')
          .select('stage')
          .where('user_id', '=', ada.userId)
          .execute(),
      ).toEqual([])
    })

    it('needs none from who has none, and does not count the right one', async () => {
      const ada = await asker()
      await test.database.transaction(({ db }) =>
        db.updateTable('users').set({ password_hash: null }).where('id', '=', ada.userId).execute(),
      )
      expect((await request(ada, freshEmail(), { password: undefined })).status).toBe(200)
    })

    it('is limited to five in a quarter of an hour, and then goes on', async () => {
      const ada = await asker()
      const statuses = []
      for (let count = 0; count < 6; count += 1) statuses.push((await request(ada, freshEmail())).status)
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    })

    it.each([
      ['the address that one has', (own: string) => own.toUpperCase()],
      ['no address', () => 'nobody'],
      ['two addresses', () => 'a@example.com,b@example.com'],
      ['an address with a line break', () => 'a@example.com\r\nBcc: eve@example.com'],
    ])('for %s is refused and changes nothing', async (_name, typed) => {
      const ada = await asker()
      const { answer, changed } = await changesOf(test, () => request(ada, typed(ada.email)))
      expect([answer.status, answer.body.details?.[0].path, changed]).toEqual([400, '/body/new_email', []])
    })

    it('takes a person: a key, a session made from one, and nobody are refused before the body is looked at', async () => {
      const { key } = await test.issueKey(root.bearer)
      const session = await exchangeKey(test, key)
      for (const credential of [{ key }, { bearer: session.bearer }]) {
        const answer = await test.call('POST /accounts/request-email-address-change', { ...credential, body: {} })
        expect(answer).toMatchObject({ status: 403, body: { code: 'interactive_required' } })
      }
      const nobody = await test.call('POST /accounts/request-email-address-change', { body: {} })
      expect(nobody.status).toBe(401)
    })
  })

  // Attack: who got hold of the old mailbox uses what lies in it.
  it('ends what was mailed to the old address: reset links, codes, used-up invitations, half-done sign-ins', async () => {
    const ada = await asker()
    const [invitation, challenge] = [randomToken(), randomToken()]
    await test.call('POST /accounts/request-reset-password', { body: { email: ada.email }, from: freshPlace() })
    const reset = await tokenTo(ada.email, 'reset-password')
    await test.call('GET /accounts/email-code', { bearer: ada.session.bearer })
    const expiresAt = Date.now() + DAY
    const of = { user_id: ada.userId, account_id: root.accountId, created_at: Date.now(), expires_at: expiresAt }
    await test.database.transaction(async ({ db }) => {
      const link = {
        id: newId('mtk'),
        purpose: 'set-password' as const,
        token_hash: sha256(invitation),
        code_hash: null,
      }
      await db
        .insertInto('mailed_tokens')
        .values({ ...link, ...of })
        .execute()
      await db
        .insertInto('sign_in_challenges')
        .values({ token_hash: sha256(challenge), method: 'password', tries_left: 5, completed_at: null, ...of })
        .execute()
    })

    expect((await change(ada, freshEmail())).status).toBe(200)

    const body = { token: reset, new_password: 'another-Horse8' }
    expect((await test.call('POST /accounts/reset-password', { body })).body.code).toBe('invalid_reset')
    for (const table of ['mailed_tokens', 'email_codes', 'sign_in_challenges', 'email_changes'] as const)
      expect(
        await test.database.read.selectFrom(table).selectAll().where('user_id', '=', ada.userId).execute(),
      ).toEqual([])
  })

  it('forgets the failures at the new address, as a reset link does', async () => {
    const ada = await somebody()
    const newEmail = freshEmail()
    const from = freshPlace()
    const attempt = () =>
      test.call('POST /accounts/auth-with-password', { body: { email: newEmail, password: PASSWORD }, from })
    const second = await waiting('prove', ada, newEmail)
    for (let tries = 0; tries < 6; tries += 1) await attempt()
    expect((await attempt()).status).toBe(429)
    await test.call('POST /accounts/change-email-address-action', { body: { token: second }, from })
    expect((await attempt()).status).toBe(200)
  })

  // Attack: an administrator of one account who reads where a member works for another.
  it('tells each account that knows the person, but from where only the one in which it was asked for', async () => {
    const ada = await asker()
    await signIn(test, ada)
    const elsewhere = await test.signUp()
    await join(test, ada, elsewhere)
    const there = await signIn(test, ada, { account: elsewhere.account })
    const newEmail = freshEmail()
    await change(ada, newEmail)
    const events = await test.database.read
      .selectFrom('audit_events')
      .select(['action', 'account_id', 'credential_id', 'ip', 'user_agent', 'details'])
      .where('actor_user_id', '=', ada.userId)
      .where('action', 'in', ['email.changed', 'session.ended'])
      .where('occurred_at', '>', Date.now() - MINUTE)
      .orderBy('id')
      .execute()
    const changed = events.filter(({ action }) => action === 'email.changed')
    expect(new Set(changed.map(({ account_id }) => account_id))).toEqual(new Set([root.accountId, elsewhere.accountId]))
    for (const { details } of changed) expect(JSON.parse(details)).toEqual({ from: ada.email, to: newEmail })
    for (const { account_id, ip, user_agent } of events)
      expect([ip !== null, user_agent !== null]).toEqual(Array(2).fill(account_id === root.accountId))
    expect(
      events
        .filter(({ account_id }) => account_id === elsewhere.accountId)
        .map(({ action }) => action)
        .sort(),
    ).toEqual(['email.changed', 'session.ended'])
    expect(await statusOf(test, there.bearer)).toBe(401)
  })

  describe('the pages behind the links', () => {
    const post = (url: string, token: string) =>
      test.call(`POST ${url}`, {
        body: `token=${encodeURIComponent(token)}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' },
        from: freshPlace(),
      })

    it('use nothing up by being looked at, and make the change with two buttons', async () => {
      const ada = await asker()
      const newEmail = freshEmail()
      await request(ada, newEmail)
      const first = await tokenTo(ada.email, 'email-change')
      const looked = await changesOf(test, () => test.call(`GET /approve-email-change?token=${first}`))
      expect([looked.answer.status, looked.changed]).toEqual([200, []])
      expect(looked.answer.text).toContain(`<input type="hidden" name="token" value="${first}">`)
      expect((await post('/approve-email-change', first)).text).toContain('The change was allowed')

      const second = await tokenTo(newEmail, 'email-change-proof')
      expect((await test.call(`GET /confirm-email-change?token=${second}`)).text).toContain('Use this email address')
      const done = await post('/confirm-email-change', second)
      expect([done.status, done.headers['referrer-policy']]).toEqual([200, 'no-referrer'])
      expect(done.text).toContain('Your address is changed')
      expect(await signInStatus(newEmail)).toBe(200)
      expect((await post('/confirm-email-change', second)).status).toBe(400)
    })

    it('show nothing of a token that is none, and say the same of one that is unknown', async () => {
      const tokens = ['', 'short', `${randomToken()}"><script>alert(1)</script>`, 'a'.repeat(300)]
      for (const url of ['/approve-email-change', '/confirm-email-change']) {
        const shown = tokens.map((token) => test.call(`GET ${url}?token=${encodeURIComponent(token)}`))
        const answers = await Promise.all([...shown, ...[...tokens, randomToken()].map((token) => post(url, token))])
        for (const { status, headers, text } of answers) {
          expect([status, headers['cache-control']]).toEqual([400, 'no-store'])
          expect(text).toContain('does not work any more')
          expect(text).not.toMatch(/<form|<script>|aaaaaa/)
        }
      }
    })
  })
})
