import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { deleteAccount, freshPlace, setSuspended } from '../../../test/users/users.ts'

type Pair = { auth_token: string; refresh_token: string }

describeEngines('validateToken', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  async function signIn(user: { email: string; password: string } = root): Promise<Pair> {
    const { email, password } = user
    return (await test.call('POST /accounts/auth-with-password', { body: { email, password }, from: freshPlace() }))
      .body.data
  }

  async function validate(token: string, headers: Record<string, string> = {}): Promise<boolean> {
    const { answer, changed } = await changesOf(test, () =>
      test.call('POST /accounts/token-validate', { body: { token }, headers }),
    )
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['data'])
    expect(changed).toEqual([])
    return answer.body.data
  }

  const both = async ({ auth_token, refresh_token }: Pair) => [
    await validate(auth_token),
    await validate(refresh_token),
  ]

  describe('is true for', () => {
    it('the access token and the refresh token of a live session', async () => {
      expect(await both(await signIn())).toEqual([true, true])
    })

    it.each(['admin', 'developer', 'monitor', 'billing'] as const)('those of a %s', async (role) => {
      const { bearer, refreshToken } = await addMember(test, root, role)
      expect(await both({ auth_token: bearer, refresh_token: refreshToken })).toEqual([true, true])
    })

    it('those of a session that was made from a key', async () => {
      const { key } = await test.issueKey(root.bearer)
      const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      expect(await both(exchanged.body.data)).toEqual([true, true])
    })
  })

  describe('is false for', () => {
    it('tokens that a refresh has replaced; true for those that came', async () => {
      const old = await signIn()
      const fresh = await test.call('POST /accounts/refresh-token', { body: old })
      expect(await both(old)).toEqual([false, false])
      expect(await both(fresh.body.data)).toEqual([true, true])
    })

    it('an access token after an hour, whose refresh token is still good, and neither after a day', async () => {
      const pair = await signIn()
      await later(1.1 * HOUR, async () => expect(await both(pair)).toEqual([false, true]))
      await later(25 * HOUR, async () => expect(await both(pair)).toEqual([false, false]))
    })

    it('an API key, however good, since it is no token', async () => {
      const { key } = await test.issueKey(root.bearer)
      expect(await validate(key)).toBe(false)
      await test.call('GET /accounts/info', { key })
      expect(await validate(key)).toBe(false)
    })

    it.each([
      'x',
      'a.b.c',
      '...',
      ' ',
      'ms-00000000000000000000000000000000',
      'null',
      '.'.repeat(8000),
      '💥',
      "' or 1=1 --",
    ])('what is no token of ours: %j', async (token) => expect(await validate(token)).toBe(false))

    it('a token with anything before or after it', async () => {
      const { auth_token, refresh_token } = await signIn()
      for (const token of [auth_token, refresh_token]) {
        expect(await validate(` ${token}`)).toBe(false)
        expect(await validate(`${token}\n`)).toBe(false)
        expect(await validate(`Bearer ${token}`)).toBe(false)
      }
    })

    it('tokens of a suspended member, and true again afterwards', async () => {
      const member = await addMember(test, root, 'developer')
      const pair = { auth_token: member.bearer, refresh_token: member.refreshToken }
      await setSuspended(test, member, true)
      // Its access token has not been seen here, so nothing of it is cached.
      expect(await both(pair)).toEqual([false, false])
      await setSuspended(test, member, false)
      expect(await both(pair)).toEqual([true, true])
    })

    it('tokens of a deleted account', async () => {
      const gone = await test.signUp()
      await deleteAccount(test, gone)
      expect(await both({ auth_token: gone.bearer, refresh_token: gone.refreshToken })).toEqual([false, false])
    })

    it('tokens of a session whose key was deleted', async () => {
      const issued = await test.issueKey(root.bearer)
      const pair = (await test.call('POST /accounts/auth-with-api-key', { body: { api_key: issued.key } })).body.data
      expect(await both(pair)).toEqual([true, true])
      await test.call(`DELETE /accounts/api-key?id=${issued.id}`, { bearer: root.bearer })
      expect(await both(pair)).toEqual([false, false])
    })
  })

  it('slides nothing: a token that is asked about ends when it would have ended', async () => {
    const pair = await signIn()
    for (const hours of [6, 12, 18, 23]) {
      await later(hours * HOUR, async () => expect(await validate(pair.refresh_token)).toBe(true))
    }
    await later(25 * HOUR, async () => expect(await validate(pair.refresh_token)).toBe(false))
  })

  it('ignores what the headers say: a client asks because it doubts what it has', async () => {
    const { auth_token, refresh_token } = await signIn()
    for (const authorization of ['Bearer nonsense', 'Basic eDp5', 'Bearer ', `Bearer ${refresh_token}`]) {
      expect(await validate(auth_token, { authorization })).toBe(true)
      expect(await validate('x', { authorization })).toBe(false)
    }
    expect(await validate('x', { authorization: `Bearer ${auth_token}`, 'x-api-key': 'ms-1' })).toBe(false)
  })

  it.each([
    {},
    { token: '' },
    { token: null },
    { token: 1 },
    { token: ['x'] },
    { token: 'x'.repeat(8001) },
    { token: '\0' },
  ])('answers %j with 400, never with 401', async (body) => {
    const { answer, changed } = await changesOf(test, () => test.call('POST /accounts/token-validate', { body }))
    expect(answer.status).toBe(400)
    expect(answer.body.code).toBe('invalid_request')
    expect(changed).toEqual([])
  })
})
