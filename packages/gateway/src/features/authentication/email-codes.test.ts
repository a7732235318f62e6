import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { eventsAbout, exchangeKey, signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, type User } from '../../../test/users/users.ts'
import type { Principal } from '../../access/principal.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { createLimiter } from '../../platform/throttle/limiter.ts'
import type { Role } from '../../platform/values/roles.ts'
import { createSendMail } from '../../transport/mail/work.ts'
import { type CodePurpose, codePurposes, createEmailCodes, type EmailCodes } from './email-codes.ts'

/** getEmailCode over HTTP; what it permits comes with other operations, so using a code is asked of the service. */
describeEngines('an email code', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let elsewhere: SignedInUser
  let codes: EmailCodes
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    elsewhere = await test.signUp()
    const { database, place } = test
    const sealer = await openSealer(readConfig(place.environment), createSettingsStore(database))
    codes = createEmailCodes({
      database,
      sendMail: createSendMail(createOutbox(sealer)),
      codeKey: sealer.hashKey('codes and addresses'),
      mailsPerUser: createLimiter({ name: 'unused', quota: 1, windowSeconds: 1 }),
    })
  })
  afterAll(() => test.close())

  const ask = (bearer: string) => test.call('GET /accounts/email-code', { bearer, from: freshPlace() })
  const codesTo = async (email: string) =>
    (await test.mails()).filter((mail) => mail.to === email && mail.template === 'email-code').map(({ code }) => code)
  const mailed = (email: string, count = 1) => waitFor(async () => (await codesTo(email))[count - 1])
  const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')
  const check = (principal: Principal, code: string, operation: CodePurpose = 'deleteUser') =>
    codes.check(principal, operation, code).then(
      () => 'right',
      (error: { code?: string }) => error.code,
    )
  const use = (principal: Principal, code: string, operation: CodePurpose = 'deleteUser') =>
    test.database
      .transaction((tx) => codes.use(tx, principal, operation, code))
      .then(
        () => 'used',
        (error: { code?: string }) => error.code,
      )

  async function member() {
    const user = await addUser(test)
    await join(test, user, root)
    await join(test, user, elsewhere)
    return signedIn(user, root, 'developer')
  }

  /** Who may do that: only roots rename and delete accounts, and only who is none deletes their user. */
  async function whoMay(purpose: CodePurpose) {
    if (purpose === 'deleteUser') return member()
    const user = await test.signUp()
    return signedIn(user, user, 'root')
  }

  async function signedIn(user: User, account: SignedInUser, role: Role) {
    const session = await signIn(test, user, { account: account.account })
    const principal: Principal = {
      kind: 'interactive',
      userId: user.userId,
      isServiceAccount: false,
      email: user.email,
      accountId: account.accountId,
      role,
      credentialId: session.id,
      apiKeyId: null,
      expiresAt: Date.now() + 1e12,
      limits: null,
      keyDescription: null,
      address: '127.0.0.1',
    }
    return { ...user, ...session, principal }
  }
  async function withCode() {
    const user = await member()
    expect((await ask(user.bearer)).status).toBe(200)
    return { ...user, code: await mailed(user.email) }
  }

  it('has six digits, goes to the caller, is kept as a hash, and is recorded; nobody caches the answer', async () => {
    const user = await member()
    const { answer, changes } = await changesOf(test, () => ask(user.bearer))
    expect([answer.status, answer.body]).toEqual([200, { message: 'A code is being sent to your email address.' }])
    const code = await mailed(user.email)
    expect(code).toMatch(/^\d{6}$/)
    expect(Object.keys(changes).sort()).toEqual(['audit_events', 'email_codes', 'mails'])
    expect(JSON.stringify([changes.audit_events, changes.email_codes])).not.toContain(`"${code}`)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await eventsAbout(test, user.userId)).toContainEqual(
      expect.objectContaining({ action: 'email_code.sent', account_id: root.accountId, credential_id: user.id }),
    )
  })

  it.each(['admin', 'developer', 'monitor', 'billing'] as const)('is for every role: %s', async (role) => {
    const user = await addUser(test)
    await join(test, user, root, { role })
    expect((await ask((await signIn(test, user)).bearer)).status).toBe(200)
  })

  it('is not for keys, which may do none of what it permits', async () => {
    const { key } = await test.issueKey(root.bearer)
    const session = await exchangeKey(test, key)
    for (const by of [{ key }, { bearer: session.bearer }]) {
      const answer = await test.call('GET /accounts/email-code', by)
      expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
    }
    expect((await test.call('GET /accounts/email-code')).status).toBe(401)
  })

  it('is right once, with spaces around it too', async () => {
    const { principal, code } = await withCode()
    expect(await check(principal, ` ${code} `)).toBe('right')
    expect(await use(principal, ` ${code} `)).toBe('used')
    expect(await check(principal, code)).toBe('invalid_email_code')
    expect(await use(principal, code)).toBe('invalid_email_code')
  })

  // Attack: somebody gets a code out of a user, who believes that it renames the account, and deletes it.
  it.each(codePurposes)(
    'asked for with a purpose says so in its mail, and is good for nothing else: %s',
    async (purpose) => {
      const { bearer, principal, email } = await whoMay(purpose)
      const answer = await test.call(`GET /accounts/email-code?purpose=${purpose}`, { bearer, from: freshPlace() })
      expect(answer.status).toBe(200)
      const code = await mailed(email)
      const text = (await test.mails())
        .find((mail) => mail.to === email && mail.template === 'email-code')
        ?.text.replaceAll(/\s+/g, ' ')
      const words = { renameAccount: 'rename an', deleteAccount: 'delete an', deleteUser: 'delete your user' }
      for (const other of codePurposes) {
        expect(text?.includes(words[other])).toBe(other === purpose)
        if (other === purpose) continue
        if (purpose !== 'deleteUser' && other !== 'deleteUser')
          expect(await check(principal, code, other)).toBe('invalid_email_code')
        expect(await use(principal, code, other)).toBe('invalid_email_code')
      }
      expect(await check(principal, code, purpose)).toBe('right')
      expect(await use(principal, code, purpose)).toBe('used')
    },
  )

  it('asked for without a purpose, as the contract has it, is good for each and says so; another purpose is refused', async () => {
    for (const purpose of codePurposes) {
      const { bearer, principal, email } = await whoMay(purpose)
      await ask(bearer)
      const code = await mailed(email)
      const text = (await test.mails())
        .find((mail) => mail.to === email && mail.template === 'email-code')
        ?.text.replaceAll(/\s+/g, ' ')
      expect(text).toContain('It can rename an account, delete an account, or delete your user')
      expect(await check(principal, code, purpose)).toBe('right')
    }
    const { bearer } = await member()
    const answer = await test.call('GET /accounts/email-code?purpose=everything', { bearer, from: freshPlace() })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })

  it('permits one of ten requests at the same instant', async () => {
    const { principal, code } = await withCode()
    expect(await check(principal, code)).toBe('right')
    const uses = await Promise.all(Array.from({ length: 10 }, () => use(principal, code)))
    expect(uses.filter((outcome) => outcome === 'used')).toHaveLength(1)
  })

  it('comes back when what it permits fails, with a try less', async () => {
    const { principal, code } = await withCode()
    await check(principal, code)
    const failing = test.database.transaction(async (tx) => {
      await codes.use(tx, principal, 'deleteUser', code)
      throw new Error('the name is taken')
    })
    await expect(failing).rejects.toThrow('the name is taken')
    for (let time = 0; time < 4; time += 1) expect(await check(principal, code)).toBe('right')
    expect(await check(principal, code)).toBe('invalid_email_code')
  })

  // Attack: six digits are guessed.
  describe('allows five tries', () => {
    it('the fifth may be right', async () => {
      const { principal, code } = await withCode()
      for (let time = 0; time < 4; time += 1) expect(await check(principal, wrongFor(code))).toBe('invalid_email_code')
      expect(await check(principal, code)).toBe('right')
      expect(await use(principal, code)).toBe('used')
    })

    it('after five wrong ones it is dead, and the right one gets the same answer', async () => {
      const { principal, code } = await withCode()
      for (let time = 0; time < 5; time += 1) expect(await check(principal, wrongFor(code))).toBe('invalid_email_code')
      expect(await check(principal, code)).toBe('invalid_email_code')
    })

    it('also at the same instant', async () => {
      const { principal, code } = await withCode()
      const answers = await Promise.all(Array.from({ length: 20 }, () => check(principal, code)))
      expect(answers.filter((answer) => answer === 'right')).toHaveLength(5)
    })

    it.each(['', ' ', '12345', '1234567', '１２３４５６', "' or 1=1 --", 'x'.repeat(10_000)])(
      'of which %.10j is one',
      async (typed) => {
        const { principal, code } = await withCode()
        expect(await check(principal, typed)).toBe('invalid_email_code')
        for (let time = 0; time < 4; time += 1) expect(await check(principal, code)).toBe('right')
        expect(await check(principal, code)).toBe('invalid_email_code')
      },
    )
  })

  it('is replaced by a newer one, which has five tries again', async () => {
    const user = await withCode()
    for (let time = 0; time < 5; time += 1) await check(user.principal, wrongFor(user.code))
    await ask(user.bearer)
    const newer = await mailed(user.email, 2)
    if (newer !== user.code) expect(await check(user.principal, user.code)).toBe('invalid_email_code')
    expect(await check(user.principal, newer)).toBe('right')
    expect(await use(user.principal, newer)).toBe('used')
  })

  it('checked, then replaced, permits nothing any more', async () => {
    const user = await withCode()
    expect(await check(user.principal, user.code)).toBe('right')
    await ask(user.bearer)
    const newer = await mailed(user.email, 2)
    if (newer !== user.code) expect(await use(user.principal, user.code)).toBe('invalid_email_code')
  })

  // Attack: a code asked for in one's own account closes another one.
  it('is good for its person in its account only', async () => {
    const [one, other] = [await withCode(), await withCode()]
    const session = await signIn(test, one, { account: elsewhere.account })
    const inOther: Principal = { ...one.principal, accountId: elsewhere.accountId, credentialId: session.id }
    for (const stranger of [other.principal, inOther]) {
      expect(await check(stranger, one.code)).toBe('invalid_email_code')
      expect(await use(stranger, one.code)).toBe('invalid_email_code')
    }
    // Tries of others cost nothing here.
    for (let time = 0; time < 6; time += 1) await check(inOther, wrongFor(one.code))
    expect(await check(one.principal, one.code)).toBe('right')
    expect(await use(one.principal, one.code)).toBe('used')
  })

  it('lives 15 minutes, for the check and for the use', async () => {
    await later(0, async () => {
      const user = await withCode()
      await later(15 * MINUTE - 1, async () => expect(await check(user.principal, user.code)).toBe('right'))
      await later(15 * MINUTE, async () => {
        expect(await check(user.principal, user.code)).toBe('invalid_email_code')
        expect(await use(user.principal, user.code)).toBe('invalid_email_code')
      })
    })
  })

  it('is mailed five times in 15 minutes to a person, from all accounts and sessions together', async () => {
    await later(0, async () => {
      const user = await member()
      const other = await signIn(test, user, { account: elsewhere.account })
      for (const bearer of [user.bearer, other.bearer, user.bearer, other.bearer, user.bearer]) {
        expect((await ask(bearer)).status).toBe(200)
      }
      const { answer, changed } = await changesOf(test, () => ask(other.bearer))
      expect([answer.status, answer.body.retry_after, changed]).toEqual([429, 900, []])
      const neighbour = await member()
      expect((await ask(neighbour.bearer)).status).toBe(200)
      await later(15 * MINUTE + 1000, async () => expect((await ask(user.bearer)).status).toBe(200))
    })
  })
})
