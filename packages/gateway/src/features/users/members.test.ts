import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import {
  accept,
  acceptBy,
  type Caller,
  invitationsTo,
  invite,
  listMembers,
  remove,
} from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey, refreshStatusOf, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, deleteAccount, freshEmail, freshName, freshPlace, join } from '../../../test/users/users.ts'
import type { Role } from '../../platform/values/roles.ts'

type AssignableRole = Exclude<Role, 'root'>

/** updateRole, suspendUser, removeUser. What holds at another gateway and on the message bus: everywhere.test.ts. */
describeEngines('a member', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let other: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    other = await test.signUp()
  })
  afterAll(() => test.close())

  const setRole = (by: Caller, email: string, role: unknown) =>
    test.call('PATCH /accounts/role', { ...by, body: { email, role } })
  const suspend = (by: Caller, email: string, suspended: unknown = true) =>
    test.call('PATCH /accounts/suspend-user', { ...by, body: { email, suspend: suspended } })
  const by = ({ bearer }: { bearer: string }) => ({ bearer })
  const info = async (call: Caller) => (await test.call('GET /accounts/info', call)).status
  const listed = async (email: string) => (await listMembers(test, by(root))).find((one) => one.email === email)
  const membership = ({ userId, accountId }: { userId: string; accountId: string }) =>
    test.database.read
      .selectFrom('memberships')
      .selectAll()
      .where('user_id', '=', userId)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
  const userOf = ({ userId }: { userId: string }) =>
    test.database.read.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst()
  const keyCount = async () =>
    (
      await test.database.read
        .selectFrom('accounts')
        .select('key_count')
        .where('id', '=', root.accountId)
        .executeTakeFirstOrThrow()
    ).key_count
  const mailsTo = async (email: string) => (await test.mails()).filter(({ to }) => to === email)
  const noticeTo = (email: string, template: string) =>
    waitFor(async () => (await mailsTo(email)).find((mail) => mail.template === template))

  /** A member who is not signed in. */
  async function addQuickly(role: AssignableRole = 'developer') {
    const user = await addUser(test)
    await join(test, user, root, { role })
    return { ...user, accountId: root.accountId }
  }

  /** A member with a session, a key, a session of that key, and a session in another account. */
  async function addWithEverything(role: AssignableRole = 'developer') {
    const user = await addMember(test, root, role)
    await join(test, user, other)
    const { key, creds } = await test.issueKey(user.bearer)
    return {
      ...user,
      key,
      creds,
      ofKey: await exchangeKey(test, key),
      elsewhere: await signIn(test, user, { account: other.account }),
    }
  }

  describe('whose role is changed', () => {
    it('has the new one from the next request on, with session, key and a session of the key; nothing is ended', async () => {
      const user = await addWithEverything('admin')
      const calls = [by(user), { key: user.key }, { bearer: user.ofKey.bearer }]
      const mayList = () =>
        Promise.all(calls.map(async (call) => (await test.call('GET /accounts/users/list', call)).status))
      expect(await mayList()).toEqual([200, 200, 200])
      const { answer, changes } = await changesOf(test, () => setRole(by(root), user.email, 'developer'))
      expect([answer.status, answer.body]).toEqual([
        200,
        { message: 'The role is now developer.', creds_updated: null },
      ])
      expect(await mayList()).toEqual([403, 403, 403])
      expect(Object.keys(changes).sort()).toEqual(['accounts', 'audit_events', 'mails', 'memberships'])
      expect(changes.audit_events?.added).toMatchObject([
        {
          action: 'member.role_changed',
          account_id: root.accountId,
          actor_user_id: root.userId,
          target_id: user.userId,
        },
      ])
      expect(JSON.parse(String(changes.audit_events?.added[0]?.details))).toEqual({ from: 'admin', to: 'developer' })
      expect(changes.mails?.added).toMatchObject([{ template: 'role-changed', to: user.email }])
      expect((await test.issueKey(user.bearer)).id).toMatch(/^key_/)
      await setRole(by(root), user.email, 'admin')
      expect(await mayList()).toEqual([200, 200, 200])
      expect(await statusOf(test, user.elsewhere.bearer)).toBe(200)
    })

    it('to one that may hold keys can issue them at once; one who may not any more keeps the signing key', async () => {
      const user = await addMember(test, root, 'billing')
      const issue = () => test.call('POST /accounts/api-key', { ...by(user), body: { key_name: 'ci' } })
      expect((await issue()).status).toBe(403)
      await setRole(by(root), user.email, 'developer')
      expect((await issue()).status).toBe(200)
      const before = await membership(user)
      await setRole(by(root), user.email, 'monitor')
      expect((await issue()).status).toBe(403)
      expect(await membership(user)).toEqual({ ...before, role: 'monitor' })
    })

    it('to the one they have: nothing happens', async () => {
      const user = await addQuickly('monitor')
      const { answer, changed } = await changesOf(test, () => setRole(by(root), user.email, 'monitor'))
      expect([answer.status, changed]).toEqual([200, []])
    })

    it('while the invitation is pending gets no mail, and the new role when they accept', async () => {
      const email = freshEmail()
      await invite(test, by(root), { email, role: 'billing' })
      expect((await setRole(by(root), email, 'developer')).body.creds_updated).toBeNull()
      expect(await listed(email)).toMatchObject({ role: 'developer', invitation_pending: true })
      const accepted = await accept(test, email)
      const { bearer } = await signIn(test, { email, password: 'correct-Horse7' })
      expect((await test.issueKey(bearer)).creds).toContain('USER JWT')
      expect((await eventsAbout(test, accepted.body.data.user_id)).map(({ action }) => action)).not.toContain(
        'member.role_changed',
      )
      expect((await mailsTo(email)).map(({ template }) => template)).not.toContain('role-changed')
    })
  })

  describe('who is suspended', () => {
    it('is refused in this account with everything they have, and nowhere else; let in again, all of it works', async () => {
      const user = await addWithEverything()
      const calls = [by(user), { key: user.key }, { bearer: user.ofKey.bearer }]
      const { answer, changes } = await changesOf(test, () => suspend(by(root), user.email))
      expect([answer.status, answer.body]).toEqual([200, { message: 'The member was suspended.', creds_updated: null }])
      for (const call of calls) expect(await info(call)).toBe(401)
      expect(await refreshStatusOf(test, user.ofKey)).toBe(401)
      const again = { email: user.email, password: user.password, account: root.account }
      expect((await test.call('POST /accounts/auth-with-password', { body: again, from: freshPlace() })).status).toBe(
        401,
      )
      expect((await test.call('POST /accounts/auth-with-api-key', { body: { api_key: user.key } })).status).toBe(401)
      expect(await statusOf(test, user.elsewhere.bearer)).toBe(200)
      expect(await listed(user.email)).toMatchObject({ is_suspended: true })
      expect(Object.keys(changes).sort()).toEqual(['accounts', 'audit_events', 'mails', 'memberships'])
      expect(changes.mails?.added).toMatchObject([{ template: 'member-suspended', to: user.email }])

      expect((await suspend(by(root), user.email, false)).body.message).toBe('The suspension has ended.')
      for (const call of calls) expect(await info(call)).toBe(200)
      expect(await refreshStatusOf(test, user.ofKey)).toBe(200)
      await noticeTo(user.email, 'member-resumed')
      expect((await eventsAbout(test, user.userId)).map(({ action }) => action)).toEqual([
        'member.suspended',
        'member.resumed',
      ])
    })

    it('or let in twice is so once: the second time changes nothing', async () => {
      const user = await addQuickly()
      const { changed: resumed } = await changesOf(test, () => suspend(by(root), user.email, false))
      await suspend(by(root), user.email)
      const { answer, changed } = await changesOf(test, () => suspend(by(root), user.email))
      expect([answer.status, resumed, changed]).toEqual([200, [], []])
    })

    it('before they accept has no access when they do, until they are let in', async () => {
      const email = freshEmail()
      await invite(test, by(root), { email })
      await suspend(by(root), email)
      const accepted = await accept(test, email)
      expect(accepted.status).toBe(200)
      const body = { email, password: 'correct-Horse7' }
      const tryIt = async () =>
        (await test.call('POST /accounts/auth-with-password', { body, from: freshPlace() })).status
      expect(await tryIt()).toBe(401)
      await suspend(by(root), email, false)
      expect(await tryIt()).toBe(200)
    })

    // An administrator who wants nobody to notice must not get there by making noise, nor flood a mailbox.
    it('again and again gets ten mails an hour', async () => {
      const user = await addQuickly()
      for (let time = 0; time < 12; time += 1) await suspend(by(root), user.email, time % 2 === 0)
      await waitFor(async () => ((await mailsTo(user.email)).length >= 10 ? true : undefined))
      expect(await mailsTo(user.email)).toHaveLength(10)
    })
  })

  describe('who is removed', () => {
    it('is out at once, with sessions, keys and what waited for them; other accounts and the record stay', async () => {
      const user = await addWithEverything()
      const child = await test.issueKey(user.key)
      await test.call('GET /accounts/email-code', by(user))
      const before = await userOf(user)
      const { answer, changes } = await changesOf(test, () => remove(test, by(root), user.email))
      expect([answer.status, answer.body]).toEqual([200, { message: 'The member was removed.', creds_updated: null }])
      for (const call of [by(user), { key: user.key }, { key: child.key }, { bearer: user.ofKey.bearer }])
        expect(await info(call)).toBe(401)
      expect(await refreshStatusOf(test, user.ofKey)).toBe(401)
      expect(await statusOf(test, user.elsewhere.bearer)).toBe(200)
      expect([await listed(user.email), await membership(user)]).toEqual([undefined, undefined])
      expect(await userOf(user)).toEqual(before)
      expect(changes.email_codes?.removed).toHaveLength(1)
      const events = changes.audit_events?.added.map(({ action, target_id, details }) => [action, target_id, details])
      const reasons = events?.filter(([action]) => action !== 'member.removed').map(([, , details]) => String(details))
      expect(reasons).toHaveLength(4)
      for (const details of reasons ?? []) expect(JSON.parse(details)).toMatchObject({ reason: 'removed' })
      expect(events).toContainEqual(['member.removed', user.userId, '{"role":"developer"}'])
      const notice = await noticeTo(user.email, 'member-removed')
      expect(notice.text).toContain('Your user and your other accounts are not affected')
    })

    it('and invited again begins anew: old sessions, keys and creds stay dead', async () => {
      const user = await addWithEverything()
      const old = await membership(user)
      await remove(test, by(root), user.email)
      await invite(test, by(root), user)
      expect((await accept(test, user.email, user.password)).status).toBe(200)
      for (const call of [by(user), { key: user.key }, { bearer: user.ofKey.bearer }])
        expect(await info(call)).toBe(401)
      const { bearer } = await signIn(test, user, { account: root.account })
      await test.issueKey(bearer)
      expect((await membership(user))?.nats_signing_key).not.toBe(old?.nats_signing_key)
    })

    it('from their only account is forgotten altogether, the slots of their keys are free, and they may come back as new', async () => {
      const user = await addMember(test, root, 'developer')
      const count = await keyCount()
      await Promise.all([test.issueKey(user.bearer), test.issueKey(user.bearer)])
      const { changes } = await changesOf(test, () => remove(test, by(root), user.email))
      expect(await userOf(user)).toBeUndefined()
      expect(await keyCount()).toBe(count)
      const forgotten = changes.audit_events?.added.filter(({ action }) => action === 'user.removed')
      // Not in the account's log: it would tell whether the user was a member elsewhere.
      expect(forgotten).toMatchObject([{ account_id: null, target_id: user.userId, actor_user_id: root.userId }])
      expect((await noticeTo(user.email, 'member-removed')).text).toContain('your user was deleted as well')
      await invite(test, by(root), user)
      expect((await accept(test, user.email, 'other-Horse8')).status).toBe(200)
      expect((await listed(user.email))?.id).not.toBe(user.userId)
    })

    it.each<[string, (user: { userId: string; email: string; password: string }) => Promise<unknown>]>([
      ['is invited elsewhere', (user) => join(test, user, other, { accepted: false })],
      ['is suspended elsewhere', (user) => join(test, user, other, { suspended: true })],
      ['has founded an account', (user) => found(user)],
      [
        'has founded an account that is deleted by now',
        async (user) => deleteAccount(test, { accountId: await found(user) }),
      ],
    ])('but %s keeps their record', async (_why, prepare) => {
      const user = await addQuickly('monitor')
      await prepare(user)
      expect((await remove(test, by(root), user.email)).status).toBe(200)
      expect(await userOf(user)).toBeDefined()
    })

    async function found({ email, password }: { email: string; password: string }): Promise<string> {
      const name = freshName()
      await test.call('POST /accounts', { body: { name, root_email: email, password }, from: freshPlace() })
      const account = await test.database.read.selectFrom('accounts').select('id').where('name', '=', name).execute()
      return account[0]?.id ?? ''
    }

    // Attack: a stranger invites a user who is a member of nothing at the moment, and removes them for good.
    it('before they accepted: the link is dead, and no record goes but one that invitations alone had made', async () => {
      const known = await addUser(test)
      const email = freshEmail()
      for (const one of [known.email, email]) await invite(test, by(root), { email: one })
      const tokens = [...(await invitationsTo(test, known.email)), ...(await invitationsTo(test, email))]
      for (const one of [known.email, email]) expect((await remove(test, by(root), one)).status).toBe(200)
      for (const token of tokens) expect((await acceptBy(test, token)).body.code).toBe('invalid_invitation')
      expect(await userOf(known)).toBeDefined()
      const gone = await test.database.read.selectFrom('users').select('id').where('email', '=', email).execute()
      expect(gone).toEqual([])
      const work = await test.database.read
        .selectFrom('outbox')
        .select('key')
        .where('kind', '=', 'expire-invitation')
        .where('key', '=', `${root.accountId}/${known.userId}`)
        .execute()
      expect(work).toEqual([])
      expect((await mailsTo(known.email)).map(({ template }) => template)).toEqual(['invitation'])
    })
  })

  describe('is out of reach', () => {
    it('for roles that may not, for oneself, for the root, and where there is no such member; nothing changes', async () => {
      const users = new Map<AssignableRole, SignedInUser>()
      for (const role of ['admin', 'developer', 'monitor', 'billing'] as const)
        users.set(role, await addMember(test, root, role))
      const target = await addQuickly()
      const stranger = await addUser(test)
      const actions = [
        (caller: Caller, email: string) => setRole(caller, email, 'monitor'),
        (caller: Caller, email: string) => suspend(caller, email),
        (caller: Caller, email: string) => remove(test, caller, email),
      ]
      const codes = async (caller: Caller, email: string) =>
        Promise.all(actions.map(async (act) => (await act(caller, email)).body.code))
      const { changed } = await changesOf(test, async () => {
        for (const role of ['developer', 'monitor', 'billing'] as const) {
          const user = users.get(role) ?? root
          for (const email of [target.email, user.email, root.email, stranger.email, freshEmail()])
            expect([role, await codes(by(user), email)]).toEqual([role, Array(3).fill('insufficient_permissions')])
        }
        const admin = users.get('admin') ?? root
        const impossible = 'impossible_target'
        expect(await codes(by(admin), admin.email)).toEqual([impossible, impossible, impossible])
        expect(await codes(by(root), ` ${root.email.toUpperCase()}`.trim())).toEqual([
          impossible,
          impossible,
          impossible,
        ])
        expect(await codes(by(admin), root.email)).toEqual(['insufficient_permissions', impossible, impossible])
        // Of another account, of no account, and of nobody: all alike.
        for (const email of [stranger.email, other.email, freshEmail()])
          expect(await codes(by(admin), email)).toEqual(Array(3).fill('unknown_member'))
        for (const role of ['root', 'owner', '', null, 7]) {
          const answer = await setRole(by(root), target.email, role)
          expect([role, answer.status, answer.body.details?.[0]?.path]).toEqual([role, 400, '/body/role'])
        }
        for (const flag of ['true', null, 1])
          expect((await suspend(by(root), target.email, flag)).body.details?.[0]?.path).toBe('/body/suspend')
      })
      expect(changed).toEqual([])
    })

    it('but in reach of a key of an administrator', async () => {
      const admin = await addMember(test, root, 'admin')
      const target = await addQuickly('admin')
      const { key } = await test.issueKey(admin.bearer)
      expect((await setRole({ key }, target.email, 'monitor')).status).toBe(200)
      expect((await suspend({ key }, target.email)).status).toBe(200)
      expect((await remove(test, { key }, target.email)).status).toBe(200)
    })
  })

  describe('at the same instant', () => {
    it('is demoted by whom they demote: one of the two wins, and the other has no right to it any more', async () => {
      for (let round = 0; round < 2; round += 1) {
        const [one, two] = [await addMember(test, root, 'admin'), await addMember(test, root, 'admin')]
        const answers = await Promise.all([
          setRole(by(one), two.email, 'monitor'),
          setRole(by(two), one.email, 'monitor'),
        ])
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
      }
    })

    it('removed by whom they remove, suspended by whom they suspend: one is left', async () => {
      const pairs = await Promise.all(
        [0, 1].map(async () => [await addMember(test, root, 'admin'), await addMember(test, root, 'admin')] as const),
      )
      const acts = [(a: Caller, b: string) => remove(test, a, b), (a: Caller, b: string) => suspend(a, b)]
      for (const [n, [one, two]] of pairs.entries()) {
        const act = acts[n] ?? acts[0]
        const answers = await Promise.all([act?.(by(one), two.email), act?.(by(two), one.email)])
        expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 401])
      }
    })

    it('gets another role and is removed: removed in the end, whatever came first', async () => {
      for (let round = 0; round < 4; round += 1) {
        const user = await addQuickly()
        const [changed, removed] = await Promise.all(
          round % 2
            ? [setRole(by(root), user.email, 'admin'), remove(test, by(root), user.email)]
            : [remove(test, by(root), user.email), setRole(by(root), user.email, 'admin')].reverse(),
        )
        expect([200, 400]).toContain(changed?.status)
        expect(removed?.status).toBe(200)
        expect(await membership(user)).toBeUndefined()
      }
    })

    it('accepts the invitation and is removed: no membership is left, and no half of one', async () => {
      for (let round = 0; round < 2; round += 1) {
        const email = freshEmail()
        await invite(test, by(root), { email })
        const [token = ''] = await invitationsTo(test, email)
        const [accepted, removed] = await Promise.all([acceptBy(test, token), remove(test, by(root), email)])
        expect([200, 400]).toContain(accepted.status)
        expect(removed.status).toBe(200)
        expect(await listed(email)).toBeUndefined()
        const left = await test.database.read.selectFrom('users').select('id').where('email', '=', email).execute()
        expect(left).toEqual([])
      }
    })

    it('is removed from two accounts, or removed from one and invited to another: the record goes with the last one only', async () => {
      for (let round = 0; round < 2; round += 1) {
        const user = await addQuickly()
        await join(test, user, other)
        await Promise.all([remove(test, by(root), user.email), remove(test, by(other), user.email)])
        expect(await userOf(user)).toBeUndefined()
        const another = await addQuickly()
        const [removed, invited] = await Promise.all([
          remove(test, by(root), another.email),
          invite(test, by(other), another),
        ])
        expect([removed.status, invited.status]).toEqual([200, 200])
        const members = await listMembers(test, by(other))
        expect(members.filter(({ email }) => email === another.email)).toHaveLength(1)
      }
    })

    it('issues a key and is removed: no key is left that works, and every slot is free', async () => {
      const count = await keyCount()
      const user = await addMember(test, root, 'developer')
      const issue = () => test.call('POST /accounts/api-key', { ...by(user), body: { key_name: 'x' } })
      const [, ...issued] = await Promise.all([remove(test, by(root), user.email), issue(), issue(), issue()])
      for (const { status, body } of issued) {
        expect([200, 401]).toContain(status)
        if (status === 200) expect(await info({ key: body.data.key })).toBe(401)
      }
      expect(await keyCount()).toBe(count)
    })
  })
})
