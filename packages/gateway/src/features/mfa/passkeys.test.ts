import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { createAuthenticator } from '../../../test/users/authenticator.ts'
import {
  addApp,
  addPasskey,
  challenge,
  factorEvents,
  freshenSession,
  signInWithPasskey,
  succeed,
  verdict,
} from '../../../test/users/factors.ts'
import { eventsAbout, signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, setSuspended, type User } from '../../../test/users/users.ts'

/** In CBOR: `"fmt": "packed"`, and a statement with or without certificates. */
const PACKED = '63666d74667061636b65646761747453746d74'
const WITH_CERTIFICATE = `${PACKED}a363616c67266373696741aa637835638141aa`

describeEngines('passkeys', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let stranger: User & { bearer: string }
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    stranger = await member()
  })
  afterAll(() => test.close())

  async function member(): Promise<User & { bearer: string }> {
    const ourUser = await addUser(test)
    await join(test, ourUser, root)
    return { ...ourUser, bearer: (await signIn(test, ourUser)).bearer }
  }
  const begin = async (bearer: string) =>
    (await succeed(test, 'POST /accounts/begin-passkey-registration', { bearer })).body.data
  const complete = (bearer: string, credential: unknown, alias: unknown = 'key') =>
    test.call('POST /accounts/complete-passkey-registration', {
      bearer,
      body: { credential, credential_alias: alias },
    })
  const list = async (bearer: string) =>
    (await succeed(test, 'GET /accounts/passkeys', { bearer })).body.data as Record<string, unknown>[]
  const claims = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

  /** Why the last sign-in of somebody was refused, as only the audit log tells. */
  async function lastReason({ userId }: { userId: string }): Promise<unknown> {
    const row = await test.database.read
      .selectFrom('audit_events')
      .select('details')
      .where('actor_user_id', '=', userId)
      .where('action', '=', 'session.refused')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    return JSON.parse(row?.details ?? '{}').reason
  }

  describe('a registration', () => {
    it('makes a passkey that signs in; with recovery codes, a mail, and an entry in the list', async () => {
      const ourUser = await member()
      const authenticator = createAuthenticator({ transports: ['usb', 'nfc', 'x-ray'] })
      const options = await begin(ourUser.bearer)
      expect(options).toMatchObject({
        rp: { id: 'gateway.test' },
        user: { id: Buffer.from(ourUser.userId).toString('base64url'), name: ourUser.email },
        attestation: 'none',
        excludeCredentials: [],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      })
      expect(options.challenge).toMatch(/^[\w-]{43}$/)
      const { answer, changes } = await changesOf(test, () =>
        complete(ourUser.bearer, authenticator.register(options), '  Ada’s key '),
      )
      const { passkey, recovery_codes: codes } = answer.body.data
      expect(passkey).toEqual({
        id: authenticator.credentialId,
        alias: 'Ada’s key',
        created_on: expect.stringMatching(/Z$/),
      })
      expect(codes).toHaveLength(10)
      expect(changes.mails?.added).toMatchObject([{ template: 'passkey-added', to: ourUser.email }])
      expect(await list(ourUser.bearer)).toEqual([{ ...passkey, last_used_on: null, transports: ['nfc', 'usb'] }])
      expect(await factorEvents(test, ourUser)).toMatchObject([
        { action: 'passkey.registered', details: { passkey: passkey.id }, actor_user_id: ourUser.userId },
        { action: 'recovery_codes.issued' },
      ])
      expect((await signInWithPasskey(test, ourUser, authenticator)).status).toBe(200)
      expect((await list(ourUser.bearer))[0]?.last_used_on).toMatch(/Z$/)
    })

    it('takes several, keeps them out of the next registration, and gives the codes that are left', async () => {
      const ourUser = await member()
      const { authenticator, codes } = await addPasskey(test, ourUser.bearer)
      const { excludeCredentials } = await begin(ourUser.bearer)
      expect(excludeCredentials).toEqual([{ id: authenticator.credentialId, type: 'public-key', transports: [] }])
      const second = await addPasskey(test, ourUser.bearer)
      expect(second.codes).toEqual(codes)
      expect(await list(ourUser.bearer)).toHaveLength(2)
      for (const one of [authenticator, second.authenticator])
        expect((await signInWithPasskey(test, ourUser, one)).status).toBe(200)
    })

    it('takes the credential as an object or as text, in base64url or base64', async () => {
      for (const form of [
        (credential: unknown) => JSON.stringify(credential),
        (credential: unknown) =>
          JSON.parse(JSON.stringify(credential).replace(/[\w-]{40,}/g, (text) => `${base64(text)}`)),
      ]) {
        const { bearer } = await member()
        const authenticator = createAuthenticator({ idBytes: 40 })
        expect((await complete(bearer, form(authenticator.register(await begin(bearer))))).status).toBe(200)
      }
    })

    it.each([
      ['of another origin', { origin: 'http://evil.test' }],
      ['of the right host on another port', { origin: 'http://gateway.test:81' }],
      ['for another domain', { rpId: 'evil.test' }],
      ['in a frame of somebody else’s page', { crossOrigin: true }],
      ['in a frame, by the name of the page around it', { topOrigin: 'http://evil.test' }],
      ['with a key beside its curve', { coseKey: `a5010203262001215820${'11'.repeat(32)}225820${'22'.repeat(32)}` }],
      ['with a key of another kind than its label', { coseKey: `a4010103262006215820${'11'.repeat(32)}` }],
      ['with bytes behind it', { trailing: '00' }],
      ['of another ceremony', { type: 'webauthn.get' }],
      ['where nobody was present', { userPresent: false }],
      ['with an id that is too short', { credentialId: Buffer.alloc(15, 7).toString('base64url') }],
      ['with an id that is too long', { credentialId: Buffer.alloc(1024, 7).toString('base64url') }],
      // Attack: certificates name servers, which the gateway would ask whether they are revoked.
      ['with an attestation that carries certificates', { attestation: WITH_CERTIFICATE }],
      ['with an attestation that is signed wrongly', { attestation: `${PACKED}a263616c67266373696741aa` }],
    ])('refuses a credential %s', async (_what, odd) => {
      const answer = await complete(root.bearer, createAuthenticator().register(await begin(root.bearer), odd))
      expect(verdict(answer)).toEqual([400, 'invalid_passkey'])
    })

    it('that is refused changes nothing but that its challenge is used up', async () => {
      const { bearer } = await member()
      const authenticator = createAuthenticator()
      const options = await begin(bearer)
      const wrong = authenticator.register(options, { origin: 'http://evil.test' })
      const { changed } = await changesOf(test, () => complete(bearer, wrong))
      expect(changed).toEqual(['passkey_ceremonies'])
      expect(verdict(await complete(bearer, authenticator.register(options)))).toEqual([400, 'invalid_passkey'])
    })

    it('takes the caller’s own newest challenge, once, within five minutes', async () => {
      const [ourUser, other] = [await member(), await member()]
      const authenticator = createAuthenticator()
      const refused = async (options: { challenge: string }) =>
        expect(verdict(await complete(ourUser.bearer, authenticator.register(options)))).toEqual([
          400,
          'invalid_passkey',
        ])
      await refused({ challenge: 'A'.repeat(43) })
      await refused(await begin(other.bearer))
      const earlier = await begin(ourUser.bearer)
      const options = await begin(ourUser.bearer)
      await refused(earlier)
      await later(5 * MINUTE + 1, () => refused(options))
      const answers = await Promise.all([1, 2].map(() => complete(ourUser.bearer, authenticator.register(options))))
      // The other finds the challenge used up, or is asked for the factor that is there by then.
      const codes = answers.map(({ status, body }) => (status === 200 ? 'registered' : body.code)).sort()
      expect(codes[0] === 'registered' ? codes[1] : codes[0]).toMatch(/^(invalid_passkey|step_up_required)$/)
      expect(codes).toContain('registered')
      await freshenSession(test, ourUser.bearer)
      const { challenge: signInChallenge } = (
        await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body: { email: ourUser.email } })
      ).body.data
      await refused({ challenge: signInChallenge })
    })

    // WebAuthn Level 3, §7.1, step 26. Attack: who registers somebody else's passkey may get them to sign in as them.
    it('refuses a passkey that is registered, for somebody else or for oneself', async () => {
      const [ourUser, other] = [await member(), await member()]
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      for (const { bearer } of [ourUser, other]) {
        const credential = createAuthenticator().register(await begin(bearer), {
          credentialId: authenticator.credentialId,
        })
        expect(verdict(await complete(bearer, credential))).toEqual([400, 'passkey_taken'])
      }
      expect(await list(other.bearer)).toEqual([])
      expect((await signInWithPasskey(test, ourUser, authenticator)).status).toBe(200)
    })

    it('takes 25 and no more', async () => {
      const ourUser = await member()
      await addPasskey(test, ourUser.bearer)
      await test.database.transaction(async ({ db }) => {
        const { credential_id: id, ...row } = await db
          .selectFrom('passkeys')
          .selectAll()
          .where('user_id', '=', ourUser.userId)
          .executeTakeFirstOrThrow()
        const more = Array.from({ length: 24 }, (_, index) => ({ ...row, credential_id: `${id}${index}` }))
        await db.insertInto('passkeys').values(more).execute()
      })
      const credential = createAuthenticator().register(await begin(ourUser.bearer))
      expect(verdict(await complete(ourUser.bearer, credential))).toEqual([400, 'too_many_passkeys'])
    })

    it.each([
      'x',
      '{}',
      '[]',
      'null',
      { id: 'AAAA' },
      { id: 'AAAA', rawId: 'BBBB', type: 'public-key', response: { clientDataJSON: 'e30', attestationObject: 'oA' } },
      { id: 'AAAA', type: 'password', response: { clientDataJSON: 'e30', attestationObject: 'oA' } },
      { id: 'AAAA', type: 'public-key', response: { clientDataJSON: 'e30', attestationObject: '' } },
      { id: 'A'.repeat(20_000), type: 'public-key', response: { clientDataJSON: 'e30', attestationObject: 'oA' } },
      { id: 'AAAA', type: 'public-key', response: null },
    ])('answers 400 at the credential when it is none: %j', async (credential) => {
      const answer = await complete(stranger.bearer, credential)
      expect([answer.body.code, answer.body.details?.[0]?.path]).toEqual(['invalid_request', '/body/credential'])
    })

    it.each(['', '   ', 'x'.repeat(65), 'a\nb', 5])('answers 400 at the alias %j', async (alias) => {
      const answer = await complete(stranger.bearer, createAuthenticator().register({ challenge: 'x' }), alias)
      expect(answer.body.details?.[0]?.path).toBe('/body/credential_alias')
    })
  })

  describe('a sign-in with a passkey alone', () => {
    let regular: ReturnType<typeof addPasskey> | undefined

    it('needs no password and no other factor, and is named in token, list and log', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      await addApp(test, ourUser.bearer)
      const answer = await signInWithPasskey(test, ourUser, authenticator, {
        email: ourUser.email,
        account: root.account,
      })
      expect(answer.status).toBe(200)
      const { auth_token: bearer, account, passkey_enabled: enabled } = answer.body.data
      expect([account.id, enabled]).toEqual([root.accountId, true])
      expect(claims(bearer).amr).toEqual(['pop', 'mfa'])
      const { auth } = (await succeed(test, 'GET /accounts/session-tokens', { bearer })).body.data
      expect(auth.find(({ current }: { current: boolean }) => current).method).toBe('passkey')
      expect((await eventsAbout(test, claims(bearer).sid))[0]).toMatchObject({ details: '{"method":"passkey"}' })
    })

    it('goes to the account that it was begun or completed with', async () => {
      const ourUser = await test.signUp()
      await join(test, ourUser, root)
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const to = async (begun: string | undefined, completed: string | undefined) => {
        const body = { email: ourUser.email, account: begun }
        const options = await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body })
        const credential = authenticator.sign(options.body.data)
        const answer = await test.call('POST /accounts/complete-auth-with-passkey', {
          body: { credential, account: completed },
        })
        return answer.body.data?.account.id ?? answer.body.code
      }
      expect(await to(undefined, undefined)).toBe(ourUser.accountId)
      expect(await to(root.account.toUpperCase(), undefined)).toBe(root.accountId)
      expect(await to(ourUser.account, root.account)).toBe(root.accountId)
      expect(await to(undefined, 'no such account')).toBe('passkey_refused')
    })

    it.each([
      ['without user verification, where it is the only factor', { userVerified: false }],
      ['without anybody present', { userPresent: false }],
      ['of another origin', { origin: 'http://evil.test' }],
      ['for another domain', { rpId: 'evil.test' }],
      ['in a frame of somebody else’s page', { crossOrigin: true }],
      ['of another ceremony', { type: 'webauthn.create' }],
      ['with the user handle of somebody else', { userHandle: Buffer.from('usr_x').toString('base64url') }],
      ['with an id that nobody has', { credentialId: Buffer.alloc(32, 7).toString('base64url') }],
    ])('is refused %s', async (_what, odd) => {
      regular ??= addPasskey(test, stranger.bearer)
      const { authenticator } = await regular
      expect(verdict(await signInWithPasskey(test, stranger, authenticator, { odd }))).toEqual([401, 'passkey_refused'])
      const own = { userHandle: Buffer.from(stranger.userId).toString('base64url') }
      expect((await signInWithPasskey(test, stranger, authenticator, { odd: own })).status).toBe(200)
    })

    it('that is refused leaves nothing but an event', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const odd = { origin: 'http://evil.test' }
      const { changes } = await changesOf(test, () => signInWithPasskey(test, ourUser, authenticator, { odd }))
      expect(Object.keys(changes)).toEqual(['audit_events'])
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'session.refused', details: '{"method":"passkey","reason":"credential"}' },
      ])
    })

    // Attack: what was signed once is sent again.
    it('works once for a challenge, however it ends, and also at the same instant', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer, createAuthenticator({ hasCounter: false }))
      const body = { email: ourUser.email }
      const options = (await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body })).body.data
      const credential = authenticator.sign(options)
      const send = () => test.call('POST /accounts/complete-auth-with-passkey', { body: { credential } })
      const answers = await Promise.all([send(), send(), send()])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
      const next = (await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body })).body.data
      const wrong = authenticator.sign(next, { origin: 'http://evil.test' })
      const complete = (one: unknown) =>
        test.call('POST /accounts/complete-auth-with-passkey', { body: { credential: one } })
      expect((await complete(wrong)).status).toBe(401)
      expect((await complete(authenticator.sign(next))).status).toBe(401)
      const late = (await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body })).body.data
      await later(5 * MINUTE + 1, async () => expect((await complete(authenticator.sign(late))).status).toBe(401))
    })

    it('takes only a passkey of the person it was begun for', async () => {
      const [ourUser, other] = [await member(), await member()]
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const { authenticator: others } = await addPasskey(test, other.bearer)
      expect(verdict(await signInWithPasskey(test, ourUser, others))).toEqual([401, 'passkey_refused'])
      // With the id of the one and the signature of the other.
      const odd = { credentialId: authenticator.credentialId }
      expect(verdict(await signInWithPasskey(test, ourUser, others, { odd }))).toEqual([401, 'passkey_refused'])
      const named = await signInWithPasskey(test, ourUser, authenticator, { email: other.email })
      expect(verdict(named)).toEqual([401, 'passkey_refused'])
      const signedIn = await signInWithPasskey(test, ourUser, authenticator, { bearer: other.bearer })
      expect(verdict(signedIn)).toEqual([401, 'passkey_refused'])
    })

    it('is refused, and its owner told, when the counter does not go on; a bad signature raises no alarm', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      expect((await signInWithPasskey(test, ourUser, authenticator, { odd: { counter: 9 } })).status).toBe(200)
      for (const counter of [8, 9, 0]) {
        const odd = { counter, credentialId: createAuthenticator().credentialId }
        await signInWithPasskey(test, ourUser, authenticator, { odd })
        const forged = { counter, credentialId: authenticator.credentialId }
        const forger = createAuthenticator()
        expect((await signInWithPasskey(test, ourUser, forger, { odd: forged })).status).toBe(401)
        expect(await lastReason(ourUser)).toBeUndefined()
      }
      const { answer, changes } = await changesOf(test, () =>
        signInWithPasskey(test, ourUser, authenticator, { odd: { counter: 8 } }),
      )
      expect([...verdict(answer), await lastReason(ourUser)]).toEqual([401, 'passkey_refused', 'counter'])
      expect(changes.mails?.added).toMatchObject([{ template: 'passkey-copied', to: ourUser.email }])
      expect((await signInWithPasskey(test, ourUser, authenticator, { odd: { counter: 10 } })).status).toBe(200)
    })

    // Two tabs begin one after the other, and finish in the other order: refused, but nobody has a copy.
    it('is refused without an alarm when another sign-in that began with it was completed before', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const beginSignIn = async () => {
        const { body } = await succeed(test, 'POST /accounts/begin-auth-with-passkey', {
          body: { email: ourUser.email },
        })
        return authenticator.sign(body.data)
      }
      const [first, second] = [await beginSignIn(), await beginSignIn()]
      const complete = (credential: unknown) =>
        test.call('POST /accounts/complete-auth-with-passkey', { body: { credential } })
      expect((await complete(second)).status).toBe(200)
      const { answer, changes } = await changesOf(test, () => complete(first))
      expect([...verdict(answer), await lastReason(ourUser)]).toEqual([401, 'passkey_refused', 'counter'])
      expect(changes.mails?.added ?? []).toEqual([])
    })

    it('says for ever whether it may be copied to other devices; an old one says it with its next use', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const attempt = (backupEligible: boolean) =>
        signInWithPasskey(test, ourUser, authenticator, { odd: { backupEligible } })
      expect(verdict(await attempt(true))).toEqual([401, 'passkey_refused'])
      expect((await attempt(false)).status).toBe(200)
      await test.database.transaction(async ({ db }) => {
        await db.updateTable('passkeys').set({ backup_eligible: null }).where('user_id', '=', ourUser.userId).execute()
      })
      expect((await attempt(true)).status).toBe(200)
      expect(verdict(await attempt(false))).toEqual([401, 'passkey_refused'])
      expect((await attempt(true)).status).toBe(200)
    })

    it('compares no counters where the authenticator has none', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer, createAuthenticator({ hasCounter: false }))
      for (let time = 0; time < 2; time += 1)
        expect((await signInWithPasskey(test, ourUser, authenticator)).status).toBe(200)
    })

    it('is refused after a suspension, a removal of the passkey, and while passkeys are switched off', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const refused = async (reason: string) => {
        expect(verdict(await signInWithPasskey(test, ourUser, authenticator))).toEqual([401, 'passkey_refused'])
        expect(await lastReason(ourUser)).toBe(reason)
      }
      const place = { userId: ourUser.userId, accountId: root.accountId }
      await setSuspended(test, place, true)
      await refused('membership')
      await setSuspended(test, place, false)
      const set = (enabled: boolean) =>
        succeed(test, 'PATCH /accounts/mfa-settings', { bearer: ourUser.bearer, body: { passkey_enabled: enabled } })
      await set(false)
      await refused('credential')
      await set(true)
      expect((await signInWithPasskey(test, ourUser, authenticator)).status).toBe(200)
      await succeed(test, 'DELETE /accounts/all-passkeys', { bearer: ourUser.bearer })
      expect(verdict(await signInWithPasskey(test, ourUser, authenticator))).toEqual([401, 'passkey_refused'])
    })

    // Nobody can lock a user out from afar.
    it('stays open when the limits of passwords and codes are spent, and resets them', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const from = freshPlace()
      const wrong = { email: ourUser.email, password: 'wrong-Horse77' }
      const guess = () => test.call('POST /accounts/auth-with-password', { body: wrong, from })
      for (let time = 0; time < 6; time += 1) await guess()
      const body = { email: ourUser.email }
      const options = await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body, from })
      const credential = authenticator.sign(options.body.data)
      expect(
        (await test.call('POST /accounts/complete-auth-with-passkey', { body: { credential }, from })).status,
      ).toBe(200)
      expect((await guess()).status).toBe(401)
    })
  })

  describe('as the second factor', () => {
    it('a passkey completes the challenge, without user verification too', async () => {
      const ourUser = await member()
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const token = await challenge(test, ourUser)
      const answer = await signInWithPasskey(test, ourUser, authenticator, { odd: { userVerified: false }, token })
      expect(answer.status).toBe(200)
      expect(claims(answer.body.data.auth_token).amr).toEqual(['pwd', 'pop', 'mfa'])
      expect((await eventsAbout(test, claims(answer.body.data.auth_token).sid))[0]).toMatchObject({
        details: '{"method":"password+passkey"}',
      })
      const again = await signInWithPasskey(test, ourUser, authenticator, { token })
      expect(verdict(again)).toEqual([401, 'passkey_refused'])
    })

    it('it is refused for a challenge that is unknown, too old, somebody else’s, or of another account', async () => {
      const [ourUser, other] = [await member(), await member()]
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      await addPasskey(test, other.bearer)
      const refused = async (more: Record<string, unknown>) =>
        expect(verdict(await signInWithPasskey(test, ourUser, authenticator, more))).toEqual([401, 'passkey_refused'])
      const token = await challenge(test, ourUser)
      await refused({ token: 'A'.repeat(43) })
      await refused({ token: await challenge(test, other) })
      await refused({ token, account: 'no such account' })
      await later(5 * MINUTE + 1, () => refused({ token }))
      expect((await signInWithPasskey(test, ourUser, authenticator, { token, account: root.account })).status).toBe(200)
    })
  })

  describe('a removal', () => {
    it('of one passkey of two leaves the other and the codes; of the last, nothing', async () => {
      const ourUser = await member()
      const { authenticator: first } = await addPasskey(test, ourUser.bearer)
      const { authenticator: second } = await addPasskey(test, ourUser.bearer)
      const remove = (id: string) => test.call('DELETE /accounts/passkey', { bearer: ourUser.bearer, body: { id } })
      const { answer, changes } = await changesOf(test, () => remove(base64(first.credentialId)))
      expect([answer.status, answer.body]).toEqual([200, { message: 'The passkey was removed.' }])
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails', 'passkeys'])
      expect(verdict(await remove(first.credentialId))).toEqual([404, 'passkey_not_found'])
      const { changes: last } = await changesOf(test, () => remove(second.credentialId))
      expect(Object.keys(last).sort()).toEqual(['audit_events', 'mails', 'passkeys', 'recovery_codes', 'users'])
      expect((await factorEvents(test, ourUser)).filter(({ action }) => action === 'passkey.removed')).toMatchObject([
        { details: { codes_dropped: false } },
        { details: { codes_dropped: true } },
      ])
      expect((await signIn(test, ourUser)).bearer).toBeDefined()
    })

    it('of all of them leaves an authenticator app and the codes alone, and is no error where there is none', async () => {
      const ourUser = await member()
      const { codes } = await addApp(test, ourUser.bearer)
      for (let time = 0; time < 2; time += 1) await addPasskey(test, ourUser.bearer)
      const { bearer } = ourUser
      const removeAll = () => test.call('DELETE /accounts/all-passkeys', { bearer })
      expect((await removeAll()).body).toEqual({ message: 'All passkeys were removed.' })
      const { data } = (await succeed(test, 'GET /accounts/recovery-codes', { bearer })).body
      expect(data).toEqual(codes)
      const { answer, changed } = await changesOf(test, removeAll)
      expect([answer.status, changed]).toEqual([200, []])
    })

    it.each(['nonsense', '!', 'AAAA', 'A'.repeat(2000)])('answers 404 to an id that is nobody’s: %j', async (id) => {
      const answer = await test.call('DELETE /accounts/passkey', { bearer: root.bearer, body: { id } })
      expect(verdict(answer)).toEqual([404, 'passkey_not_found'])
    })

    it('does not reach the passkey of somebody else', async () => {
      const [ourUser, other] = [await member(), await member()]
      const { authenticator } = await addPasskey(test, ourUser.bearer)
      const answer = await test.call('DELETE /accounts/passkey', {
        bearer: other.bearer,
        body: { id: authenticator.credentialId },
      })
      expect(verdict(answer)).toEqual([404, 'passkey_not_found'])
    })
  })
})

function base64(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('base64')
}
