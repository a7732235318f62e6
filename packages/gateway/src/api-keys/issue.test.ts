import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../test/engines.ts'
import { openTestGateway, type SignedInPerson, type TestGateway } from '../../test/gateway.ts'
import { addMember } from '../../test/members.ts'
import { isWellFormedApiKey } from '../access/api-key-format.ts'

describeEngines('issueApiKey', (engine) => {
  let test: TestGateway
  let root: SignedInPerson
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  it('gives a key that is well formed, lives 90 days, and opens the API in both headers', async () => {
    const issued = await test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: ' ci ' } })
    expect(issued.status).toBe(200)
    const { id, key, name, created_on, expires_on, creds } = issued.body.data
    expect(name).toBe('ci')
    expect(isWellFormedApiKey(key)).toBe(true)
    expect((Date.parse(expires_on) - Date.parse(created_on)) / 86_400_000).toBeCloseTo(90, 3)
    expect(creds).toContain('BEGIN quiva.ai USER JWT')
    expect(id).toMatch(/^key_/)
    for (const call of [{ key }, { bearer: key }]) {
      const info = await test.call('GET /accounts/info', call)
      expect(info.body.data.id).toBe(root.accountId)
    }
  })

  it.each(['monitor', 'billing'] as const)('refuses a %s', async (role) => {
    const member = await addMember(test, root, role)
    const refused = await test.call('POST /accounts/api-key', { bearer: member.bearer, body: { key_name: 'x' } })
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('insufficient_permissions')
  })
})
