import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, later } from '../../../test/run/clock.ts'
import { mailedCode, openAccount, signedInMember, wakeWorker } from '../../../test/users/accounts.ts'
import {
  acceptBy,
  type Caller,
  invitationsTo,
  invite,
  listMembers,
  remove as removeMember,
  resend,
  seenBy,
} from '../../../test/users/invitations.ts'
import { eventsAbout, exchangeKey, refreshStatusOf, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { freshEmail, freshName, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'
import type { Schema } from '../../platform/database/schema.ts'

const NEW = 'other-Horse8'

describeEngines('deleteUser', (engine) => {
  let test: TestGateway
  let host: SignedInUser
  let other: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    host = await openAccount(test)
    other = await openAccount(test)
  })
  afterAll(() => test.close())

  const remove = (by: { bearer?: string; key?: string }, code?: string) =>
    test.call(`DELETE /accounts/user${code === undefined ? '' : `?email_code=${code}`}`, by)
  const removeMe = async (user: SignedInUser) => remove(user, await mailedCode(test, user))
  const rowsOf = (table: 'memberships' | 'api_keys' | 'sessions' | 'email_codes', userId: string) =>
    test.database.read.selectFrom<keyof Schema>(table).selectAll().where('user_id', '=', userId).execute()
  const keyCount = async ({ accountId }: SignedInUser) =>
    (await test.database.read.selectFrom('accounts').select('key_count').where('id', '=', accountId).executeTakeFirst())
      ?.key_count

  it('ends the person everywhere at once: record, memberships, sessions and keys of every account', async () => {
    const user = await signedInMember(test, host)
    await join(test, user, other, { role: 'admin' })
    const pending = await openAccount(test)
    await join(test, user, pending, { accepted: false })
    const elsewhere = await signIn(test, user, { account: other.account })
    const colleague = await signedInMember(test, host)
    const keyless = [await keyCount(host), await keyCount(other)]
    const keys = [await issueThroughDatabase(user, host), await issueThroughDatabase(user, other)]
    const ofKey = await exchangeKey(test, keys[0]?.key ?? '')

    const answer = await removeMe(user)
    expect([answer.status, answer.body]).toEqual([200, { message: 'Your user was deleted.' }])
    for (const { bearer } of [user, elsewhere, ofKey]) expect(await statusOf(test, bearer)).toBe(401)
    for (const session of [elsewhere, ofKey]) expect(await refreshStatusOf(test, session)).toBe(401)
    for (const { key } of keys) expect((await test.call('GET /accounts/info', { key })).status).toBe(401)
    const body = { email: user.email, password: PASSWORD }
    for (const account of [undefined, host.account, other.account]) {
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { ...body, account },
        from: freshPlace(),
      })
      expect([signedIn.status, signedIn.body.code]).toEqual([401, 'invalid_credentials'])
    }
    for (const table of ['memberships', 'api_keys', 'sessions', 'email_codes'] as const)
      expect(await rowsOf(table, user.userId)).toEqual([])
    // A key of theirs holds no place that another could have.
    expect([await keyCount(host), await keyCount(other)]).toEqual(keyless)
    expect(await statusOf(test, colleague.bearer)).toBe(200)
    expect(await statusOf(test, host.bearer)).toBe(200)
  })

  it('is recorded in every account that had them as a member, with what ended; the person gets a mail', async () => {
    const user = await signedInMember(test, host)
    await join(test, user, other)
    await join(test, user, await openAccount(test), { accepted: false })
    const { id } = await issueThroughDatabase(user, host)
    const { changes } = await changesOf(test, () => removeMe(user))
    const events = (await eventsAbout(test, user.userId)).filter(({ action }) => action === 'user.deleted')
    expect(events.map(({ account_id }) => account_id).sort()).toEqual([host.accountId, other.accountId].sort())
    for (const event of events) {
      expect(event).toMatchObject({ actor_user_id: user.userId, actor_kind: 'interactive' })
      expect(JSON.parse(event.details)).toEqual({ email: user.email })
      // From where they work for one account is not for the log of another.
      const hidden = event.account_id !== host.accountId
      expect([event.ip === null, event.credential_id === null]).toEqual([hidden, hidden])
    }
    expect((await eventsAbout(test, id)).at(-1)?.details).toContain('"reason":"user_deleted"')
    expect(changes.mails?.added).toContainEqual(expect.objectContaining({ template: 'user-deleted', to: user.email }))
  })

  it('frees the address: whoever has it may sign up anew, and is somebody else', async () => {
    const user = await signedInMember(test, host)
    await removeMe(user)
    const body = { name: freshName(), root_email: user.email, password: PASSWORD }
    const from = freshPlace()
    expect((await test.call('POST /accounts', { body, from })).body.data).toEqual({ email_confirmed: false })
    const code = await waitFor(
      async () =>
        (await test.mails()).find(({ to, template }) => to === user.email && template === 'confirm-email')?.code,
    )
    const confirmed = await test.call('POST /accounts/confirm-email', { body: { code }, from })
    expect(confirmed.status).toBe(200)
    expect(confirmed.body.data.user_id).not.toBe(user.userId)
  })

  // Attack: inviting an address to an account of one's own, to learn whether a user has it, and when they go.
  describe('leaves an invitation with the address, as if nobody had been known by it:', () => {
    const recordOf = (email: string) =>
      test.database.read.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
    const dueTimes = async ({ accountId }: SignedInUser) =>
      (
        await test.database.read
          .selectFrom('outbox')
          .select('due_at')
          .where('kind', '=', 'expire-invitation')
          .where('key', 'like', `${accountId}/%`)
          .execute()
      ).map(({ due_at }) => due_at)

    /** Somebody whom an account has invited and who is gone since; a key for where the test moves the clock. */
    async function invitedAndGone() {
      const user = await signedInMember(test, host)
      const founded = await openAccount(test)
      const inviter: SignedInUser & Caller = { ...founded, key: (await test.issueKey(founded.bearer)).key }
      await invite(test, inviter, { email: user.email, role: 'monitor' })
      const [token = ''] = await invitationsTo(test, user.email)
      const before = { seen: await seenBy(test, inviter), due: await dueTimes(inviter) }
      expect((await removeMe(user)).status).toBe(200)
      return { user, inviter, token, before }
    }

    it('list and log of who invited stay the same to the byte, and known and unknown look alike', async () => {
      const user = await signedInMember(test, host)
      const inviter = await openAccount(test)
      const emails = [user.email, freshEmail()]
      await later(0, async () => {
        for (const email of emails) await invite(test, inviter, { email })
        const before = await seenBy(test, inviter)
        expect((await removeMe(user)).status).toBe(200)
        expect(await seenBy(test, inviter)).toEqual(before)
        const [known, unknown] = emails.map((email) => entryOf(before.list, email))
        expect(known).toEqual(unknown)
      })
      const userIds = (await Promise.all(emails.map(recordOf))).map((row) => row?.id)
      expect(userIds).not.toContain(user.userId)
      expect(await rowsOf('memberships', userIds[0] ?? '')).toMatchObject([{ account_id: inviter.accountId }])
    })

    it('the link that was mailed works, and sets the first password of somebody else', async () => {
      const { user, inviter, token, before } = await invitedAndGone()
      expect(await recordOf(user.email)).toMatchObject({
        email_confirmed_at: null,
        password_hash: null,
        first_name: '',
      })
      expect(await dueTimes(inviter)).toEqual(before.due)
      const accepted = await acceptBy(test, token, NEW)
      expect(accepted.status, accepted.text).toBe(200)
      expect(accepted.body.data).toMatchObject({ account_id: inviter.accountId, email: user.email })
      expect(accepted.body.data.user_id).not.toBe(user.userId)
      expect(await dueTimes(inviter)).toEqual([])
      expect(await statusOf(test, (await signIn(test, { email: user.email, password: NEW })).bearer)).toBe(200)
      expect((await listMembers(test, inviter)).find(({ email }) => email === user.email)).toMatchObject({
        role: 'monitor',
        first_name: 'Jane',
        invitation_pending: false,
      })
    })

    it('it can be given another role, sent again and taken back', async () => {
      const { user, inviter, token } = await invitedAndGone()
      const { email } = user
      const { bearer } = inviter
      const body = { email, role: 'developer' }
      expect((await test.call('PATCH /accounts/role', { bearer, body })).status).toBe(200)
      expect((await resend(test, inviter, email)).status).toBe(200)
      const [, second = ''] = await invitationsTo(test, email, 2)
      expect((await acceptBy(test, token, NEW)).body.code).toBe('invalid_invitation')
      expect((await removeMember(test, inviter, email)).status).toBe(200)
      expect((await acceptBy(test, second, NEW)).body.code).toBe('invalid_invitation')
      expect([await recordOf(email), await dueTimes(inviter)]).toEqual([undefined, []])
    })

    it('it is taken back at its hour, and the record goes with it', async () => {
      await later(0, async () => {
        const { user, inviter } = await invitedAndGone()
        await later(2 * DAY, async () => {
          await wakeWorker(test)
          await waitFor(async () => ((await recordOf(user.email)) ? undefined : true))
          const seen = await seenBy(test, { key: inviter.key ?? '' })
          expect(seen.list).not.toContain(user.email)
          expect(seen.log).toContain('member.invitation_expired')
        })
      })
    })

    it('none is lost that comes, or is accepted, at the same instant', async () => {
      const [inviting, invited] = [await openAccount(test), await openAccount(test)]
      for (let time = 0; time < 3; time += 1) {
        const user = await signedInMember(test, host)
        await invite(test, invited, { email: user.email })
        const [token = ''] = await invitationsTo(test, user.email)
        const code = await mailedCode(test, user)
        const answers = await Promise.all([
          invite(test, inviting, { email: user.email }),
          remove(user, code),
          acceptBy(test, token),
        ])
        const statuses = answers.map(({ status }) => status)
        expect(statuses.slice(0, 2)).toEqual([200, 200])
        const listed = async (by: Caller) => (await listMembers(test, by)).find(({ email }) => email === user.email)
        expect(await listed(inviting)).toMatchObject({ invitation_pending: true })
        // Accepted before the user went, it has gone with them, or for the one who has the address then; else it waits.
        const left = await listed(invited)
        if (statuses[2] !== 200) expect([statuses[2], left]).toMatchObject([400, { invitation_pending: true }])
        else expect(left?.invitation_pending ?? false).toBe(false)
      }
    })
  })

  describe('refuses, and changes nothing', () => {
    it('the root of this account, with a code too', async () => {
      const { answer, changed } = await changesOf(test, () => remove(host, '123456'))
      expect([answer.status, answer.body.code, changed]).toEqual([400, 'impossible_target', []])
    })

    it('who is root of another account, before a try is taken from the code', async () => {
      const user = await signedInMember(test, host)
      const code = await mailedCode(test, user)
      const body = { name: freshName(), root_email: user.email, password: PASSWORD }
      await test.call('POST /accounts', { body, from: freshPlace() })
      const { answer, changed } = await changesOf(test, () => remove(user, code))
      expect([answer.status, answer.body.code, changed]).toEqual([400, 'impossible_target', []])
      expect(answer.body.message).toContain('delete the account first')
    })

    it('a missing, empty, wrong or doubled code', async () => {
      const user = await signedInMember(test, host)
      const code = await mailedCode(test, user)
      const wrong = code === '000000' ? '000001' : '000000'
      for (const [query, refusal] of [
        [undefined, 'invalid_request'],
        ['', 'invalid_request'],
        [wrong, 'invalid_email_code'],
        [`${code}&email_code=${code}`, 'invalid_request'],
        ['%00', 'invalid_request'],
      ] as const)
        expect((await remove(user, query)).body.code).toBe(refusal)
      expect(await statusOf(test, user.bearer)).toBe(200)
      expect((await remove(user, code)).status).toBe(200)
    })

    it('an API key, a session made from one, and nobody', async () => {
      const user = await signedInMember(test, host)
      const { key } = await issueThroughDatabase(user, host)
      for (const by of [{ key }, { bearer: (await exchangeKey(test, key)).bearer }])
        expect((await remove(by, '123456')).body.code).toBe('interactive_required')
      expect((await remove({}, '123456')).status).toBe(401)
    })
  })

  it('twice at the same instant happens once', async () => {
    const user = await signedInMember(test, host)
    const code = await mailedCode(test, user)
    const answers = await Promise.all([1, 2, 3].map(() => remove(user, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const events = await eventsAbout(test, user.userId)
    expect(events.filter(({ action }) => action === 'user.deleted')).toHaveLength(1)
  })

  // Attack: an account without an owner.
  it('and founding an account at the same instant: one of the two, never an account without its root', async () => {
    for (let time = 0; time < 5; time += 1) {
      const user = await signedInMember(test, host)
      const code = await mailedCode(test, user)
      const body = { name: freshName(), root_email: user.email, password: PASSWORD }
      const [deleted, founded] = await Promise.all([
        remove(user, code),
        test.call('POST /accounts', { body, from: freshPlace() }),
      ])
      expect([deleted.status, founded.status]).toBeOneOf([
        [200, 401],
        [400, 200],
        // Deleted before the address was looked up: somebody new founds an account with it.
        [200, 200],
      ])
    }
  })

  it('with what else the person does at the same instant: nothing of it is a fault of ours', async () => {
    const user = await signedInMember(test, host)
    await join(test, user, other)
    const elsewhere = await signIn(test, user, { account: other.account })
    const code = await mailedCode(test, user)
    const { bearer, email } = user
    const answers = await Promise.all([
      remove(user, code),
      ...Array.from({ length: 6 }, () =>
        test.call('POST /accounts/auth-with-password', {
          body: { email, password: PASSWORD, account: host.account },
          from: freshPlace(),
        }),
      ),
      test.call('GET /accounts/email-code', elsewhere),
      test.call('POST /accounts/api-key', { bearer, body: { key_name: 'x' } }),
      test.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() }),
      test.call('DELETE /accounts/tokens', { ...elsewhere, body: { email } }),
    ])
    expect([answers[0]?.status, answers.filter(({ status }) => status >= 500)]).toEqual([200, []])
    for (const table of ['memberships', 'api_keys', 'sessions', 'email_codes'] as const)
      expect(await rowsOf(table, user.userId)).toEqual([])
  })

  it('leaves a request that was let in a moment before with a 401, not with a fault of ours', async () => {
    const user = await signedInMember(test, host)
    expect(await statusOf(test, user.bearer)).toBe(200)
    // As another gateway would, whose eviction has not arrived yet.
    await test.database.transaction(async ({ db }) => {
      await db.deleteFrom('users').where('id', '=', user.userId).execute()
    })
    const answer = await test.call('GET /accounts/email-code', user)
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized'])
    expect(test.logged.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
  })

  /** What a list says of somebody, without who it is. */
  function entryOf(list: string, email: string) {
    const { data } = JSON.parse(list) as { data: { email: string }[] }
    const { email: _, ...entry } = data.find((one) => one.email === email) ?? { email }
    return entry
  }

  /** A key of somebody whose membership came through the database, without a key to sign creds with. */
  async function issueThroughDatabase(user: SignedInUser, account: SignedInUser) {
    const owner = await test.issueKey(account.bearer)
    await test.database.transaction(async ({ db }) => {
      await db.updateTable('api_keys').set({ user_id: user.userId }).where('id', '=', owner.id).execute()
    })
    return owner
  }
})
