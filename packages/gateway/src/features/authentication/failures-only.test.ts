import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { freshPlace } from '../../../test/users/users.ts'

const LIMIT = 5

/** Many clients share an address, so what succeeds costs nothing there; who guesses gets only so many guesses. */
describeEngines('refreshToken, validateToken and authWithApiKey', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let key: string
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { RATE_LIMIT_ANONYMOUS_PER_MINUTE: String(LIMIT) } })
    root = await test.signUp()
    key = (await test.issueKey(root.bearer)).key
  })
  afterAll(() => test.close())

  it('never throttle an address whose requests are good', async () => {
    const from = freshPlace()
    let pair = { auth_token: root.bearer, refresh_token: root.refreshToken }
    for (let time = 0; time < LIMIT * 3; time += 1) {
      const refreshed = await test.call('POST /accounts/refresh-token', { body: pair, from })
      expect(refreshed.status).toBe(200)
      pair = refreshed.body.data
      const validated = await test.call('POST /accounts/token-validate', { body: { token: pair.auth_token }, from })
      expect(validated.body).toEqual({ data: true })
      expect((await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key }, from })).status).toBe(200)
    }
  })

  it.each<[string, () => Record<string, string>, number]>([
    ['POST /accounts/refresh-token', () => ({ auth_token: root.bearer, refresh_token: 'x' }), 401],
    ['POST /accounts/token-validate', () => ({ token: 'x' }), 200],
    ['POST /accounts/auth-with-api-key', () => ({ api_key: 'ms-00000000000000000000000000000000' }), 401],
  ])(
    '%s throttles an address that guesses, also when it guesses right then, for a minute',
    async (route, bad, status) => {
      const from = freshPlace()
      await later(0, async () => {
        for (let time = 0; time < LIMIT; time += 1) {
          expect((await test.call(route, { body: bad(), from })).status).toBe(status)
        }
        const refused = await test.call(route, { body: bad(), from })
        expect(refused.status).toBe(429)
        expect(refused.body).toMatchObject({ code: 'too_many_requests', retry_after: 60 })
        expect(refused.headers).toMatchObject({ 'retry-after': '60', ratelimit: '"anonymous";r=0;t=60' })
        const good = { api_key: key, token: key, auth_token: root.bearer, refresh_token: root.refreshToken }
        expect((await test.call(route, { body: good, from })).status).toBe(429)
        expect((await test.call(route, { body: bad(), from: freshPlace() })).status).toBe(status)
        await later(1.1 * MINUTE, async () =>
          expect((await test.call(route, { body: bad(), from })).status).toBe(status),
        )
      })
    },
  )
})
