import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { markPushed, raiseClaimsVersion, setAccountKey } from '../../access/directory/account-claims.ts'
import { setMemberKey } from '../../access/directory/memberships.ts'
import { lockAccount } from '../../platform/database/locks.ts'
import { listActivatedAccounts, readMemberKey, readPushedVersion, readStoredClaims, readVersion } from './store.ts'

describeEngines('what the database knows of the message bus', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('Bus & Co')
  })
  afterAll(() => test.close())

  const stateOf = async ({ accountId }: SignedInUser) => (await readStoredClaims(test.database.read, accountId))?.state
  const raise = (accountId: string, now: number) =>
    test.database.transaction(async (tx) => (await raiseClaimsVersion(tx, accountId, now)).version)
  const membership = (
    user: SignedInUser,
    set: { suspended_at?: number | null; accepted_at?: number | null; role?: 'admin' },
  ) =>
    test.database.transaction(({ db }) =>
      db.updateTable('memberships').set(set).where('user_id', '=', user.userId).execute(),
    )
  const signingKeyOf = async ({ accountId, userId }: SignedInUser) =>
    (await readMemberKey(test.database.read, accountId, userId))?.publicKey

  it('the claims name each live member who may hold keys, with the role of now, and nobody else', async () => {
    const [admin, suspended, invited, monitor] = [
      await addMember(test, root, 'developer'),
      await addMember(test, root, 'developer'),
      await addMember(test, root, 'developer'),
      await addMember(test, root, 'monitor'),
    ]
    await membership(admin, { role: 'admin' })
    await membership(suspended, { suspended_at: Date.now() })
    await membership(invited, { accepted_at: null })
    expect(await signingKeyOf(monitor)).toBeUndefined()
    const state = await stateOf(root)
    expect(state?.name).toBe('Bus & Co')
    expect(state?.closed).toBe(false)
    expect(new Map(state?.members.map(({ signingKey, role }) => [signingKey, role]))).toEqual(
      new Map([
        [await signingKeyOf(root), 'root'],
        [await signingKeyOf(admin), 'admin'],
      ]),
    )
    await membership(suspended, { suspended_at: null })
    expect((await stateOf(root))?.members).toHaveLength(3)
  })

  it('the claims revoke each deleted key until its expiry, in whole seconds, and no live one', async () => {
    const [deleted, live] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: root.bearer })
    const rows = await test.database.read.selectFrom('api_keys').select(['id', 'nats_user_key']).execute()
    const userKeyOf = (id: string) => rows.find((row) => row.id === id)?.nats_user_key
    const { revocations = [] } = (await stateOf(root)) ?? {}
    expect(revocations).toEqual([
      { userPublicKey: userKeyOf(deleted.id), untilSeconds: Date.parse(deleted.expires_on) / 1000 },
    ])
    expect(userKeyOf(live.id)).toBeDefined()
  })

  it('a deleted account is closed, and one that is not there has no claims', async () => {
    const user = await test.signUp()
    await test.database.transaction(({ db }) =>
      db.updateTable('accounts').set({ deleted_at: Date.now() }).where('id', '=', user.accountId).execute(),
    )
    expect((await stateOf(user))?.closed).toBe(true)
    expect(await readStoredClaims(test.database.read, '0000000000')).toBeUndefined()
  })

  // Servers of a cluster keep the claims with the newer iat when they synchronise: with equal ones the older may win.
  it('each change of the claims has a higher version and a later second, even within one second and when the clock is set back', async () => {
    const { accountId } = await test.signUp()
    const now = Date.now() + 60_000
    const seen: { version: number; issuedAt: number }[] = []
    for (const at of [now, now, now + 1, now - 3_600_000, now + 5000]) {
      const version = await raise(accountId, at)
      const state = (await readStoredClaims(test.database.read, accountId))?.state
      seen.push({ version, issuedAt: state?.issuedAtSeconds ?? 0 })
    }
    const first = seen[0]?.version ?? 0
    const second = Math.floor(now / 1000)
    expect(seen).toEqual([
      { version: first, issuedAt: second },
      { version: first + 1, issuedAt: second + 1 },
      { version: first + 2, issuedAt: second + 2 },
      { version: first + 3, issuedAt: second + 3 },
      { version: first + 4, issuedAt: second + 5 },
    ])
    expect(await readVersion(test.database, accountId)).toBe(first + 4)
  })

  it('changes at the same instant all get versions of their own', async () => {
    const { accountId } = await test.signUp()
    const versions = await Promise.all(Array.from({ length: 20 }, () => raise(accountId, Date.now())))
    expect(new Set(versions).size).toBe(20)
    expect(Math.max(...versions)).toBe(await readVersion(test.database, accountId))
  })

  it('the confirmed version never goes back', async () => {
    const { accountId } = await test.signUp()
    await markPushed(test.database, accountId, 7)
    await markPushed(test.database, accountId, 5)
    expect(await readPushedVersion(test.database, accountId)).toBe(7)
    expect(await readPushedVersion(test.database, '0000000000')).toBe(0)
  })

  // Another key would refuse all the creds that were handed out.
  it('the keys of an account and of a member are set once', async () => {
    const before = await readMemberKey(test.database.read, root.accountId, root.userId)
    await test.database.transaction(async (tx) => {
      const account = await lockAccount(tx, root.accountId)
      if (!account) throw new Error('the account is gone')
      await setAccountKey(tx, account, { publicKey: 'AOTHER', seedSealed: 'x' })
      await setMemberKey(tx, account, root.userId, { publicKey: 'AOTHER', seedSealed: 'x', version: 99 })
    })
    expect(await readMemberKey(test.database.read, root.accountId, root.userId)).toEqual(before)
    expect(await readMemberKey(test.database.read, '0000000000', root.userId)).toBeUndefined()
  })

  it('a walk over the activated accounts finds each once, however long its pages', async () => {
    const ids = await listActivatedAccounts(test.database.read, '', 1000)
    expect(ids.length).toBeGreaterThan(3)
    const walked: string[] = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: string[] = await listActivatedAccounts(test.database.read, after, 2)
      walked.push(...page)
      after = page.at(-1)
    }
    expect(walked).toEqual(ids)
    const all = await test.database.read
      .selectFrom('accounts')
      .select('id')
      .where('activated_at', 'is not', null)
      .execute()
    expect(new Set(ids)).toEqual(new Set(all.map(({ id }) => id)))
  })
})
