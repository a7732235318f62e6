import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { listen } from '../../../test/http/raw-http.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { freshPlace, join } from '../../../test/users/users.ts'
import { openPlainVerifier } from '../../../test/verifiers/plain-verifier.ts'

describeEngines('a revocation that verifiers have heard of', (engine) => {
  let test: TestGateway
  let port: number
  let root: SignedInUser
  let own: { id: string; key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine)
    port = await listen(test)
    root = await test.signUp()
    own = await test.issueKey(root.bearer, 'verifier', { scopes: ['tokens:introspect'] })
  })
  afterAll(() => test.close())

  const remove = (id: string, headers = {}) =>
    test.call(`DELETE /accounts/api-key?id=${id}&receipt=true`, { bearer: root.bearer, headers })

  it('counts and names those that were told of it, and no other', async () => {
    const [told, other] = [
      await openPlainVerifier(port, { key: own.key, hello: { name: 'orders' } }),
      await openPlainVerifier(port, { key: own.key, hello: { name: 'billing' } }),
    ]
    const { id, key } = await test.issueKey(root.bearer)
    await told.verify(key)
    const { body } = await remove(id)
    expect(told.evictions).toHaveLength(1)
    expect(other.evictions).toHaveLength(0)
    expect(body.revocation).toMatchObject({ confirmed: true, holders: 2 })
    expect(decodeJwt(body.revocation.receipt).holders).toEqual([
      expect.objectContaining({ kind: 'gateway', how: 'acknowledged' }),
      expect.objectContaining({ kind: 'verifier', name: 'orders', how: 'acknowledged' }),
    ])
    for (const verifier of [told, other]) await verifier.close()
  })

  it('is not confirmed before a verifier that does not answer has lost its lease, and says until when', async () => {
    const silent = await openPlainVerifier(port, { key: own.key, acknowledges: false })
    const [one, two] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    await silent.verify(one.key, two.key)
    const asked = Date.now()
    const { body } = await remove(one.id, { prefer: 'wait=0' })
    expect(body.revocation).toMatchObject({ confirmed: false, holders: 1 })
    expect(decodeJwt(body.revocation.receipt)).toMatchObject({ confirmed: false, by: body.revocation.by })
    const by = Date.parse(body.revocation.by)
    expect(by).toBeGreaterThan(asked)
    expect(by).toBeLessThanOrEqual(Date.now() + 2100)
    const late = await remove(two.id)
    expect(late.body.revocation).toMatchObject({ confirmed: true, holders: 2 })
    const { holders } = decodeJwt<{ holders: { how: string }[] }>(late.body.revocation.receipt)
    expect(holders[1]?.how).not.toBe('acknowledged')
    expect(Date.now()).toBeLessThanOrEqual(by + 1000)
    await silent.close()
  })

  // A user changes their password in one account, which ends their session in another one. Its programs are not to be
  // found out.
  it('waits for verifiers of another account, and neither counts nor names them', async () => {
    const elsewhere = await test.signUp()
    const user = await test.signUp()
    await join(test, user, elsewhere)
    const foreign = await test.issueKey(elsewhere.bearer, 'verifier', { scopes: ['tokens:introspect'] })
    const verifier = await openPlainVerifier(port, { key: foreign.key, hello: { name: 'secret project' } })
    const session = await signIn(test, user, { account: elsewhere.account })
    expect((await verifier.verify(session.bearer))[0]?.active).toBe(true)
    const current = await signIn(test, user, { account: user.account })
    const { body, text } = await test.call('POST /accounts/reset-password?receipt=true', {
      bearer: current.bearer,
      from: freshPlace(),
      body: { password: user.password, new_password: 'other-Horse8' },
    })
    expect(verifier.evictions).toHaveLength(1)
    expect(body.revocation).toMatchObject({ confirmed: true, holders: 1 })
    const { holders } = decodeJwt<{ holders: { kind: string }[] }>(body.revocation.receipt)
    expect(holders.map(({ kind }) => kind)).toEqual(['gateway'])
    expect(text + JSON.stringify(decodeJwt(body.revocation.receipt))).not.toContain('secret project')
    await verifier.close()
  })
})
