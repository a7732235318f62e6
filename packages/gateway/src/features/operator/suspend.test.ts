import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { listen } from '../../../test/http/raw-http.ts'
import { DAY, later } from '../../../test/run/clock.ts'
import { mailedCode, wakeWorker } from '../../../test/users/accounts.ts'
import { openConsole } from '../../../test/users/console-browser.ts'
import { beginDevice, decideDevice } from '../../../test/users/devices.ts'
import { addApp, beginStep, challenge, verdict } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { addOperator, OPERATOR, type TestOperator } from '../../../test/users/operator.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'
import { freshPlace, join } from '../../../test/users/users.ts'
import { openPlainVerifier } from '../../../test/verifiers/plain-verifier.ts'

const SUSPENDED = [403, 'account_suspended']
const UNAUTHORIZED = [401, 'unauthorized']
const WRONG = [401, 'invalid_credentials']
const OK = [200, undefined]

/** docs/decisions/0060 */
describeEngines('a suspended account', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let operator: TestOperator
  let port: number
  beforeEach(beginStep)
  beforeAll(async () => {
    const environment = { OPERATORS: OPERATOR, VERIFY_ANY_ACCOUNT: 'true' }
    test = await openTestGateway(engine, { environment, watch: sql.watch })
    operator = await addOperator(test)
    port = await listen(test)
  })
  afterAll(() => test.close())

  const change = (verb: 'suspend' | 'resume', { accountId }: { accountId: string }, reason = `a reason to ${verb}`) =>
    test.call(`POST /operator/accounts/${verb}`, { bearer: operator.bearer, body: { id: accountId, reason } })
  async function suspend(account: { accountId: string }, reason?: string) {
    const answer = await change('suspend', account, reason)
    expect(answer.status, answer.text).toBe(200)
    return answer
  }
  async function resume(account: { accountId: string }) {
    const answer = await change('resume', account)
    expect(answer.status, answer.text).toBe(200)
    return answer
  }
  const info = async (by: { key?: string; bearer?: string }) => verdict(await test.call('GET /accounts/info', by))
  const withPassword = async ({ email, password }: SignedInUser, account?: string) =>
    verdict(
      await test.call('POST /accounts/auth-with-password', { body: { email, password, account }, from: freshPlace() }),
    )
  const refresh = async ({ bearer, refreshToken }: Pick<SignedInUser, 'bearer' | 'refreshToken'>) =>
    test.call('POST /accounts/refresh-token', { body: { auth_token: bearer, refresh_token: refreshToken } })
  const row = ({ accountId }: { accountId: string }) =>
    test.database.read.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()

  it('lets in no key, session, exchange or sign-in, cached or not, and everything works as before once it is resumed', async () => {
    const root = await test.signUp()
    const member = await addMember(test, root, 'developer')
    const { key } = await test.issueKey(root.bearer)
    const unused = await test.issueKey(member.bearer)
    const ofKey = await exchangeKey(test, key)
    const imported = `sk_live_${randomBytes(16).toString('hex')}`
    const row = { hash: createHash('sha256').update(imported).digest('hex'), key_name: 'imported', scopes: ['*:*'] }
    expect(
      (await test.call('POST /accounts/api-keys/import', { bearer: root.bearer, body: { keys: [row] } })).status,
    ).toBe(200)
    // In the cache.
    for (const by of [{ key }, { bearer: root.bearer }]) expect(await info(by)).toEqual(OK)
    expect((await test.call('GET /verify', { key })).status).toBe(200)

    const answer = await suspend(root)
    expect(answer.body).toEqual({
      data: { message: `The account “${root.account}” is suspended.`, bus_confirmed: null },
    })
    expect(answer.body.revocation).toMatchObject({ confirmed: true, holders: 1 })
    const callers = [{ key }, { key: unused.key }, ...[root, member, ofKey].map(({ bearer }) => ({ bearer }))]
    for (const by of callers) {
      // Neither a key nor a token costs more than one that is unknown.
      expect(await sql.during(async () => expect(await info(by)).toEqual(SUSPENDED))).toBe(1)
    }
    expect(await info({ key: imported })).toEqual(SUSPENDED)
    expect(verdict(await test.call('GET /verify', { key }))).toEqual(SUSPENDED)
    expect(verdict(await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } }))).toEqual(SUSPENDED)
    for (const user of [root, member]) {
      expect(await withPassword(user)).toEqual(SUSPENDED)
      expect(await withPassword(user, root.account)).toEqual(SUSPENDED)
      expect(verdict(await refresh(user))).toEqual(SUSPENDED)
    }
    expect(verdict(await refresh(ofKey))).toEqual(SUSPENDED)
    const valid = await test.call('POST /accounts/token-validate', { body: { token: root.bearer } })
    expect(valid.body.data).toBe(false)

    await resume(root)
    for (const by of [...callers, { key: imported }]) expect(await info(by)).toEqual(OK)
    expect((await test.call('GET /verify', { key })).status).toBe(200)
    for (const session of [root, member, ofKey]) expect((await refresh(session)).status).toBe(200)
    expect(await withPassword(root)).toEqual(OK)
  })

  it('loses nothing: only its own row, its log and its mails change', async () => {
    const root = await test.signUp()
    const admin = await addMember(test, root, 'admin')
    await addMember(test, root, 'monitor')
    await test.issueKey(root.bearer)
    const before = await row(root)
    const { changes } = await changesOf(test, () => suspend(root, 'Keys were found\r\nin public. <b>'))
    expect(Object.keys(changes).sort()).toEqual(['accounts', 'audit_events', 'mails'])
    expect(changes.mails?.added.map(({ to, template }) => [to, template]).sort()).toEqual(
      [root, admin].map(({ email }) => [email, 'account-suspended']).sort(),
    )
    expect(changes.mails?.added[0]?.text).toContain('> in public. <b>')
    expect(changes.audit_events?.added).toMatchObject([
      {
        action: 'account.suspended',
        account_id: root.accountId,
        actor_user_id: operator.userId,
        actor_kind: 'interactive',
        target_id: root.accountId,
      },
    ])
    const resumed = await changesOf(test, () => resume(root))
    expect(resumed.changes.mails?.added.map(({ template }) => template)).toEqual(['account-resumed', 'account-resumed'])
    const version = { claims_version: expect.any(Number), claims_issued_at: expect.any(Number) }
    expect(await row(root)).toEqual({ ...before, ...version })
    const log = await test.call(`GET /accounts/audit-events?target=${root.accountId}`, { bearer: root.bearer })
    expect(log.body.data.slice(0, 2)).toMatchObject([
      { action: 'account.resumed', details: { reason: 'a reason to resume' } },
      {
        action: 'account.suspended',
        actor: { user_id: operator.userId },
        details: { reason: 'Keys were found\r\nin public. <b>' },
      },
    ])
  })

  // Attack: a stranger asks whether an account is suspended, or whether somebody is its member.
  it('tells nobody but those who prove that they would be let in', async () => {
    const root = await test.signUp()
    const stranger = await test.signUp()
    const gone = await addMember(test, root, 'admin')
    const benched = await addMember(test, root, 'admin')
    const [live, deleted, disabled] = await Promise.all(['a', 'b', 'c'].map((name) => test.issueKey(root.bearer, name)))
    const by = { bearer: root.bearer }
    await test.call('DELETE /accounts/api-key', { ...by, body: { id: deleted?.id } })
    await test.call('PATCH /accounts/api-key', { ...by, body: { id: disabled?.id, disabled: true } })
    await test.call('DELETE /accounts/remove-user', { ...by, body: { email: gone.email } })
    await test.call('PATCH /accounts/suspend-user', { ...by, body: { email: benched.email, suspend: true } })
    await suspend(root)
    expect(await withPassword(stranger, root.account)).toEqual(WRONG)
    for (const user of [root, benched, gone])
      expect(await withPassword({ ...user, password: 'wrong-Horse7' })).toEqual(WRONG)
    for (const user of [benched, gone]) {
      expect(await withPassword(user, root.account)).toEqual(WRONG)
      expect(await info({ bearer: user.bearer })).toEqual(UNAUTHORIZED)
    }
    const texts = [deleted?.key, disabled?.key, live?.key.replace(/.$/, 'x'), `${root.bearer}x`] as string[]
    for (const key of texts) expect(await info({ key })).toEqual(UNAUTHORIZED)
    // A token that was replaced proves nothing.
    await resume(root)
    const old = root.bearer
    expect((await refresh(root)).status).toBe(200)
    await suspend(root)
    expect(await info({ bearer: old })).toEqual(UNAUTHORIZED)
    expect(await info({ key: live?.key as string })).toEqual(SUSPENDED)
    // Its log says who tried with the right password.
    const refused = await test.database.read
      .selectFrom('audit_events')
      .select(['account_id', 'details'])
      .where('action', '=', 'session.refused')
      .where('actor_user_id', '=', root.userId)
      .where('account_id', '=', root.accountId)
      .execute()
    expect(refused).toEqual([])
    await withPassword(root)
    const known = await test.database.read
      .selectFrom('audit_events')
      .select('details')
      .where('account_id', '=', root.accountId)
      .where('action', '=', 'session.refused')
      .where('actor_user_id', '=', root.userId)
      .execute()
    expect(known).toMatchObject([{ details: '{"method":"password","reason":"account_suspended"}' }])
  })

  // Attack: the service of one account asks what became of another, with the credentials that it was sent.
  it('is for a proxy of another account what it was before, and tells a verifier of another account nothing', async () => {
    const [root, asking] = [await test.signUp(), await test.signUp()]
    const { key } = await test.issueKey(root.bearer)
    const imported = `sk_live_${randomBytes(16).toString('hex')}`
    const keys = [{ hash: createHash('sha256').update(imported).digest('hex'), key_name: 'imported' }]
    await test.call('POST /accounts/api-keys/import', { bearer: root.bearer, body: { keys } })
    const own = await test.issueKey(asking.bearer, 'verifier', { scopes: ['tokens:introspect'] })
    const verifier = await openPlainVerifier(port, { key: own.key })
    const answers = async (account: string) => {
      const all = await Promise.all(
        [{ key }, { key: imported }, { bearer: root.bearer }].map((by) =>
          test.call(`GET /verify?account=${account}`, by),
        ),
      )
      return all.map(({ status, body: { request_id: _, ...body }, headers }) => ({
        status,
        body,
        named: Object.keys(headers).sort(),
      }))
    }
    const live = await answers(asking.accountId)
    expect(live.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([403, 'other_account']))
    const verdicts = await verifier.verify(key, imported, root.bearer)
    await suspend(root)
    // The second time as the first: nothing of it is remembered.
    for (let n = 0; n < 2; n += 1) expect(await answers(asking.accountId)).toEqual(live)
    expect(await verifier.verify(key, imported, root.bearer)).toEqual(verdicts)
    expect(verdicts.map(({ active }) => active)).toEqual([false, false, false])
    // Its own proxy is told.
    expect((await answers(root.accountId)).map(({ body }) => body.code)).toEqual(Array(3).fill('account_suspended'))
    await verifier.close()
  })

  it('keeps its members from no other account: they sign in there, and cannot switch to it', async () => {
    const [root, host] = [await test.signUp(), await test.signUp()]
    await join(test, root, host, { role: 'monitor' })
    await suspend(root)
    const there = await test.call('POST /accounts/auth-with-password', {
      body: { email: root.email, password: root.password },
      from: freshPlace(),
    })
    expect(there.body.data.account.id ?? there.body.data.account.account_id ?? host.accountId).toBeDefined()
    expect(await withPassword(root, root.account)).toEqual(SUSPENDED)
    const list = await test.call('GET /accounts/list', { bearer: there.body.data.auth_token })
    expect(list.body.data).toEqual([host.accountId])
    const browser = openConsole(test)
    expect((await browser.signIn(root)).status).toBe(200)
    expect(verdict(await browser.send('POST /console/session/account', { account: root.account }))).toEqual(SUSPENDED)
    expect((await browser.refresh()).status).toBe(200)
    await resume(root)
    expect((await browser.send('POST /console/session/account', { account: root.account })).status).toBe(200)
    // The console of the account itself keeps its session, too.
    await suspend(root)
    expect(verdict(await browser.refresh())).toEqual(SUSPENDED)
    await resume(root)
    expect((await browser.refresh()).status).toBe(200)
  })

  describe('while something is under way', () => {
    it('a second factor completes no sign-in, and says why', async () => {
      const root = await test.signUp()
      const { app } = await addApp(test, root.bearer)
      const token = await challenge(test, root)
      await suspend(root)
      const body = { token, code: app.code(0) }
      expect(verdict(await test.call('POST /accounts/auth-with-totp', { body }))).toEqual(SUSPENDED)
      await resume(root)
      expect((await test.call('POST /accounts/auth-with-totp', { body })).status).toBe(200)
    })

    it('a device that was approved gets nothing, and one that waits cannot be approved', async () => {
      const root = await test.signUp()
      const [approved, waiting] = [await beginDevice(test), await beginDevice(test)]
      await decideDevice(test, 'approve', approved.userCode, root)
      await suspend(root)
      expect(verdict(await approved.poll())).toEqual([400, 'access_denied'])
      expect(verdict(await decideDevice(test, 'approve', waiting.userCode, root))).toEqual(SUSPENDED)
      expect(verdict(await waiting.poll())).toEqual([400, 'authorization_pending'])
      await resume(root)
      expect(verdict(await approved.poll())).toEqual([400, 'access_denied'])
    })

    it('a verifier lets go of everything before the answer, its connection ends, and it comes back afterwards', async () => {
      const root = await test.signUp()
      const own = await test.issueKey(root.bearer, 'verifier', { scopes: ['tokens:introspect'] })
      const verifier = await openPlainVerifier(port, { key: own.key })
      const { key } = await test.issueKey(root.bearer)
      expect(await verifier.verify(key, root.bearer)).toMatchObject([{ active: true }, { active: true }])
      const answer = await suspend(root)
      expect(answer.body.revocation).toMatchObject({ confirmed: true, holders: 2 })
      expect(verifier.evictions.length).toBeGreaterThan(0)
      expect(await verifier.over).toMatchObject({ code: 4401, reason: 'credential_ended' })
      await expect(openPlainVerifier(port, { key: own.key })).rejects.toThrow('refused with 403')
      await resume(root)
      const again = await openPlainVerifier(port, { key: own.key })
      expect(await again.verify(key)).toMatchObject([{ active: true }])
      await again.close()
    })

    // Attack: requests that the gate has let in are faster or slower than the suspension, never half of it.
    it('changes at the same instant come wholly before it, or are refused: none is made after it', async () => {
      const root = await test.signUp()
      const { key } = await test.issueKey(root.bearer)
      const issue = (name: string) =>
        test.call('POST /accounts/api-key', { key, body: { key_name: name, expiry_days: 1 } })
      const hash = 'cd'.repeat(31)
      const imports = (n: number) =>
        test.call('POST /accounts/api-keys/import', {
          bearer: root.bearer,
          body: { keys: [{ hash: `${hash}${n}${n}`, key_name: `imported ${n}` }] },
        })
      const [, ...answers] = await Promise.all([
        suspend(root),
        ...[1, 2, 3].flatMap((n) => [issue(`k${n}`), imports(n)]),
        refresh(root),
      ])
      for (const answer of answers) expect([[200, undefined], SUSPENDED]).toContainEqual(verdict(answer))
      const made = answers.filter(({ body }) => body.data?.key !== undefined || body.data?.keys !== undefined)
      const keys = test.database.read.selectFrom('api_keys').select('id').where('account_id', '=', root.accountId)
      expect(await keys.execute()).toHaveLength(1 + made.length)
      expect(verdict(await issue('later'))).toEqual(SUSPENDED)
    })
  })

  describe('and the operator', () => {
    it('is refused what is not there, is so already, or would lock them out; nothing changes', async () => {
      const root = await test.signUp()
      const gone = await test.signUp()
      await test.call('DELETE /accounts/account', {
        bearer: gone.bearer,
        body: { email_code: await mailedCode(test, gone) },
      })
      const { changed } = await changesOf(test, async () => {
        expect(verdict(await change('suspend', gone))).toEqual([400, 'unknown_account'])
        expect(verdict(await change('resume', gone))).toEqual([400, 'unknown_account'])
        expect(verdict(await change('resume', root))).toEqual([409, 'account_not_suspended'])
        expect(verdict(await change('suspend', operator))).toEqual([400, 'account_of_operator'])
      })
      expect(changed).toEqual([])
      // Two operators at the same instant.
      const both = await Promise.all([change('suspend', root, 'one'), change('suspend', root, 'two')])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
      const winner = both[0]?.status === 200 ? 'one' : 'two'
      expect((await row(root)).suspension_reason).toBe(winner)
      const ends = await Promise.all([change('resume', root), change('resume', root)])
      expect(ends.map(verdict).sort()).toEqual([
        [200, undefined],
        [409, 'account_not_suspended'],
      ])
    })

    it('sees since when and why, in the list by its state', async () => {
      const root = await test.signUp()
      await suspend(root, 'Unpaid abuse.')
      const list = async (query: string) =>
        (await test.call(`GET /operator/accounts?${query}`, { bearer: operator.bearer })).body.data
      expect(await list(`id=${root.accountId}`)).toMatchObject([
        { state: 'suspended', suspension_reason: 'Unpaid abuse.', suspended_on: expect.stringMatching(/^20/) },
      ])
      const ids = (await list('state=suspended')).map(({ id }: { id: string }) => id)
      expect(ids).toContain(root.accountId)
      expect((await list('state=active')).map(({ id }: { id: string }) => id)).not.toContain(root.accountId)
      await resume(root)
      expect(await list(`id=${root.accountId}`)).toMatchObject([
        { state: 'active', suspended_on: null, suspension_reason: null },
      ])
    })
  })

  it('is not deleted at its date: a resumption leaves three days to cancel the deletion', async () => {
    const root = await test.signUp()
    await later(0, async () => {
      await test.call('DELETE /accounts/account', {
        bearer: root.bearer,
        body: { email_code: await mailedCode(test, root), in_14_days: true },
      })
      await suspend(root)
      await later(15 * DAY, async () => {
        await wakeWorker(test)
        await waitFor(async () => {
          const job = test.database.read.selectFrom('outbox').select('due_at')
          const item = await job
            .where('kind', '=', 'delete-account')
            .where('key', '=', root.accountId)
            .executeTakeFirst()
          return item && item.due_at > Date.now() ? true : undefined
        })
        expect(await row(root)).toMatchObject({ deleted_at: null })
        await operator.signIn()
        await resume(root)
        expect((await row(root)).deletion_scheduled_for).toBe(Date.now() + 3 * DAY)
      })
    })
    await operator.signIn()
  })
})
