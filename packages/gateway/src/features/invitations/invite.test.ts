import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, HOUR, later } from '../../../test/run/clock.ts'
import {
  accept,
  acceptBy,
  type Caller,
  invitationsTo,
  invite,
  listMembers,
  remove,
  resend,
} from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshName, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createThrottle } from '../../platform/throttle/throttle.ts'
import { createCountInvitation } from './invitation-limits.ts'

const NEW = 'other-Horse8'

/**
 * createUser and resendInvitation (docs/decisions/0008); what a stranger can do with them is told in stranger.test.ts.
 */
describeEngines('an invitation', (engine) => {
  let test: TestGateway
  let root: SignedInUser & Caller
  let other: SignedInUser & Caller
  beforeAll(async () => {
    test = await openTestGateway(engine)
    const [one, another] = [await test.signUp(), await test.signUp()]
    root = { ...one, key: (await test.issueKey(one.bearer)).key }
    other = { ...another, key: (await test.issueKey(another.bearer)).key }
  })
  afterAll(() => test.close())

  const listed = async (email: string, by = root) => (await listMembers(test, by)).find((one) => one.email === email)
  const userOf = (email: string) =>
    test.database.read.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
  const tryPassword = async (email: string, password: string, account?: string) =>
    (await test.call('POST /accounts/auth-with-password', { body: { email, password, account }, from: freshPlace() }))
      .body.code ?? 'signed in'
  const mailsTo = async (email: string) => (await test.mails()).filter(({ to }) => to === email)
  const pendingWork = (userId: string) =>
    test.database.read
      .selectFrom('outbox')
      .select('due_at')
      .where('kind', '=', 'expire-invitation')
      .where('key', '=', `${root.accountId}/${userId}`)
      .execute()

  describe('of somebody new', () => {
    it('is pending with what was typed, mailed with 48 hours and whom to ask, told to root and administrators, logged by address', async () => {
      const admin = await addMember(test, root, 'admin')
      const email = freshEmail()
      const typed = {
        email: ` ${email.toUpperCase()}`,
        role: 'monitor',
        first_name: ' Jane ',
        last_name: 'Smith',
      } as const
      const { answer, changes } = await changesOf(test, () => invite(test, admin, typed))
      expect([answer.status, answer.body]).toEqual([
        200,
        { message: 'The invitation mail is being sent. The invitation can be accepted for 48 hours.' },
      ])
      expect(Object.keys(changes).sort()).toEqual([
        'audit_events',
        'mailed_tokens',
        'mails',
        'memberships',
        'outbox',
        'users',
      ])
      const entry = await listed(email)
      const expiresOn = entry?.invitation_expires_on ?? ''
      expect(entry).toEqual({
        email,
        role: 'monitor',
        is_suspended: false,
        email_confirmed: false,
        first_name: 'Jane',
        last_name: 'Smith',
        invitation_pending: true,
        invitation_expires_on: expiresOn,
        version: expect.any(String),
      })
      expect(Date.parse(expiresOn) - Date.now()).toBeGreaterThan(2 * DAY - HOUR)
      expect(changes.outbox?.added).toMatchObject([{ kind: 'expire-invitation', due_at: Date.parse(expiresOn) }])
      expect(changes.mailed_tokens?.added).toMatchObject([
        { purpose: 'set-password', expires_at: Date.parse(expiresOn) },
      ])
      expect(changes.users?.added).toMatchObject([
        { email, first_name: '', password_hash: null, email_confirmed_at: null },
      ])
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'member.invited', account_id: root.accountId, actor_user_id: admin.userId, target_id: null },
      ])
      expect(JSON.parse(String(changes.audit_events?.added[0]?.details))).toEqual({ email, role: 'monitor' })
      const mails = (changes.mails?.added ?? []) as { to: string; template: string; text: string }[]
      expect(mails.map(({ to, template }) => `${template} ${to}`).sort()).toEqual(
        [`set-password ${email}`, `user-added ${root.email}`, `user-added ${admin.email}`].sort(),
      )
      const mail = mails.find(({ to }) => to === email)?.text ?? ''
      for (const part of [root.account, root.email, admin.email, '48 hours', 'http://gateway.test/set-password?token='])
        expect(mail).toContain(part)
      // Nobody can be made to say something by us, in our mail to a stranger.
      expect(mail).not.toContain('Jane')
      expect(await tryPassword(email, '')).toBe('invalid_request')
      expect(await tryPassword(email, PASSWORD)).toBe('invalid_credentials')
    })

    it('is accepted with a password of theirs; then the list shows who they are, and they have the names that were typed', async () => {
      const email = freshEmail()
      await invite(test, { bearer: root.bearer }, { email, role: 'admin' })
      const accepted = await accept(test, email, NEW)
      expect(accepted.status, accepted.text).toBe(200)
      expect(await listed(email)).toEqual({
        id: accepted.body.data.user_id,
        email,
        role: 'admin',
        is_suspended: false,
        email_confirmed: true,
        first_name: 'Jane',
        last_name: 'Smith',
        invitation_pending: false,
        version: expect.any(String),
      })
      expect(await pendingWork(accepted.body.data.user_id)).toEqual([])
      const session = await signIn(test, { email, password: NEW })
      const me = (await test.call('GET /accounts/user-login-data', { bearer: session.bearer })).body.data
      expect(me).toMatchObject({
        first_name: 'Jane',
        last_name: 'Smith',
        role: 'admin',
        account: { id: root.accountId },
      })
      expect((await test.issueKey(session.bearer)).creds).toContain('USER JWT')
    })

    it('who is invited twice at the same instant, by two accounts, is one person with two invitations that stand alone', async () => {
      const email = freshEmail()
      const answers = await Promise.all([root, other, root].map((by) => invite(test, by, { email })))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 400])
      expect(answers.find(({ status }) => status === 400)?.body.code).toBe('already_member')
      const users = await test.database.read.selectFrom('users').select('id').where('email', '=', email).execute()
      expect(users).toHaveLength(1)
      const tokens = await invitationsTo(test, email, 2)
      expect(tokens).toHaveLength(2)
      expect((await remove(test, root, email)).status).toBe(200)
      const accepted = await Promise.all(tokens.map((token) => acceptBy(test, token, NEW)))
      expect(accepted.map(({ status }) => status).sort()).toEqual([200, 400])
      expect(await listed(email, other)).toMatchObject({ invitation_pending: false })
      expect(await listed(email)).toBeUndefined()
    })
  })

  it('of somebody who signs in here already asks for the password they have, and changes nothing of them', async () => {
    const user = await addUser(test)
    await join(test, user, other)
    const before = await userOf(user.email)
    const { changes } = await changesOf(test, () => invite(test, root, { email: user.email, first_name: 'Someone' }))
    expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mailed_tokens', 'mails', 'memberships', 'outbox'])
    expect(changes.mails?.added).toContainEqual(expect.objectContaining({ template: 'invitation', to: user.email }))
    expect(await listed(user.email)).toMatchObject({ first_name: 'Someone', email_confirmed: false })
    expect((await accept(test, user.email, NEW)).status).toBe(401)
    expect((await accept(test, user.email)).status).toBe(200)
    expect(await userOf(user.email)).toEqual(before)
    expect(await listed(user.email)).toMatchObject({ id: user.userId, first_name: 'Ada', email_confirmed: true })
  })

  it('is refused to the lower roles, of members, and of nonsense; that counts no mail and changes nothing', async () => {
    const [developer, monitor] = [await addMember(test, root, 'developer'), await addMember(test, root, 'monitor')]
    const billing = await addMember(test, root, 'billing')
    const pending = await addUser(test, { confirmed: false, hasPassword: false })
    await join(test, pending, root, { accepted: false })
    await join(test, other, root, { suspended: true })
    const good = { email: freshEmail(), role: 'developer', first_name: 'Jane', last_name: 'Smith' }
    const { changed } = await changesOf(test, async () => {
      for (const { bearer } of [developer, monitor, billing]) {
        for (const email of [good.email, root.email])
          expect((await invite(test, { bearer }, { email })).body.code).toBe('insufficient_permissions')
        expect((await resend(test, { bearer }, pending.email)).body.code).toBe('insufficient_permissions')
      }
      for (const { email } of [root, developer, pending, other, { email: root.email.toUpperCase() }])
        expect([email, (await invite(test, root, { email })).body.code]).toEqual([email, 'already_member'])
      const wrong: [Record<string, unknown>, string][] = [
        [{ role: 'root' }, '/body/role'],
        [{ role: 'owner' }, '/body/role'],
        [{ role: undefined }, '/body/role'],
        [{ email: 'jane' }, '/body/email'],
        [{ email: '"a\nb"@example.com' }, '/body/email'],
        [{ email: `a@${'b'.repeat(300)}.com` }, '/body/email'],
        [{ first_name: ' ' }, '/body/first_name'],
        [{ first_name: 7 }, '/body/first_name'],
        [{ last_name: 'x'.repeat(101) }, '/body/last_name'],
        [{ last_name: 'a\nb' }, '/body/last_name'],
        [{ last_name: 'a\u2028b' }, '/body/last_name'],
      ]
      for (const [change, path] of wrong) {
        const answer = await test.call('POST /accounts/users', { bearer: root.bearer, body: { ...good, ...change } })
        expect([answer.status, answer.body.details?.[0]?.path, change]).toEqual([400, path, change])
      }
      const resends: [string, string][] = [
        [freshEmail(), 'unknown_member'],
        [(await addUser(test)).email, 'unknown_member'],
        [developer.email, 'invitation_not_pending'],
        [root.email, 'impossible_target'],
      ]
      for (const [email, code] of resends) expect((await resend(test, root, email)).body.code).toBe(code)
    })
    expect(changed).toEqual(['users'])
  })

  describe('that is sent again', () => {
    it('has another link and 48 hours from then; the old link is dead', async () => {
      const email = freshEmail()
      await later(0, async () => {
        await invite(test, root, { email })
        const [first = ''] = await invitationsTo(test, email)
        await later(DAY, async () => {
          const answer = await resend(test, root, email)
          expect([answer.status, Object.keys(answer.body)]).toEqual([200, ['message']])
          const [, second = ''] = await invitationsTo(test, email, 2)
          expect(await listed(email)).toMatchObject({
            invitation_expires_on: new Date(Date.now() + 2 * DAY).toISOString(),
          })
          expect((await acceptBy(test, first, NEW)).body.code).toBe('invalid_invitation')
          // Two days after the first one it is still good.
          await later(DAY + HOUR, async () => {
            expect((await acceptBy(test, second, NEW)).status).toBe(200)
            await waitFor(async () => ((await mailsTo(email)).length === 3 ? true : undefined))
          })
        })
      })
      const events = await test.database.read
        .selectFrom('audit_events')
        .select(['action', 'target_id', 'details'])
        .where('account_id', '=', root.accountId)
        .where('details', 'like', `%${email}%`)
        .orderBy('id')
        .execute()
      expect(events.map(({ action, target_id }) => [action, target_id])).toEqual([
        ['member.invited', null],
        ['member.invitation_resent', null],
      ])
    })
  })

  describe('that nobody accepts in 48 hours', () => {
    it('is gone, with its link, and with the record that it alone had made; a person who was there stays', async () => {
      const [email, again] = [freshEmail(), freshEmail()]
      const known = await addUser(test)
      const squatted = freshEmail()
      await later(0, async () => {
        await test.call('POST /accounts', {
          body: { name: freshName(), root_email: squatted, password: PASSWORD },
          from: freshPlace(),
        })
        await Promise.all([email, known.email, squatted].map((one) => invite(test, root, { email: one })))
        const token = (await invitationsTo(test, email)).at(-1) ?? ''
        await later(2 * DAY - 1, async () => {
          // A mail wakes the worker.
          await invite(test, root, { email: again })
          await invitationsTo(test, again)
          expect(await listed(email)).toBeDefined()
        })
        await later(2 * DAY, async () => {
          await resend(test, root, again)
          const invited = [email, known.email, squatted]
          // The clock moves along, so that a deadline whose first try fails (two at once on PostgreSQL) is tried again.
          const waits = { timeout: 10_000 }
          const left = async () => (await listMembers(test, root)).filter((one) => invited.includes(one.email))
          await expect.poll(left, waits).toEqual([])
          expect((await acceptBy(test, token, NEW)).body.code).toBe('invalid_invitation')
          expect(await userOf(email)).toBeUndefined()
          expect(await userOf(known.email)).toMatchObject({ id: known.userId })
          // The squatter's account goes with its own deadline, and the record with it.
          await expect.poll(() => userOf(squatted), waits).toBeUndefined()
          const lapsed = await test.database.read
            .selectFrom('audit_events')
            .select(['account_id', 'target_id', 'details'])
            .where('action', '=', 'member.invitation_expired')
            .execute()
          for (const one of invited)
            expect(lapsed).toContainEqual({
              account_id: root.accountId,
              target_id: null,
              details: JSON.stringify({ role: 'developer', email: one }),
            })
          expect((await invite(test, root, { email: known.email })).status).toBe(200)
        })
      })
    })

    it('that was accepted in time, or cancelled and made anew, is not touched by the first one’s deadline', async () => {
      const [accepted, anew] = [freshEmail(), freshEmail()]
      await later(0, async () => {
        await Promise.all([accepted, anew].map((email) => invite(test, root, { email })))
        await accept(test, accepted, NEW)
        await later(DAY, async () => {
          await remove(test, root, anew)
          expect(await userOf(anew)).toBeUndefined()
          await invite(test, root, { email: anew })
        })
        await later(2 * DAY + HOUR, async () => {
          await resend(test, root, anew)
          await invitationsTo(test, anew, 3)
          expect(await listed(accepted)).toMatchObject({ invitation_pending: false })
          expect(await listed(anew)).toMatchObject({ invitation_pending: true })
        })
      })
    })
  })

  // Attack: somebody signs up with the address of a user who is about to be invited, and lets them confirm it.
  it('leaves a sign-up as it is: a squatter sees no difference, and their password opens nothing', async () => {
    const [email, name] = [freshEmail(), freshName()]
    await test.call('POST /accounts', {
      body: { name, root_email: email, password: PASSWORD, root_first_name: 'Mallory' },
      from: freshPlace(),
    })
    const confirmation = await waitFor(async () => (await mailsTo(email))[0]?.token)
    await invite(test, root, { email })
    expect(await tryPassword(email, PASSWORD)).toBe('email_not_confirmed')
    // The owner of the mailbox confirms the wrong sign-up, with their own password.
    const body = { token: confirmation, password: NEW }
    expect((await test.call('POST /accounts/confirm-email', { body, from: freshPlace() })).status).toBe(200)
    expect(await tryPassword(email, PASSWORD)).toBe('invalid_credentials')
    expect(await tryPassword(email, PASSWORD, name)).toBe('invalid_credentials')
    expect(await tryPassword(email, NEW, name)).toBe('signed in')
    expect((await accept(test, email, NEW)).status).toBe(200)
    expect(await tryPassword(email, NEW, root.account)).toBe('signed in')
  })

  it('accepted by the owner of an address that a squatter holds makes password and names theirs, and drops the squatter’s sign-up', async () => {
    const [email, name] = [freshEmail(), freshName()]
    const signUp = { name, root_email: email, password: PASSWORD, root_first_name: 'Mallory' }
    await test.call('POST /accounts', { body: signUp, from: freshPlace() })
    const confirmation = await waitFor(async () => (await mailsTo(email))[0]?.token)
    await invite(test, root, { email })
    expect((await accept(test, email, NEW)).status).toBe(200)
    expect(await listed(email)).toMatchObject({ first_name: 'Jane', last_name: 'Smith' })
    const late = await test.call('POST /accounts/confirm-email', { body: { token: confirmation, password: PASSWORD } })
    expect(late.body.code).toBe('invalid_confirmation')
    expect(await tryPassword(email, PASSWORD, name)).toBe('invalid_credentials')
    expect(await tryPassword(email, NEW)).toBe('signed in')
  })

  describe('limits:', () => {
    // Attack: an account floods a mailbox through us, or thousands of them; or uses up what others may send there.
    it('five mails a day from one account to one address, resent ones too, and nobody else is kept from theirs', async () => {
      const email = freshEmail()
      await later(0, async () => {
        expect((await invite(test, root, { email })).status).toBe(200)
        for (let time = 0; time < 2; time += 1) {
          expect((await resend(test, root, email)).status).toBe(200)
          await remove(test, root, email)
          expect((await invite(test, root, { email })).status).toBe(200)
        }
        const { answer, changed } = await changesOf(test, () => resend(test, root, email))
        expect([answer.status, answer.body.code, answer.body.retry_after]).toEqual([429, 'too_many_requests', 86_400])
        expect(changed).toEqual([])
        await remove(test, root, email)
        expect((await invite(test, root, { email })).status).toBe(429)
        expect(await listed(email)).toBeUndefined()
        expect((await invite(test, other, { email })).status).toBe(200)
        expect((await invitationsTo(test, email, 6)).length).toBe(6)
        await later(DAY + HOUR, async () => {
          expect((await invite(test, root, { email })).status).toBe(200)
          await invitationsTo(test, email, 7)
        })
      })
    })

    it('as many a day from one account as the operator allows, and twenty to one address from all together', async () => {
      const config = { ...readConfig(test.place.environment), invitationsPerDay: 7 }
      const count = createCountInvitation(createThrottle(config, test.database), Buffer.alloc(32, engine))
      for (let n = 0; n < 7; n += 1) await count('1', `${n}@example.com`)
      await expect(count('1', 'eighth@example.com')).rejects.toMatchObject({ code: 'too_many_requests' })
      for (let n = 0; n < 20; n += 1) await count(`from ${n}`, 'victim@example.com')
      await expect(count('21st', 'victim@example.com')).rejects.toMatchObject({ code: 'too_many_requests' })
      await count('21st', 'somebody-else@example.com')
    })
  })
})
