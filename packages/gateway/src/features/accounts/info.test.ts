import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { addUser, deleteAccount, freshName, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'

const roles = ['admin', 'developer', 'monitor', 'billing'] as const

describeEngines('getAccountInfo and listAccountsByUser', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('  ACME Corp ')
  })
  afterAll(() => test.close())

  const info = (call: { bearer?: string; key?: string }) => test.call('GET /accounts/info', call)
  const list = (call: { bearer?: string; key?: string }) => test.call('GET /accounts/list', call)

  describe('getAccountInfo', () => {
    it('shows the account as the contract has it, and nothing else: no nulls, no seeds, no counters', async () => {
      const { answer, changed } = await changesOf(test, () => info({ bearer: root.bearer }))
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({
        data: {
          id: root.accountId,
          name: 'acme corp',
          display_name: 'ACME Corp',
          root_email: root.email,
          subscription_status: 'active',
          subscription_plan: 'free',
          emergency_credit: 0,
          scheduled_for_deletion: false,
          bstier: 0,
          cloud: false,
          hub: false,
          version: expect.any(String),
        },
      })
      expect(changed).toEqual([])
    })

    it('shows what was given at creation', async () => {
      const user = await addUser(test)
      const given = {
        country: 'UK',
        company_name: 'ACME',
        address: '1 Street\n2nd floor',
        website: 'https://acme.example',
        phone_number: '+44 1',
      }
      const body = { name: freshName(), root_email: user.email, password: PASSWORD, ...given }
      await test.call('POST /accounts', { body, from: freshPlace() })
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { email: user.email, password: PASSWORD },
      })
      const shown = await info({ bearer: signedIn.body.data.auth_token })
      expect(shown.body.data).toMatchObject(given)
    })

    it.each(roles)('is open to a %s, who sees the same as the root', async (role) => {
      const member = await addMember(test, root, role)
      expect((await info({ bearer: member.bearer })).body).toEqual((await info({ bearer: root.bearer })).body)
    })

    it('is open to a key and to a session made from one, for the account of the key', async () => {
      const { key } = await test.issueKey(root.bearer)
      const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      for (const call of [{ key }, { bearer: key }, { bearer: exchanged.body.data.auth_token }]) {
        expect((await info(call)).body.data.id).toBe(root.accountId)
      }
    })

    it('shows an account in which the person is signed in, not another one of theirs', async () => {
      const other = await test.signUp()
      await join(test, root, other, { role: 'monitor' })
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { email: root.email, password: root.password, account: other.account },
      })
      const shown = await info({ bearer: signedIn.body.data.auth_token })
      expect(shown.body.data).toMatchObject({ id: other.accountId, root_email: other.email })
    })
  })

  describe('listAccountsByUser', () => {
    it('lists the accounts that the caller can sign in to, as ids, in order', async () => {
      const user = await addUser(test)
      const hosts = [await test.signUp(), await test.signUp(), await test.signUp()]
      for (const host of hosts) await join(test, user, host, { role: 'billing' })
      const closed = await test.signUp()
      await join(test, user, closed)
      await deleteAccount(test, closed)
      await join(test, user, await test.signUp(), { suspended: true })
      await join(test, user, await test.signUp(), { accepted: false })
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { email: user.email, password: PASSWORD, account: hosts[0]?.account },
      })
      const { answer, changed } = await changesOf(test, () => list({ bearer: signedIn.body.data.auth_token }))
      expect(answer.body).toEqual({ data: hosts.map(({ accountId }) => accountId).sort() })
      expect(changed).toEqual([])
    })

    it.each(roles)('is open to a %s', async (role) => {
      const member = await addMember(test, root, role)
      expect((await list({ bearer: member.bearer })).body).toEqual({ data: [root.accountId] })
    })

    it('is open to a key', async () => {
      const { key } = await test.issueKey(root.bearer)
      expect((await list({ key })).body.data).toContain(root.accountId)
    })
  })

  it.each(['GET /accounts/info', 'GET /accounts/list', 'GET /accounts/user-login-data'])(
    '%s refuses who has no good credential, and changes nothing',
    async (route) => {
      const middle = root.bearer.at(-40) === 'A' ? 'B' : 'A'
      const spoiled = `${root.bearer.slice(0, -40)}${middle}${root.bearer.slice(-39)}`
      for (const call of [{}, { bearer: 'x' }, { key: 'ms-1' }, { bearer: spoiled }, { key: root.bearer }]) {
        const { answer, changed } = await changesOf(test, () => test.call(route, call))
        expect(answer.status).toBe(401)
        expect(answer.body.code).toBe('unauthorized')
        expect(changed).toEqual([])
      }
    },
  )
})
