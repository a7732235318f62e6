import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, later } from '../../../test/run/clock.ts'
import { mailedCode, openAccount } from '../../../test/users/accounts.ts'
import { verdict } from '../../../test/users/factors.ts'
import {
  acceptBy,
  type Caller,
  invitationsTo,
  invite,
  listMembers,
  remove,
  resend,
} from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'
import { freshEmail, PASSWORD, setSuspended } from '../../../test/users/users.ts'

const LAPSED = [400, 'invalid_invitation']

/** Whoever invited must still be entitled to it when somebody accepts. */
describeEngines('an invitation', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await openAccount(test)
  })
  afterAll(() => test.close())

  const admin = () => addMember(test, root, 'admin')
  /** Invites somebody; resolves with the link. */
  async function invited(by: Caller, email: string, role: 'admin' | 'developer' = 'admin'): Promise<string> {
    const answer = await invite(test, by, { email, role })
    expect([answer.status, answer.text]).toEqual([200, answer.text])
    return (await invitationsTo(test, email)).at(-1) ?? ''
  }
  const isListed = async (email: string) => (await listMembers(test, root)).some((member) => member.email === email)
  const setRole = (by: Caller, email: string, role: string) =>
    test.call('PATCH /accounts/role', {
      ...(by.key ? { key: by.key } : { bearer: by.bearer ?? '' }),
      body: { email, role },
    })
  const suspend = (by: Caller, email: string, suspended: boolean) =>
    test.call('PATCH /accounts/suspend-user', {
      ...(by.key ? { key: by.key } : { bearer: by.bearer ?? '' }),
      body: { email, suspend: suspended },
    })

  describe('ends with the right of who made it:', () => {
    // Attack: an administrator invites a second address of theirs, is removed, accepts, and is administrator again.
    const losses: [string, (inviter: SignedInUser) => Promise<unknown>][] = [
      ['removed', ({ email }) => remove(test, root, email)],
      ['with another role', ({ email }) => setRole(root, email, 'developer')],
      [
        'gone of their own accord',
        async (inviter) => {
          const code = await mailedCode(test, inviter)
          return test.call(`DELETE /accounts/user?email_code=${code}`, { bearer: inviter.bearer })
        },
      ],
    ]
    it.each(losses)('an administrator who is %s', async (_how, lose) => {
      const inviter = await admin()
      const email = freshEmail()
      const token = await invited(inviter, email)
      const { changes } = await changesOf(test, () => lose(inviter))
      expect(changes.audit_events?.added).toContainEqual(
        expect.objectContaining({
          action: 'member.invitation_ended',
          account_id: root.accountId,
          details: JSON.stringify({ email, role: 'admin' }),
        }),
      )
      expect(await isListed(email)).toBe(false)
      expect(verdict(await acceptBy(test, token))).toEqual(LAPSED)
      // The address is free for whoever may invite.
      const anew = await invite(test, root, { email, role: 'developer' })
      expect(anew.status).toBe(200)
    })

    it('an administrator who is suspended, for as long as they are', async () => {
      const inviter = await admin()
      const token = await invited(inviter, freshEmail())
      await suspend(root, inviter.email, true)
      const { answer, changed } = await changesOf(test, () => acceptBy(test, token))
      expect([...verdict(answer), changed]).toEqual([...LAPSED, []])
      await suspend(root, inviter.email, false)
      expect((await acceptBy(test, token)).status).toBe(200)
    })

    it('a key that is deleted, or has run out', async () => {
      const inviter = await admin()
      const [gone, short] = [
        await test.issueKey(inviter.bearer),
        await test.issueKey(inviter.bearer, 'k', { expiry_days: 1 }),
      ]
      const [first, second] = [freshEmail(), freshEmail()]
      const token = await invited({ key: gone.key }, first, 'developer')
      await test.call(`DELETE /accounts/api-key?id=${gone.id}`, { bearer: inviter.bearer })
      expect(await isListed(first)).toBe(false)
      expect(verdict(await acceptBy(test, token))).toEqual(LAPSED)
      const other = await invited({ key: short.key }, second, 'developer')
      await later(DAY + 1, async () => expect(verdict(await acceptBy(test, other))).toEqual(LAPSED))
    })

    it('a key that was rotated, only with its successor', async () => {
      const inviter = await admin()
      const { key, id } = await test.issueKey(inviter.bearer)
      const [first, second] = [freshEmail(), freshEmail()]
      const tokens = [await invited({ key }, first, 'developer'), await invited({ key }, second, 'developer')]
      const rotate = { bearer: inviter.bearer, body: { id, grace_seconds: 0 } }
      const rotated = await test.call('POST /accounts/api-key/rotate', rotate)
      expect(rotated.status).toBe(200)
      expect((await acceptBy(test, tokens[0] ?? '')).status).toBe(200)
      await test.call(`DELETE /accounts/api-key?id=${rotated.body.data.id}`, { bearer: inviter.bearer })
      expect(verdict(await acceptBy(test, tokens[1] ?? ''))).toEqual(LAPSED)
    })

    it('whoever gave the role, where somebody else changed it', async () => {
      const inviter = await admin()
      const email = freshEmail()
      const token = await invited(root, email, 'developer')
      expect((await setRole(inviter, email, 'admin')).status).toBe(200)
      await remove(test, root, inviter.email)
      expect(verdict(await acceptBy(test, token))).toEqual(LAPSED)
    })

    it('an unknown one of an older version, if it would make an administrator', async () => {
      const [first, second] = [freshEmail(), freshEmail()]
      const tokens = [await invited(root, first, 'admin'), await invited(root, second, 'developer')]
      await test.database.transaction(async ({ db }) => {
        await db
          .updateTable('memberships')
          .set({ invited_by_user_id: null })
          .where('account_id', '=', root.accountId)
          .where('accepted_at', 'is', null)
          .execute()
      })
      expect(verdict(await acceptBy(test, tokens[0] ?? ''))).toEqual(LAPSED)
      expect((await acceptBy(test, tokens[1] ?? '')).status).toBe(200)
    })

    it('and of two at the same instant, acceptance and removal, leaves nobody who came after it', async () => {
      for (let round = 0; round < 4; round += 1) {
        const inviter = await admin()
        const email = freshEmail()
        const token = await invited(inviter, email)
        const [accepted, removed] = await Promise.all([acceptBy(test, token), remove(test, root, inviter.email)])
        expect(removed.status).toBe(200)
        expect(await isListed(email)).toBe(accepted.status === 200)
      }
    })
  })

  it('goes on by the right of who sends it again', async () => {
    const inviter = await admin()
    const email = freshEmail()
    await invited(inviter, email)
    expect((await resend(test, root, email)).status).toBe(200)
    await remove(test, root, inviter.email)
    const token = (await invitationsTo(test, email, 2)).at(-1) ?? ''
    expect((await acceptBy(test, token)).status).toBe(200)
  })

  // Attack: whoever steals a key invites themselves as an administrator, and stays when the key is deleted.
  describe('by a key', () => {
    let keys: Record<'key' | 'session', Caller>
    beforeAll(async () => {
      const { key } = await test.issueKey(root.bearer)
      keys = { key: { key }, session: { bearer: (await exchangeKey(test, key)).bearer } }
    })
    const REFUSED = [403, 'interactive_required', []]

    it.each(['key', 'session'] as const)('makes no administrator, in no way (%s)', async (kind) => {
      const by = keys[kind]
      const pending = freshEmail()
      await invited(root, pending, 'admin')
      const [developer, suspended] = [await addMember(test, root, 'developer'), await admin()]
      await setSuspended(test, suspended, true)
      const attempts = [
        () => invite(test, by, { email: freshEmail(), role: 'admin' }),
        () => setRole(by, developer.email, 'admin'),
        () => resend(test, by, pending),
        () => suspend(by, suspended.email, false),
      ]
      for (const attempt of attempts) {
        const { answer, changed } = await changesOf(test, attempt)
        expect([...verdict(answer), changed]).toEqual(REFUSED)
      }
      expect((await setRole(by, developer.email, 'monitor')).status).toBe(200)
    })

    it('makes nobody who can do more than the key: neither invited, nor by another role, nor let in again', async () => {
      const narrow = (await test.issueKey(root.bearer, 'narrow', { scopes: ['members:*'] })).key
      const wide = (await test.issueKey(root.bearer, 'wide', { scopes: ['*:*'] })).key
      const monitor = await addMember(test, root, 'monitor')
      for (const role of ['developer', 'monitor', 'billing'] as const) {
        const email = freshEmail()
        const { answer, changed } = await changesOf(test, () => invite(test, { key: narrow }, { email, role }))
        expect([role, ...verdict(answer), changed]).toEqual([role, 403, 'beyond_own_limits', []])
        expect((await invite(test, { key: wide }, { email, role })).status).toBe(200)
      }
      expect(verdict(await setRole({ key: narrow }, monitor.email, 'developer'))).toEqual([403, 'beyond_own_limits'])
    })

    it('that was narrowed meanwhile, makes nobody a member', async () => {
      const { key, id } = await test.issueKey(root.bearer)
      const token = await invited({ key }, freshEmail(), 'developer')
      const narrowed = await test.call('PATCH /accounts/api-key', {
        bearer: root.bearer,
        body: { id, scopes: ['members:write'] },
      })
      expect(narrowed.status).toBe(200)
      expect(verdict(await acceptBy(test, token, PASSWORD))).toEqual(LAPSED)
    })
  })
})
