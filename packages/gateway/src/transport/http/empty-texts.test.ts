import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'

describeEngines('an empty text in a body', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  it('is an absent account when somebody signs in', async () => {
    const { email, password } = root
    const body = { email, password, account: '' }
    expect((await test.call('POST /accounts/auth-with-password', { body })).status).toBe(200)
    const begun = await test.call('POST /accounts/begin-auth-with-passkey', { body: { email, account: '' } })
    expect(begun.status).toBe(200)
  })

  it('is an absent one of two proofs, of which one is needed', async () => {
    for (const body of [
      { token: '', code: '12345-67890' },
      { token: 'x'.repeat(43), code: '', password: '' },
    ])
      expect((await test.call('POST /accounts/confirm-email', { body })).body.code).toBe('invalid_confirmation')
    const neither = await test.call('POST /accounts/confirm-email', { body: { token: '', code: '' } })
    expect([neither.status, neither.body.code]).toEqual([400, 'invalid_request'])
  })

  it('is what an absent member is, for every operation that takes such a one', async () => {
    for (const [route, body, empty] of [
      ['POST /accounts/complete-auth-with-passkey', { credential: {} }, ['account', 'token', 'email']],
      ['POST /accounts/auth-with-recovery-code', { token: 'x', code: 'ABCD-1234' }, ['account']],
      ['POST /accounts/auth-with-totp', { token: 'x', code: '123456' }, ['account', 'email']],
      ['POST /accounts/request-email-address-change', { new_email: 'new@example.com' }, ['token']],
      [
        'POST /accounts/reset-password',
        { token: 'x'.repeat(43), new_password: 'correct-Horse8' },
        ['email', 'password'],
      ],
      ['DELETE /accounts/api-key', { id: 'key_x' }, ['key']],
      ['DELETE /accounts/totp', {}, ['mfa_token']],
    ] as const) {
      const call = (sent: object) => test.call(route, { bearer: root.bearer, body: sent })
      const absent = await call(body)
      const emptied = await call({ ...body, ...Object.fromEntries(empty.map((name) => [name, ''])) })
      expect([emptied.status, emptied.body], route).toEqual([absent.status, absent.body])
    }
  })

  it('clears a member that it may clear', async () => {
    const change = (body: object) => test.call('PATCH /accounts', { bearer: root.bearer, body })
    expect((await change({ country: 'Iceland' })).body.data.country).toBe('Iceland')
    expect((await change({ country: '' })).body.data.country).toBeUndefined()
  })

  // An administrator's script with an empty variable would remove the administrator's own factors, or rename them.
  it('is refused where it would turn an operation on somebody else into one on the caller', async () => {
    for (const route of ['DELETE /accounts/totp', 'DELETE /accounts/all-passkeys', 'PATCH /accounts/user']) {
      const answer = await test.call(route, { bearer: root.bearer, body: { email: '' } })
      expect([answer.status, answer.body.details?.[0].path], route).toEqual([400, '/body/email'])
    }
  })

  it('is refused where a text is needed', async () => {
    const answer = await test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: '' } })
    expect(answer.body.details[0].path).toBe('/body/key_name')
  })
})
