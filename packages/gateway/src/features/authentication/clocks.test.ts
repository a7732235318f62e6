import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { later, SECOND } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'

/** How far the clock of the gateway that reads is behind that of the one that wrote. */
const BEHIND = 2 * SECOND

describeEngines('what a gateway whose clock is ahead has just written', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  it('is good at once at a gateway whose clock is behind: accounts, sessions, keys, members', async () => {
    const { root, key, member, signedIn } = await later(BEHIND, async () => {
      const root = await test.signUp()
      const { key } = await test.issueKey(root.bearer)
      const member = await addMember(test, root, 'developer')
      const { email, password } = root
      const again = await test.call('POST /accounts/auth-with-password', { body: { email, password } })
      return { root, key, member, signedIn: again.body.data }
    })
    const status = async (...call: Parameters<TestGateway['call']>) => (await test.call(...call)).status
    const { email, password } = root
    expect(await status('POST /accounts/auth-with-password', { body: { email, password } })).toBe(200)
    expect(await status('GET /accounts/info', { bearer: root.bearer })).toBe(200)
    expect(await status('GET /accounts/info', { key })).toBe(200)
    expect(await status('POST /accounts/auth-with-api-key', { body: { api_key: key } })).toBe(200)
    expect(await status('GET /accounts/info', { bearer: member.bearer })).toBe(200)
    expect((await test.call('GET /accounts/list', { bearer: root.bearer })).body.data).toHaveLength(1)
    const pair = { auth_token: signedIn.auth_token, refresh_token: signedIn.refresh_token }
    expect(await status('POST /accounts/refresh-token', { body: pair })).toBe(200)
    // A second time, from another tab: the same pair, and no session that ends as if the token had been stolen.
    expect(await status('POST /accounts/refresh-token', { body: pair })).toBe(200)
  })
})
