import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../test/database/engines.ts'
import { watchSql } from '../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../test/gateway.ts'
import { createApiKey } from './api-key-format.ts'

describeEngines('honouring a credential', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const info = async (call: Parameters<TestGateway['call']>[1], status = 200) => {
    const answer = await test.call('GET /accounts/info', call)
    expect(answer.status).toBe(status)
  }

  it('costs one statement the first time and none after that: a key in both headers, a token, a session of a key', async () => {
    const { key } = await test.issueKey(root.bearer)
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    const session: string = exchanged.body.data.auth_token
    const user = await test.signUp()
    for (const call of [{ key }, { bearer: key }, { bearer: session }, { bearer: user.bearer }]) await info(call)
    const statements = await sql.during(async () => {
      for (let n = 0; n < 25; n += 1) {
        for (const call of [{ key }, { bearer: key }, { bearer: session }, { bearer: user.bearer }]) await info(call)
      }
    })
    expect(statements).toBe(0)
    const fresh = await test.issueKey(root.bearer)
    expect(await sql.during(() => info({ key: fresh.key }))).toBe(1)
  })

  it('costs no statement when a key is mistyped or cut off', async () => {
    const { key } = await test.issueKey(root.bearer)
    const flipped = key.endsWith('0') ? '1' : '0'
    const statements = await sql.during(async () => {
      for (const wrong of [key.slice(0, -1), `${key.slice(0, -1)}${flipped}`, key.toUpperCase(), `${key}0`, 'ms-', 'x'])
        await info({ key: wrong }, 401)
    })
    expect(statements).toBe(0)
  })

  it('costs no statement when a token is none of ours, whatever it claims', async () => {
    const [header = '', payload = '', signature = ''] = root.bearer.split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), role: 'root' }
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    const other = Buffer.from(JSON.stringify(claims)).toString('base64url')
    const statements = await sql.during(async () => {
      for (const bearer of [
        'a.b.c',
        `${header}.${other}x.${signature}`,
        `${none}.${payload}.`,
        `${none}.${payload}.${signature}`,
        `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      ])
        await info({ bearer }, 401)
    })
    expect(statements).toBe(0)
  })

  it('costs one statement again and again for a well-formed key that is unknown: refusals are not cached', async () => {
    const unknown = createApiKey()
    expect(await sql.during(() => info({ key: unknown }, 401))).toBe(1)
    expect(await sql.during(() => info({ key: unknown }, 401))).toBe(1)
  })

  it('costs one statement when the session of a token has ended', async () => {
    const user = await test.signUp()
    const { status } = await test.call(`DELETE /accounts/auth-token?token=${user.bearer}`, { bearer: user.bearer })
    expect(status).toBe(200)
    expect(await sql.during(() => info({ bearer: user.bearer }, 401))).toBe(1)
  })

  it('writes nothing about its use while requests wait', async () => {
    const { key } = await test.issueKey(root.bearer)
    await info({ key })
    const list = () => test.call('GET /accounts/api-keys', { key })
    // One statement: the list itself.
    expect(await sql.during(list)).toBe(1)
  })
})
