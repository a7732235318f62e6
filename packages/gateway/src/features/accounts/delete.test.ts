import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Mail, openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, later, SECOND } from '../../../test/run/clock.ts'
import { mailedCode, openAccount, openAnother, signedInMember, wakeWorker } from '../../../test/users/accounts.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'

describeEngines('deleting an account', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  const remove = (by: object, body: unknown) => test.call('DELETE /accounts/account', { ...by, body })
  const removeNow = async (root: SignedInUser) => remove(root, { email_code: await mailedCode(test, root) })
  const schedule = async (root: SignedInUser) =>
    remove(root, { email_code: await mailedCode(test, root), in_14_days: true })
  const cancel = (by: object) => test.call('POST /accounts/cancel-account-deletion', by)
  const info = async ({ bearer }: { bearer: string }) => (await test.call('GET /accounts/info', { bearer })).body.data
  const row = ({ accountId }: SignedInUser) =>
    test.database.read.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()
  const actionsOn = async ({ accountId }: SignedInUser) =>
    (await eventsAbout(test, accountId))
      .map(({ action }) => action)
      .filter((action) => !/created|activated/.test(action))
  const job = ({ accountId }: SignedInUser) =>
    test.database.read
      .selectFrom('outbox')
      .select('due_at')
      .where('kind', '=', 'delete-account')
      .where('key', '=', accountId)
      .execute()
  const notices = async (email: string) =>
    // When the clock jumps past a delivery's lease, a mail may come twice, and is the same by its Message-ID.
    distinct((await test.mails()).filter((mail) => mail.to === email && /^account-del/.test(mail.template)))
  const signInStatus = async (email: string, account?: string) =>
    (
      await test.call('POST /accounts/auth-with-password', {
        body: { email, password: PASSWORD, account },
        from: freshPlace(),
      })
    ).status
  const untilDeleted = (root: SignedInUser) =>
    waitFor(async () => ((await row(root)).deleted_at === null ? undefined : true))

  describe('now', () => {
    it('ends every session and key in it at once, and nobody signs in to it any more', async () => {
      const root = await openAccount(test)
      const member = await addMember(test, root, 'developer')
      const [membersKey, ofKey] = [await test.issueKey(member.bearer), await test.issueKey(root.bearer)]
      const session = await exchangeKey(test, ofKey.key)
      expect((await test.call('GET /accounts/info', { key: membersKey.key })).status).toBe(200)

      const answer = await removeNow(root)
      expect(answer.status).toBe(200)
      const { message, deletion_date, creds_revoked } = answer.body.data
      expect([message, creds_revoked]).toEqual(['The account was deleted.', null])
      expect(Math.abs(Date.parse(deletion_date) - Date.now())).toBeLessThan(5000)
      for (const { bearer } of [root, member, session]) expect(await statusOf(test, bearer)).toBe(401)
      for (const { key } of [membersKey, ofKey]) {
        expect((await test.call('GET /accounts/info', { key })).status).toBe(401)
        const exchange = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
        expect(exchange.status).toBe(401)
      }
      const body = { auth_token: root.bearer, refresh_token: root.refreshToken }
      expect((await test.call('POST /accounts/refresh-token', { body })).status).toBe(401)
      for (const { email } of [root, member])
        expect([await signInStatus(email), await signInStatus(email, root.account)]).toEqual([401, 401])
      expect(await row(root)).toMatchObject({ deleted_at: expect.any(Number), deletion_scheduled_for: null })
      const [event] = (await eventsAbout(test, root.accountId)).filter(({ action }) => action === 'account.deleted')
      expect(event).toMatchObject({ actor_user_id: root.userId, actor_kind: 'interactive' })
      const details = { name: root.account, scheduled: false, keys: 2, sessions: 3 }
      expect(JSON.parse(event?.details ?? '')).toEqual(details)
      for (const { id } of [membersKey, ofKey])
        expect((await eventsAbout(test, id)).at(-1)).toMatchObject({
          action: 'api_key.deleted',
          details: expect.stringContaining('account_deleted'),
        })
    })

    it('leaves the people and their other accounts alone; the name is free, and the root may found another', async () => {
      const [root, other] = [await openAccount(test), await openAccount(test)]
      const member = await signedInMember(test, root)
      await join(test, member, other)
      const elsewhere = await signIn(test, member, { account: other.account })
      await removeNow(root)
      expect(await statusOf(test, elsewhere.bearer)).toBe(200)
      expect((await test.call('GET /accounts/list', elsewhere)).body.data).toEqual([other.accountId])
      await openAnother(test, root, root.account)
      const again = await signIn(test, root, { account: root.account })
      const account = await info(again)
      expect([account.name, account.id === root.accountId]).toEqual([root.account, false])
    })

    it('mails every member who has accepted, and says until when it can be restored', async () => {
      const root = await openAccount(test)
      const [member, pending] = [await signedInMember(test, root), await addUser(test)]
      await join(test, pending, root, { accepted: false })
      const year = new Date(Date.now() + 365 * DAY).getUTCFullYear()
      await removeNow(root)
      for (const { email } of [root, member]) {
        const [mail] = await waitFor(async () => ((await notices(email)).length > 0 ? notices(email) : undefined))
        expect([mail?.template, mail?.text]).toEqual(['account-deleted', expect.stringContaining(root.account)])
        expect(mail?.text).toMatch(new RegExp(`Until \\d+ \\w+ ${year} `))
      }
      expect(await notices(pending.email)).toEqual([])
    })

    it('twice at the same instant happens once', async () => {
      const root = await openAccount(test)
      const email_code = await mailedCode(test, root)
      const answers = await Promise.all([1, 2, 3].map(() => remove(root, { email_code })))
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200,
        expect.toBeOneOf([400, 401]),
        expect.toBeOneOf([400, 401]),
      ])
      expect(await actionsOn(root)).toEqual(['account.deleted'])
      await wakeWorker(test)
      await waitFor(async () => ((await notices(root.email)).length > 0 ? true : undefined))
      expect(await notices(root.email)).toHaveLength(1)
    })

    it('while one is scheduled does not wait for the date, and the job has nothing left to do', async () => {
      const root = await openAccount(test)
      await schedule(root)
      expect((await removeNow(root)).status).toBe(200)
      expect(await job(root)).toEqual([])
      expect(await actionsOn(root)).toEqual(['account.deletion_scheduled', 'account.deleted'])
    })
  })

  describe('in 14 days', () => {
    it('changes nothing until then but what everybody is told; the date stays when it is asked for again', async () => {
      const root = await openAccount(test)
      const member = await signedInMember(test, root)
      const { key } = await test.issueKey(root.bearer)
      await test.call('GET /accounts/info', { key })
      await later(0, async () => {
        const date = new Date(Date.now() + 14 * DAY).toISOString()
        const answer = await schedule(root)
        expect(answer.body).toEqual({
          data: { message: `The account is going to be deleted on ${date}.`, deletion_date: date },
        })
        for (const by of [{ key }, { bearer: member.bearer }, { bearer: root.bearer }]) {
          const shown = (await test.call('GET /accounts/info', by)).body.data
          expect(shown).toMatchObject({ scheduled_for_deletion: true, deletion_date: date })
        }
        await later(DAY, async () => {
          const today = { ...root, ...(await signIn(test, root)) }
          expect((await schedule(today)).body.data.deletion_date).toBe(date)
        })
        expect(await job(root)).toEqual([{ due_at: Date.parse(date) }])
      })
      expect(await actionsOn(root)).toEqual(['account.deletion_scheduled'])
      for (const { email } of [root, member]) {
        const [mail, another] = await waitFor(async () =>
          (await notices(email)).length > 0 ? notices(email) : undefined,
        )
        expect([mail?.template, another]).toEqual(['account-deletion-scheduled', undefined])
        expect(mail?.text).toContain('quiva account cancel-deletion')
      }
    })

    it('is done at the date and not before, by the gateway itself', async () => {
      const root = await openAccount(test)
      const { key } = await test.issueKey(root.bearer, 'x', { expiry_days: 30 })
      await later(0, async () => {
        await schedule(root)
        await later(14 * DAY - SECOND, async () => {
          await wakeWorker(test)
          expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
        })
        await later(14 * DAY, async () => {
          await wakeWorker(test)
          await untilDeleted(root)
          expect((await test.call('GET /accounts/info', { key })).status).toBe(401)
          expect(await signInStatus(root.email, root.account)).toBe(401)
        })
      })
      const events = await eventsAbout(test, root.accountId)
      expect(events.at(-1)).toMatchObject({ action: 'account.deleted', actor_kind: 'system' })
      expect(JSON.parse(events.at(-1)?.details ?? '')).toMatchObject({ scheduled: true, keys: 1 })
    })

    it('can be cancelled once, before the date; then the job is gone and the account stays', async () => {
      const root = await openAccount(test)
      await schedule(root)
      const answer = await cancel(root)
      expect([answer.status, answer.body]).toEqual([200, { message: 'The deletion was cancelled.' }])
      const shown = await info(root)
      expect([shown.scheduled_for_deletion, 'deletion_date' in shown]).toEqual([false, false])
      expect(await job(root)).toEqual([])
      expect(await actionsOn(root)).toEqual(['account.deletion_scheduled', 'account.deletion_cancelled'])
      const again = await changesOf(test, () => cancel(root))
      expect([again.answer.status, again.answer.body.code, again.changed]).toEqual([400, 'deletion_not_scheduled', []])
    })

    it('cannot be cancelled when the date has come, whoever is first: the request or the job', async () => {
      const root = await openAccount(test)
      await later(0, async () => {
        await schedule(root)
        await later(14 * DAY, async () => {
          const { bearer } = await signIn(test, root).catch(() => root)
          const answers = await Promise.all([
            cancel({ bearer }),
            wakeWorker(test),
            cancel({ bearer }),
            cancel({ bearer }),
          ])
          for (const answer of [answers[0], answers[2], answers[3]])
            expect([answer?.status, answer?.body.code]).toBeOneOf([
              [400, 'deletion_not_scheduled'],
              [401, 'unauthorized'],
            ])
          await untilDeleted(root)
        })
      })
    })

    it('does not happen when a job fires that has no date any more, or another one: it looks again', async () => {
      const roots = [await openAccount(test), await openAccount(test)]
      await schedule(roots[1] as SignedInUser)
      await test.database.transaction(async ({ db }) => {
        for (const { accountId } of roots) {
          const id = `delete-account:${accountId}`
          const item = { id, kind: 'delete-account', key: accountId, payload_sealed: null, version: 1, attempts: 0 }
          await db
            .insertInto('outbox')
            .values({ ...item, due_at: 0, leased_until: 0, created_at: 0 })
            .onConflict((conflict) => conflict.column('id').doUpdateSet({ due_at: 0 }))
            .execute()
        }
      })
      await wakeWorker(test)
      for (const root of roots) {
        const date = (await row(root)).deletion_scheduled_for
        const left = date === null ? [] : [{ due_at: date }]
        await expect.poll(() => job(root)).toEqual(left)
        expect((await row(root)).deleted_at).toBeNull()
        expect(await statusOf(test, root.bearer)).toBe(200)
      }
    })
  })

  describe('refuses, and changes nothing', () => {
    let root: SignedInUser
    beforeAll(async () => {
      root = await openAccount(test)
    })

    it('who is not the root, an admin too; and nobody', async () => {
      await schedule(root)
      const admin = await signedInMember(test, root, { role: 'admin' })
      for (const answer of [await remove(admin, {}), await cancel(admin)])
        expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_permissions'])
      for (const answer of [await remove({}, {}), await cancel({})]) expect(answer.status).toBe(401)
      expect((await info(root)).scheduled_for_deletion).toBe(true)
    })

    it("the root's API keys, and sessions made from them", async () => {
      const { key } = await test.issueKey(root.bearer)
      for (const by of [{ key }, await exchangeKey(test, key)])
        for (const answer of [await remove(by, { email_code: '123456' }), await cancel(by)])
          expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
    })

    it.each<[what: string, body: object | undefined, path: string]>([
      ['no body', undefined, '/body'],
      ['no code', { in_14_days: true }, '/body/email_code'],
      ['a number for the code', { email_code: 123456 }, '/body/email_code'],
      ['a text for the flag', { email_code: '123456', in_14_days: 'true' }, '/body/in_14_days'],
      ['null for the flag', { email_code: '123456', in_14_days: null }, '/body/in_14_days'],
    ])('%s', async (_what, body, path) => {
      const answer = await remove(root, body)
      expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, path])
      expect((await row(root)).deleted_at).toBeNull()
    })

    it('a wrong code, and a code of another account of the same person', async () => {
      const other = await openAccount(test)
      await join(test, root, other, { role: 'admin' })
      const elsewhere = await signIn(test, root, { account: other.account })
      const foreign = await mailedCode(test, { email: root.email, bearer: elsewhere.bearer })
      for (const email_code of [foreign, 'x']) {
        const answer = await remove(root, { email_code })
        expect([answer.status, answer.body.code]).toEqual([400, 'invalid_email_code'])
      }
      expect((await row(root)).deleted_at).toBeNull()
    })
  })
})

function distinct(mails: Mail[]): Mail[] {
  return [...new Map(mails.map((mail) => [/^Message-ID: (.+)$/m.exec(mail.text)?.[1], mail])).values()]
}
