import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'

/** Anybody can open an account: a proxy that names none lets everybody in. */
describeEngines('verifyCredential, unless VERIFY_ANY_ACCOUNT says otherwise,', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  it('refuses a question that names no account, whatever the credential and the method', async () => {
    const { key } = await test.issueKey(root.bearer)
    for (const query of ['', '?scope=orders:read', '?audience=orders', '?account='])
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'])
        for (const call of [{ key }, { bearer: root.bearer }]) {
          const answer = await test.call(`${method} /verify${query}`, call)
          expect([query, method, answer.status]).toEqual([query, method, 400])
          expect(Object.keys(answer.headers).filter((name) => name.startsWith('x-quiva'))).toEqual([])
        }
    const { body } = await test.call('GET /verify', { key })
    expect([body.code, body.details[0].path]).toEqual(['invalid_request', '/querystring/account'])
  })

  it('answers one that does', async () => {
    const { key } = await test.issueKey(root.bearer)
    const stranger = await test.signUp()
    const verify = (call: { key?: string; bearer?: string }) =>
      test.call(`GET /verify?account=${root.accountId}`, call).then(({ status }) => status)
    expect([await verify({ key }), await verify({ bearer: stranger.bearer }), await verify({})]).toEqual([
      200, 403, 401,
    ])
  })
})
