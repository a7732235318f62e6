import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { createAuthenticator } from '../../../test/users/authenticator.ts'
import {
  type ConsoleBrowser,
  OWN_PAGE,
  openConsole,
  sessionIdOf,
  setCookies,
} from '../../../test/users/console-browser.ts'
import { addApp, addPasskey, beginStep, succeed } from '../../../test/users/factors.ts'
import { eventsAbout, exchangeKey, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, deleteAccount, freshPlace, join, setSuspended, type User } from '../../../test/users/users.ts'

const COOKIE = /^__Host-quiva_session=[\w-]{43}\.[\w-]{43}; Max-Age=86400; Path=\/; Secure; HttpOnly; SameSite=Strict$/

/** docs/decisions/0053. */
describeEngines('the session of a browser', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let other: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('Root  Inc.')
    other = await test.signUp()
  })
  afterAll(() => test.close())

  async function member(): Promise<User> {
    const user = await addUser(test)
    await join(test, user, root)
    return user
  }
  const works = async (answer: Answer) => (await statusOf(test, answer.body.data.auth_token)) === 200
  const endOf = async (sessionId: string) => (await eventsAbout(test, sessionId)).at(-1)

  /** A browser in which somebody has signed in. */
  async function signedIn(user: { email: string; password: string }) {
    const browser = openConsole(test)
    const answer = await browser.signIn(user)
    expect(answer.status).toBe(200)
    return { browser, answer, sid: sessionIdOf(answer) }
  }

  describe('begins', () => {
    it('as a sign-in of the contract, with the refresh token in a cookie and nowhere else', async () => {
      const browser = openConsole(test)
      const { answer, changes } = await changesOf(test, () => browser.signIn(root))
      expect(setCookies(answer)).toEqual([expect.stringMatching(COOKIE)])
      const { auth_token, expires_on, user, ...rest } = answer.body.data
      const { account } = (await test.call('GET /accounts/user-login-data', { bearer: auth_token })).body.data
      expect(rest).toEqual({ passkey_enabled: false, totp_enabled: false, account })
      expect(user).toMatchObject({ user: root.email, user_id: root.userId, role: 'root', account })
      expect(Math.abs(Date.parse(expires_on) - Date.now() - HOUR)).toBeLessThan(MINUTE)
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'session.started', details: '{"method":"password"}' },
      ])
      const [token = '', code = ''] = browser.cookie?.split('=')[1]?.split('.') ?? []
      for (const secret of [token, code]) {
        expect(secret).toHaveLength(43)
        expect(answer.text + JSON.stringify(test.logged) + JSON.stringify(changes)).not.toContain(secret)
      }
    })

    it('with the second factor: a challenge sets no cookie, the code does', async () => {
      beginStep()
      const user = await member()
      const { app, codes } = await addApp(test, (await signIn(test, user)).bearer)
      for (const complete of [
        (token: string) => ['POST /console/session/totp', { token, code: app.code() }] as const,
        (token: string) => ['POST /console/session/recovery-code', { token, code: codes[0] }] as const,
      ]) {
        const browser = openConsole(test)
        const asked = await browser.signIn(user)
        expect(asked.body.data).toEqual({ token: expect.any(String), passkey_enabled: false, totp_enabled: true })
        expect(setCookies(asked)).toEqual([])
        const [route, body] = complete(asked.body.data.token)
        const wrong = await browser.send(route, { ...body, code: 'ABCD-0000' })
        expect([wrong.status, setCookies(wrong)]).toEqual([401, []])
        const answer = await browser.send(route, body)
        expect([answer.status, setCookies(answer)]).toEqual([200, [expect.stringMatching(COOKIE)]])
        expect(answer.body.data.refresh_token).toBeUndefined()
        expect((await browser.refresh()).status).toBe(200)
      }
    })

    it('with a passkey alone', async () => {
      const user = await member()
      const { authenticator } = await addPasskey(test, (await signIn(test, user)).bearer)
      const browser = openConsole(test)
      const begin = async () =>
        (await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body: { email: user.email } })).body.data
      const strange = createAuthenticator().sign(await begin())
      const refused = await browser.send('POST /console/session/passkey', { credential: strange })
      expect([refused.status, refused.body.code, setCookies(refused)]).toEqual([401, 'passkey_refused', []])
      const credential = authenticator.sign(await begin())
      const answer = await browser.send('POST /console/session/passkey', { credential })
      expect([answer.status, setCookies(answer)]).toEqual([200, [expect.stringMatching(COOKIE)]])
      expect(await works(await browser.refresh())).toBe(true)
    })

    describe('with a passkey that the browser knows, without an address', () => {
      const begin = async (browser: ConsoleBrowser) => {
        const answer = await browser.send('POST /console/session/begin-passkey', {})
        expect(answer.status, answer.text).toBe(200)
        return answer.body.data
      }
      const complete = (browser: ConsoleBrowser, credential: unknown, more: object = {}) =>
        browser.send('POST /console/session/passkey', { credential, ...more })
      async function withPasskey() {
        const user = await member()
        const { authenticator } = await addPasskey(test, (await signIn(test, user)).bearer)
        return { user, authenticator, userHandle: Buffer.from(user.userId).toString('base64url') }
      }
      const refused = (answer: Answer) => [answer.status, answer.body.code, setCookies(answer)]
      const REFUSED = [401, 'passkey_refused', []]

      it('the handle says who it is; the challenge names nobody and is answered once', async () => {
        const { user, authenticator, userHandle } = await withPasskey()
        const browser = openConsole(test)
        const options = await begin(browser)
        expect(options).toEqual({
          challenge: expect.stringMatching(/^[\w-]{43}$/),
          timeout: 60_000,
          rpId: 'gateway.test',
          allowCredentials: [],
          userVerification: 'required',
        })
        const credential = authenticator.sign(options, { userHandle })
        const answer = await complete(browser, credential)
        expect([answer.status, setCookies(answer)]).toEqual([200, [expect.stringMatching(COOKIE)]])
        expect(answer.body.data.user.user_id).toBe(user.userId)
        // Attack: the same answer again.
        expect(refused(await complete(openConsole(test), credential))).toEqual(REFUSED)
      })

      // Attack: each is a passkey that is real, and an answer that is not quite what was asked for.
      it('nobody gets in without a handle, as somebody else, or without having verified themselves', async () => {
        const { authenticator, userHandle } = await withPasskey()
        const stranger = await withPasskey()
        const { userHandle: theirs } = stranger
        for (const odd of [{}, { userHandle: theirs }, { userHandle, userVerified: false }]) {
          const browser = openConsole(test)
          const { answer, changes } = await changesOf(test, async () =>
            complete(browser, authenticator.sign(await begin(browser), odd)),
          )
          expect(refused(answer), JSON.stringify(odd)).toEqual(REFUSED)
          expect(changes.sessions).toBeUndefined()
        }
        const browser = openConsole(test)
        const unknown = createAuthenticator().sign(await begin(browser), { userHandle })
        expect(refused(await complete(browser, unknown))).toEqual(REFUSED)
      })

      it('a challenge for one address is not for anybody, and one for anybody is no second factor', async () => {
        const { user, authenticator, userHandle } = await withPasskey()
        const stranger = await withPasskey()
        const browser = openConsole(test)
        const asked = (await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body: { email: user.email } }))
          .body.data
        const theirs = stranger.authenticator.sign(asked, { userHandle: stranger.userHandle })
        expect(refused(await complete(browser, theirs))).toEqual(REFUSED)

        const { token } = (await browser.signIn(user)).body.data
        const credential = authenticator.sign(await begin(browser), { userHandle })
        expect(refused(await complete(browser, credential, { token }))).toEqual(REFUSED)
      })

      it('a challenge ends after five minutes', async () => {
        const { authenticator, userHandle } = await withPasskey()
        const browser = openConsole(test)
        const options = await begin(browser)
        const late = () => complete(browser, authenticator.sign(options, { userHandle }))
        expect(refused(await later(5 * MINUTE + SECOND, late))).toEqual(REFUSED)
      })

      it('only pages of the gateway ask', async () => {
        const answer = await test.call('POST /console/session/begin-passkey', { body: {}, from: freshPlace() })
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden_origin'])
      })
    })

    it('with the account chosen, where there are several', async () => {
      const user = await member()
      await join(test, user, other)
      const browser = openConsole(test)
      const asked = await browser.signIn(user)
      expect([asked.status, asked.body.code, setCookies(asked)]).toEqual([400, 'account_required', []])
      expect((await browser.signIn(user, other.account)).body.data.account.id).toBe(other.accountId)
    })

    // Attack: the console as a second place for guesses, beside the operation of the contract.
    it('only as often as the contract allows: wrong passwords count together', async () => {
      const user = await member()
      const from = freshPlace()
      const wrong = { email: user.email, password: 'wrong-Horse77' }
      const browser = openConsole(test, { from })
      const statuses: number[] = []
      for (let round = 0; round < 3; round += 1) {
        statuses.push((await browser.signIn(wrong)).status)
        statuses.push((await test.call('POST /accounts/auth-with-password', { body: wrong, from })).status)
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
      expect((await browser.signIn(user)).body.code).toBe('too_many_requests')
    })

    // Attack: a cookie that somebody planted before the sign-in gives them the session of the victim.
    it('anew, whatever cookie the browser had; the session of that cookie ends', async () => {
      const attacker = await signedIn(other)
      const planted = attacker.browser.cookie
      const victim = openConsole(test)
      victim.cookie = planted
      const answer = await victim.signIn(root)
      expect(victim.cookie).not.toBe(planted)
      expect(answer.body.data.user.user_id).toBe(root.userId)
      attacker.browser.cookie = planted
      expect((await attacker.browser.refresh()).body.code).toBe('no_session')
      expect(await works(attacker.answer)).toBe(false)
      expect(await endOf(attacker.sid)).toMatchObject({ action: 'session.ended', details: '{"reason":"replaced"}' })
    })
  })

  describe('goes on', () => {
    it('with a new pair for a cookie; the old access token is gone', async () => {
      const { browser, answer } = await signedIn(root)
      const before = browser.cookie
      const { answer: fresh, changes } = await changesOf(test, browser.refresh)
      expect(fresh.body.data).toMatchObject({ account: { id: root.accountId }, user: { user_id: root.userId } })
      expect(fresh.body.data.refresh_token).toBeUndefined()
      expect(setCookies(fresh)).toEqual([expect.stringMatching(COOKIE)])
      expect(browser.cookie).not.toBe(before)
      expect([await works(fresh), await works(answer)]).toEqual([true, false])
      expect(changes.audit_events?.added).toMatchObject([{ action: 'session.refreshed' }])
    })

    it('for two tabs at the same instant with one pair', async () => {
      for (let round = 0; round < 3; round += 1) {
        const { browser } = await signedIn(root)
        const { answer: answers, changes } = await changesOf(test, () =>
          Promise.all(Array.from({ length: 4 }, browser.refresh)),
        )
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
        expect(new Set(answers.map(({ body }) => body.data.auth_token)).size).toBe(1)
        expect(new Set(answers.flatMap(setCookies)).size).toBe(1)
        expect(changes.audit_events?.added).toHaveLength(1)
        expect((await browser.refresh()).status).toBe(200)
      }
    })

    it('for a slow tab whose cookie was exchanged twice meanwhile, with the newest pair', async () => {
      await later(0, async () => {
        const { browser } = await signedIn(root)
        const slow = browser.cookie
        await browser.refresh()
        const newest = await browser.refresh()
        const kept = browser.cookie
        browser.cookie = slow
        await later(8 * SECOND, async () => {
          const answer = await browser.refresh()
          expect(answer.body.data.auth_token).toBe(newest.body.data.auth_token)
          expect(browser.cookie).toBe(kept)
        })
      })
    })

    // Attack: a cookie that was copied is used after its owner has gone on.
    it('not after an old cookie was used again: the session ends, and its owner gets a mail', async () => {
      const { browser, sid } = await signedIn(root)
      const copied = browser.cookie
      const fresh = await browser.refresh()
      await later(5 * MINUTE, async () => {
        const thief = openConsole(test)
        thief.cookie = copied
        const { answer, changes } = await changesOf(test, thief.refresh)
        expect([answer.status, answer.body.code]).toEqual([401, 'no_session'])
        expect(changes.mails?.added).toMatchObject([{ template: 'session-ended', to: root.email }])
        expect(await endOf(sid)).toMatchObject({ action: 'session.refresh_reused' })
        expect([await works(fresh), (await browser.refresh()).status]).toEqual([false, 401])
      })
    })

    it('not while the member is suspended, and again after that: the cookie is left as it is', async () => {
      const user = await member()
      const { browser } = await signedIn(user)
      const { cookie } = browser
      await setSuspended(test, { ...user, accountId: root.accountId }, true)
      const refused = await browser.refresh()
      expect([refused.status, refused.body.code, setCookies(refused)]).toEqual([401, 'no_session', []])
      expect(browser.cookie).toBe(cookie)
      await setSuspended(test, { ...user, accountId: root.accountId }, false)
      expect((await browser.refresh()).status).toBe(200)
    })

    it('not without a cookie that this gateway has made, and says the same to each', async () => {
      const { browser } = await signedIn(root)
      const [name, token = '', code = ''] = browser.cookie?.split(/[=.]/) ?? []
      const pair = await signIn(test, root)
      const key = await test.issueKey(root.bearer)
      const { refreshToken } = await exchangeKey(test, key.key)
      const answers = new Set<string>()
      for (const cookie of [
        undefined,
        '',
        `${name}=`,
        `${name}=${token}`,
        `${name}=.${code}`,
        `${name}=${token}.${code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
        `${name}=${token}.${code}.${code}`,
        // Attack: a refresh token that was found elsewhere, without its access token.
        `${name}=${pair.refreshToken}.${code}`,
        `${name}=${pair.refreshToken}.${pair.refreshToken}`,
        `${name}=${refreshToken}.${code}`,
        // The name for plain http, which other hosts could plant.
        `quiva_session=${token}.${code}`,
        `${name?.toLowerCase()}=${token}.${code}`,
        `x${name}=${token}.${code}`,
      ]) {
        const stranger = openConsole(test)
        stranger.cookie = cookie
        const { answer, changed } = await changesOf(test, stranger.refresh)
        expect([answer.status, setCookies(answer), changed]).toEqual([401, [], []])
        answers.add(answer.text)
      }
      expect([...answers]).toEqual([expect.stringContaining('"code":"no_session"')])
      expect((await browser.refresh()).status).toBe(200)
    })

    it('whatever stale token is in the header', async () => {
      const { browser } = await signedIn(root)
      const stale = { ...OWN_PAGE, authorization: 'Bearer eyJhbGciOiJFZERTQSJ9.e30.AAAA' }
      expect((await browser.send('POST /console/session/refresh', {}, stale)).status).toBe(200)
    })
  })

  describe('ends', () => {
    it('with its tokens and its cookie', async () => {
      const { browser, answer, sid } = await signedIn(root)
      const kept = browser.cookie
      const ended = await browser.send('DELETE /console/session')
      expect([ended.status, ended.body]).toEqual([200, { message: 'You are signed out.' }])
      expect(setCookies(ended)).toEqual(['__Host-quiva_session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict'])
      expect(await works(answer)).toBe(false)
      expect(await endOf(sid)).toMatchObject({ action: 'session.ended', details: '{"reason":"signed_out"}' })
      browser.cookie = kept
      expect((await browser.refresh()).body.code).toBe('no_session')
    })

    it('without an error if there is none, it is dead, or the cookie is garbage', async () => {
      const { browser } = await signedIn(root)
      const dead = browser.cookie
      await browser.send('DELETE /console/session')
      for (const cookie of [undefined, dead, '__Host-quiva_session=garbage']) {
        browser.cookie = cookie
        const { answer, changed } = await changesOf(test, () => browser.send('DELETE /console/session'))
        expect([answer.status, changed, browser.cookie]).toEqual([200, [], undefined])
      }
    })

    it('for a member who is suspended too, and with a cookie that was exchanged already', async () => {
      const user = await member()
      const { browser, sid } = await signedIn(user)
      const old = browser.cookie
      await browser.refresh()
      await setSuspended(test, { ...user, accountId: root.accountId }, true)
      browser.cookie = old
      expect((await browser.send('DELETE /console/session')).status).toBe(200)
      expect(await endOf(sid)).toMatchObject({ action: 'session.ended' })
    })
  })

  describe('is only for pages of the gateway', () => {
    const operations: [string, unknown][] = [
      ['POST /console/session', {}],
      ['POST /console/session/totp', {}],
      ['POST /console/session/recovery-code', {}],
      ['POST /console/session/passkey', {}],
      ['POST /console/session/oauth', {}],
      ['POST /console/session/account', { account: 'x' }],
      ['POST /console/session/refresh', {}],
      ['DELETE /console/session', undefined],
    ]
    // Attacks: login CSRF (a page signs its visitor in as somebody else), and a page that uses the visitor's cookie.
    const foreign: [string, Record<string, string>][] = [
      ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.com' }],
      ['another host of the site', { 'sec-fetch-site': 'same-site', origin: 'https://app.gateway.test' }],
      ['an address that was typed', { 'sec-fetch-site': 'none' }],
      [
        'a page of another site that says our origin',
        { 'sec-fetch-site': 'cross-site', origin: 'http://gateway.test' },
      ],
      ['two answers', { 'sec-fetch-site': 'same-origin, cross-site' }],
      ['another case', { 'sec-fetch-site': 'Same-Origin' }],
      ['an opaque origin', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
      ['an old browser, from another origin', { origin: 'https://evil.example.com' }],
      ['an old browser, from another port', { origin: 'http://gateway.test:81' }],
      ['an old browser, from an opaque origin', { origin: 'null' }],
      ['no browser', {}],
      ['a name that was pointed at this machine', { ...OWN_PAGE, origin: 'http://evil.example.com:8080' }],
      ['plain http', { ...OWN_PAGE, origin: 'http://gateway.test' }],
    ]
    it.each(foreign)('not for %s, and then nothing happens', async (_who, headers) => {
      const { browser } = await signedIn(root)
      const { cookie } = browser
      const { answer: answers, changed } = await changesOf(test, () =>
        Promise.all(operations.map(async ([route, body]) => browser.send(route, body, headers))),
      )
      for (const answer of answers)
        expect([answer.status, answer.body.code, setCookies(answer)]).toEqual([403, 'forbidden_origin', []])
      expect([changed, browser.cookie]).toEqual([[], cookie])
      expect((await browser.refresh()).status).toBe(200)
    })

    it('looks at the origin before it reads the body', async () => {
      const browser = openConsole(test)
      const answer = await browser.send('POST /console/session', 'x', { 'content-type': 'text/plain' })
      expect(answer.body.code).toBe('forbidden_origin')
    })
  })

  it('tells everybody what it offers, and nothing else', async () => {
    const answer = await test.call('GET /console/config')
    expect(answer.body.data).toEqual({
      app_name: 'gateway.test',
      version: expect.stringMatching(/^\d/),
      public_url: 'http://gateway.test',
      features: {
        oauth: false,
        passkeys: true,
        bus: false,
        payments: false,
        sign_up: true,
        mail_as_files: true,
        reference: true,
      },
    })
  })

  async function inTwoAccounts(): Promise<{ browser: ConsoleBrowser; answer: Answer; user: User }> {
    const user = await addUser(test)
    await join(test, user, root)
    await join(test, user, other, { role: 'admin' })
    const browser = openConsole(test)
    return { browser, answer: await browser.signIn(user, root.account), user }
  }
  const switchTo = (browser: ConsoleBrowser, account: string) =>
    browser.send('POST /console/session/account', { account })
  const sessionRow = (id: string) =>
    test.database.read.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  describe('switches to another account of the user', () => {
    it('as old as it was, and ends in the first', async () => {
      const { browser, answer, user } = await inTwoAccounts()
      const before = await sessionRow(sessionIdOf(answer))
      await later(20 * MINUTE, async () => {
        const { answer: switched, changes } = await changesOf(test, () =>
          switchTo(browser, other.account.toUpperCase()),
        )
        expect(switched.body.data).toMatchObject({
          account: { id: other.accountId },
          user: { user_id: user.userId, role: 'admin' },
        })
        expect(setCookies(switched)).toEqual([expect.stringMatching(COOKIE)])
        expect([await works(switched), await works(answer)]).toEqual([true, false])
        const { method, created_at, expires_at, ip, user_agent, location } = before
        expect(await sessionRow(sessionIdOf(switched))).toMatchObject({
          ...{ method, created_at, expires_at, ip, user_agent, location },
          account_id: other.accountId,
          kind: 'interactive',
        })
        // Neither log names the other account.
        expect(changes.audit_events?.added).toMatchObject([
          { action: 'session.started', account_id: other.accountId, details: '{"method":"password","continued":true}' },
          { action: 'session.ended', account_id: root.accountId, details: '{"reason":"switched"}' },
        ])
        expect(changes.mails).toBeUndefined()
        // What asks for a recent sign-in still does.
        const { bearer } = { bearer: switched.body.data.auth_token }
        expect((await test.call('POST /accounts/generate-totp-key', { bearer })).body.code).toBe('step_up_required')
        expect((await browser.refresh()).status).toBe(200)
      })
    })

    it('with the second factor that was proven', async () => {
      beginStep()
      const user = await member()
      await join(test, user, other)
      const { app } = await addApp(test, (await signIn(test, user, { account: root.account })).bearer)
      const browser = openConsole(test)
      const { token } = (await browser.signIn(user, root.account)).body.data
      await browser.send('POST /console/session/totp', { token, code: app.code() })
      const switched = await switchTo(browser, other.account)
      expect(switched.status).toBe(200)
      expect((await sessionRow(sessionIdOf(switched))).method).toBe('password+totp')
      expect(decodeJwt(switched.body.data.auth_token).amr).toEqual(['pwd', 'otp', 'mfa'])
    })

    it('not without a second factor that was switched on since', async () => {
      const { browser, answer, user } = await inTwoAccounts()
      await test.database.transaction(({ db }) =>
        db.updateTable('users').set({ totp_enabled_at: Date.now() }).where('id', '=', user.userId).execute(),
      )
      const { answer: refused, changed } = await changesOf(test, () => switchTo(browser, other.account))
      expect([refused.status, refused.body.code, setCookies(refused)]).toEqual([403, 'step_up_required', []])
      expect([changed, await works(answer)]).toEqual([[], true])
    })

    // Attack: whoever has deceived a user into approving a device goes on in their other accounts.
    it('not if it was approved for a device', async () => {
      const { browser, answer } = await inTwoAccounts()
      await test.database.transaction(({ db }) =>
        db
          .updateTable('sessions')
          .set({ method: 'device:password+totp' })
          .where('id', '=', sessionIdOf(answer))
          .execute(),
      )
      const { answer: refused, changed } = await changesOf(test, () => switchTo(browser, other.account))
      expect([refused.status, refused.body.code, changed]).toEqual([403, 'step_up_required', []])
    })

    // Attack: the answer tells which accounts exist.
    it('not to one where they are suspended, invited or no member, or that is deleted or unknown; all with one answer', async () => {
      const { browser, answer, user } = await inTwoAccounts()
      const suspended = await test.signUp()
      await join(test, user, suspended, { suspended: true })
      const invited = await test.signUp()
      await join(test, user, invited, { accepted: false })
      const deleted = await test.signUp()
      await join(test, user, deleted)
      await test.database.transaction(({ db }) =>
        db.updateTable('accounts').set({ deleted_at: Date.now() }).where('id', '=', deleted.accountId).execute(),
      )
      const stranger = await test.signUp()
      const names = [suspended, invited, deleted, stranger].map(({ account }) => account)
      const texts = new Set<string>()
      for (const name of [...names, 'no such account', other.accountId]) {
        const { answer: refused, changed } = await changesOf(test, () => switchTo(browser, name))
        expect([refused.status, refused.body.code, setCookies(refused)]).toEqual([403, 'not_a_member', []])
        expect(changed).toEqual(['audit_events'])
        texts.add(refused.text)
      }
      expect(texts.size).toBe(1)
      expect(await works(answer)).toBe(true)
    })

    it('not from one where they are suspended or that is deleted', async () => {
      const suspended = await inTwoAccounts()
      await setSuspended(test, { ...suspended.user, accountId: root.accountId }, true)
      const leaver = await test.signUp()
      await join(test, leaver, other)
      const deleted = await signedIn(leaver)
      await deleteAccount(test, leaver)
      for (const { browser } of [suspended, deleted]) {
        const { cookie } = browser
        const { answer, changed } = await changesOf(test, () => switchTo(browser, other.account))
        expect([answer.status, answer.body.code, changed, browser.cookie]).toEqual([401, 'no_session', [], cookie])
      }
    })

    // Attack: a copied cookie is used for the switch instead of the refresh, whose replay would be noticed.
    it('not with an old cookie: the session ends, as after a refresh', async () => {
      const { browser, answer } = await inTwoAccounts()
      const copied = browser.cookie
      await browser.refresh()
      await later(5 * MINUTE, async () => {
        const thief = openConsole(test)
        thief.cookie = copied
        expect((await switchTo(thief, other.account)).body.code).toBe('no_session')
        expect(await endOf(sessionIdOf(answer))).toMatchObject({ action: 'session.refresh_reused' })
        expect((await browser.refresh()).status).toBe(401)
      })
    })

    it('once, though it is asked several times at the same instant, or beside a refresh', async () => {
      const { browser } = await inTwoAccounts()
      const { cookie } = browser
      const tabs = Array.from({ length: 3 }, () => Object.assign(openConsole(test), { cookie }))
      const answers = await Promise.all([
        ...tabs.map((tab) => switchTo(tab, other.account)),
        Object.assign(openConsole(test), { cookie }).refresh(),
      ])
      const switched = answers.slice(0, 3).filter(({ status }) => status === 200)
      expect(switched).toHaveLength(1)
      expect(answers.filter(({ status }) => status !== 200).every(({ body }) => body.code === 'no_session')).toBe(true)
      for (const one of switched) expect(await works(one)).toBe(true)
      const refreshed = answers[3]
      if (refreshed?.status === 200) expect(await works(refreshed)).toBe(false)
    })
  })
})
