import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, HOUR, later } from '../../../test/run/clock.ts'
import { mailedCode, openAccount, openAnother, signedInMember, wakeWorker } from '../../../test/users/accounts.ts'
import { signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshName, freshPlace, join, PASSWORD, type User } from '../../../test/users/users.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { parseAccountName } from '../../platform/values/account-names.ts'
import { createSendMail } from '../../transport/mail/work.ts'
import { createClaimsRequests } from '../../transport/messaging/claims-push.ts'
import { createMemberKeys } from '../../transport/messaging/member-keys.ts'
import { listDeletedAccounts } from './deleted-accounts-store.ts'
import { createRestoreAccount, type RestoreAccount } from './restore-account.ts'

describeEngines('the life of an account', (engine) => {
  let test: TestGateway
  let restore: RestoreAccount
  beforeAll(async () => {
    // The story is longer than events are kept.
    test = await openTestGateway(engine, { environment: { AUDIT_RETENTION_DAYS: '36500' } })
    // As the command `npm run accounts` puts it together.
    const { database, place } = test
    const sealer = await openSealer(readConfig(place.environment), createSettingsStore(database))
    const outbox = createOutbox(sealer)
    const claims = createClaimsRequests(outbox)
    const memberKeys = createMemberKeys(database, sealer, claims)
    restore = createRestoreAccount({ database, claims, memberKeys, sendMail: createSendMail(outbox) })
  })
  afterAll(() => test.close())

  const remove = async (root: { email: string; bearer: string }, more: object = {}) => {
    const body = { email_code: await mailedCode(test, root), ...more }
    return test.call('DELETE /accounts/account', { bearer: root.bearer, body })
  }
  async function deletedAccount(): Promise<SignedInUser> {
    const root = await openAccount(test)
    expect((await remove(root)).status).toBe(200)
    return root
  }
  const row = (accountId: string) =>
    test.database.read.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirst()
  const signInAnswer = async ({ email, account }: { email: string; account: string }) => {
    const body = { email, password: PASSWORD, account }
    return (await test.call('POST /accounts/auth-with-password', { body, from: freshPlace() })).body
  }
  const rolesIn = async (accountId: string) =>
    Object.fromEntries(
      (
        await test.database.read.selectFrom('memberships').selectAll().where('account_id', '=', accountId).execute()
      ).map(({ user_id, role }) => [user_id, role]),
    )

  it('from nothing to nothing: unconfirmed, scheduled, cancelled, deleted at its date, restored, deleted, erased', async () => {
    const [account, email] = [freshName(), freshEmail()]
    const me = { account, email, password: PASSWORD }
    await later(0, async () => {
      await test.call('POST /accounts', { body: { name: account, root_email: email, password: PASSWORD } })
      expect((await signInAnswer(me)).code).toBe('email_not_confirmed')
      const token = await waitFor(async () => (await test.mails()).find((mail) => mail.to === email)?.token)
      const confirmed = await test.call('POST /accounts/confirm-email', { body: { token } })
      const { account_id: accountId, user_id: userId } = confirmed.body.data
      const member = await signedInMember(test, { ...me, accountId, userId, bearer: '', refreshToken: '' })
      const session = { ...me, ...(await signIn(test, me)) }
      const { key } = await test.issueKey(session.bearer, 'x', { expiry_days: 365 })

      await remove(session, { in_14_days: true })
      await later(13 * DAY, async () => {
        const again = await signIn(test, me)
        expect((await test.call('POST /accounts/cancel-account-deletion', again)).status).toBe(200)
        await later(30 * DAY, async () => {
          expect(await row(accountId)).toMatchObject({ deleted_at: null, deletion_scheduled_for: null })
          const third = { ...me, ...(await signIn(test, me)) }
          await remove(third, { in_14_days: true })
          await later(14 * DAY, async () => {
            await wakeWorker(test)
            await waitFor(async () => ((await row(accountId))?.deleted_at ? true : undefined))
            expect((await signInAnswer(me)).code).toBe('invalid_credentials')

            await later(300 * DAY, async () => {
              expect(await restore(accountId, {})).toMatchObject({ outcome: 'restored', name: account })
              const back = { ...me, ...(await signIn(test, me)) }
              expect(
                await statusOf(
                  test,
                  (await signIn(test, { ...member, ...me, email: member.email }, { account })).bearer,
                ),
              ).toBe(200)
              expect((await test.call('GET /accounts/info', { key })).status).toBe(401)
              expect((await test.issueKey(back.bearer)).key).toMatch(/^ms-/)
              await remove(back)

              await later(365 * DAY - 1, async () => {
                await runJob()
                expect(await row(accountId)).toMatchObject({ name: account, deleted_at: expect.any(Number) })
              })
              await later(365 * DAY + HOUR, async () => {
                await runJob()
                expect(await row(accountId)).toBeUndefined()
                expect(await rolesIn(accountId)).toEqual({})
                const left = test.database.read
                  .selectFrom('users')
                  .select('id')
                  .where('id', 'in', [userId, member.userId])
                expect(await left.execute()).toHaveLength(2)
              })
            })
          })
        })
      })
      expect(await storyOf(accountId)).toEqual([
        ['activated', 'created', 'deletion_scheduled'],
        ['deletion_cancelled'],
        ['deletion_scheduled'],
        ['deleted'],
        ['deleted', 'restored'],
        ['erased'],
      ])
    })

    /** What the audit log says, moment by moment, since the test's clock stands still in between. */
    async function storyOf(accountId: string): Promise<string[][]> {
      const events = await test.database.read
        .selectFrom('audit_events')
        .select(['action', 'occurred_at'])
        .where('target_id', '=', accountId)
        .orderBy('occurred_at')
        .execute()
      const moments = Map.groupBy(events, (event) => event.occurred_at)
      return [...moments.values()].map((all) => all.map(({ action }) => action.replace('account.', '')).sort())
    }

    /** The hourly job, when its hour has come. */
    async function runJob(): Promise<void> {
      const now = Date.now()
      await wakeWorker(test)
      await waitFor(async () => {
        const jobs = test.database.read.selectFrom('outbox').select('due_at').where('kind', '=', 'recurring')
        const [job] = await jobs.where('key', '=', 'deleted-accounts').where('leased_until', '=', 0).execute()
        return job && job.due_at > now ? true : undefined
      })
    }
  })

  describe('a restored account', () => {
    it('is as it was, but for sessions and keys: members, roles, settings; its root gets a mail', async () => {
      const root = await openAccount(test)
      const admin = await signedInMember(test, root, { role: 'admin' })
      await test.call('PATCH /accounts', { bearer: root.bearer, body: { country: 'PT' } })
      const before = await row(root.accountId)
      const roles = await rolesIn(root.accountId)
      await remove(root, { in_14_days: true })
      await remove(root)
      const { changes } = await changesOf(test, () => restore(root.accountId, {}))
      expect(Object.keys(changes).sort()).toEqual(['account_looks', 'accounts', 'audit_events', 'mails'])
      const after = await row(root.accountId)
      const version = { claims_version: expect.any(Number), claims_issued_at: expect.any(Number) }
      expect(after).toEqual({ ...before, ...version })
      expect(after?.claims_version).toBeGreaterThan(before?.claims_version ?? 0)
      expect(await rolesIn(root.accountId)).toEqual(roles)
      expect(changes.mails?.added).toMatchObject([{ template: 'account-restored', to: root.email }])
      for (const { bearer } of [root, admin]) expect(await statusOf(test, bearer)).toBe(401)
      for (const user of [root, admin])
        expect((await signInAnswer({ ...user, account: root.account })).data).toBeDefined()
    })

    it('may take another name, and has to where another account has the old one by now', async () => {
      const root = await deletedAccount()
      const owner = await openAccount(test, root.account)
      const refused = await changesOf(test, () => restore(root.accountId, {}))
      expect(refused.answer).toEqual({ outcome: 'name_taken', name: root.account, by: owner.accountId })
      expect(refused.changed).toEqual([])
      const name = freshName()
      const restored = await restore(root.accountId, { name: parseAccountName(name.toUpperCase(), '') })
      expect(restored).toMatchObject({ outcome: 'restored', name })
      expect(await row(root.accountId)).toMatchObject({ name, display_name: name.toUpperCase() })
      expect((await signInAnswer({ email: root.email, account: name })).data).toBeDefined()
    })

    it('may go to another member, and has to where the root is root elsewhere by now; the old one is an admin then', async () => {
      const root = await openAccount(test)
      const heir = await signedInMember(test, root, { role: 'billing' })
      await remove(root)
      const another = freshName()
      await openAnother(test, root, another)
      const refused = await changesOf(test, () => restore(root.accountId, {}))
      expect(refused.answer).toMatchObject({ outcome: 'root_elsewhere', email: root.email, account: { name: another } })
      expect(refused.changed).toEqual([])
      const restored = await restore(root.accountId, { rootEmail: ` ${heir.email.toUpperCase()}` })
      expect(restored).toMatchObject({ outcome: 'restored', rootEmail: heir.email })
      expect(await rolesIn(root.accountId)).toEqual({ [root.userId]: 'admin', [heir.userId]: 'root' })
      const { bearer } = await signIn(test, heir)
      expect((await test.call('GET /accounts/info', { bearer })).body.data.root_email).toBe(heir.email)
      // A billing member had no key to sign creds with; a root has.
      expect((await test.issueKey(bearer)).creds).toContain('USER JWT')
    })

    it('needs another root when the root has deleted their user, which a deleted account does not prevent', async () => {
      const root = await openAccount(test)
      const heir = await signedInMember(test, root)
      const host = await openAccount(test)
      await join(test, root, host)
      await remove(root)
      const session = await signIn(test, root, { account: host.account })
      const code = await mailedCode(test, { email: root.email, bearer: session.bearer })
      const gone = await test.call(`DELETE /accounts/user?email_code=${code}`, { bearer: session.bearer })
      expect(gone.status, gone.text).toBe(200)
      const deletedAccount = (await listDeletedAccounts(test.database.read)).find(({ id }) => id === root.accountId)
      expect(deletedAccount).toMatchObject({ name: root.account, rootEmail: null })
      expect(await restore(root.accountId, {})).toEqual({ outcome: 'no_root' })
      expect(await restore(root.accountId, { rootEmail: root.email })).toMatchObject({ outcome: 'no_such_member' })
      expect(await restore(root.accountId, { rootEmail: heir.email })).toMatchObject({ outcome: 'restored' })
      expect(await rolesIn(root.accountId)).toEqual({ [heir.userId]: 'root' })
    })

    it('has a root who is a member, has accepted, is not suspended, and is root nowhere else', async () => {
      const root = await openAccount(test)
      const users: Record<'pending' | 'suspended' | 'stranger' | 'root elsewhere', User> = {
        pending: await addUser(test),
        suspended: await addUser(test),
        stranger: await addUser(test),
        'root elsewhere': await openAccount(test),
      }
      await join(test, users.pending, root, { accepted: false })
      await join(test, users.suspended, root, { suspended: true })
      await join(test, users['root elsewhere'], root)
      await remove(root)
      const { changed } = await changesOf(test, async () => {
        for (const [who, { email: rootEmail }] of Object.entries(users)) {
          const { outcome } = await restore(root.accountId, { rootEmail })
          expect([who, outcome]).toEqual([who, who === 'root elsewhere' ? 'root_elsewhere' : 'no_such_member'])
        }
      })
      expect(changed).toEqual([])
    })

    it('was a deleted one, and is restored once: a living, an unknown and a restored account are none', async () => {
      const deleted = await deletedAccount()
      const outcomes = await Promise.all([restore(deleted.accountId, {}), restore(deleted.accountId, {})])
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['restored', 'unknown'])
      for (const accountId of [deleted.accountId, '1000000000', "' or 1=1 --"])
        expect(await restore(accountId, {})).toEqual({ outcome: 'unknown' })
    })

    it('or somebody else has the name, but never both, at the same instant', async () => {
      const root = await deletedAccount()
      const user = await addUser(test)
      const body = { name: root.account, root_email: user.email, password: PASSWORD }
      const [restored, created] = await Promise.all([
        restore(root.accountId, {}),
        test.call('POST /accounts', { body, from: freshPlace() }),
      ])
      expect([restored.outcome, created.status]).toBeOneOf([
        ['restored', 400],
        ['name_taken', 200],
      ])
    })
  })
})
