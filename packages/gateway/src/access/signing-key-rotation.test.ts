import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../test/database/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../../test/gateway.ts'
import { HOUR, later, MINUTE, SECOND } from '../../test/run/clock.ts'
import { refreshStatusOf, signIn, statusOf } from '../../test/users/sign-in.ts'
import { openKeys } from '../../test/users/signing-keys.ts'

const ISSUER = 'http://gateway.test'
/** What a new key waits before it signs. */
const ANNOUNCED = 10 * MINUTE

const kidOf = (token: string) => decodeProtectedHeader(token).kid

describeEngines('a rotation', (engine) => {
  let test: TestGateway | undefined
  afterEach(async () => {
    await test?.close()
    test = undefined
  })

  it('signs nobody out: tokens of the old key are honoured until they expire, and refreshed into the new one', async () => {
    test = await openTestGateway(engine)
    const gateway = test
    const { keys } = await openKeys(gateway)
    const root = await gateway.signUp()
    await later(0, async () => {
      const [old, renewing] = [await signIn(gateway, root), await signIn(gateway, root)]
      const { kid } = await keys.rotate()
      expect(kidOf(old.bearer)).not.toBe(kid)
      await later(ANNOUNCED + MINUTE, async () => {
        expect(await statusOf(gateway, old.bearer)).toBe(200)
        const fresh = await signIn(gateway, root)
        expect(kidOf(fresh.bearer)).toBe(kid)
        const body = { auth_token: renewing.bearer, refresh_token: renewing.refreshToken }
        const refreshed = await gateway.call('POST /accounts/refresh-token', { body })
        expect(kidOf(refreshed.body.data.auth_token)).toBe(kid)
        const jwks = await gateway.call('GET /.well-known/jwks.json')
        expect(jwks.body.keys).toHaveLength(2)
        expect(jwks.headers['cache-control']).toBe('public, max-age=300')
      })
      await later(HOUR + 1, async () => expect(await statusOf(gateway, old.bearer)).toBe(401))
    })
  })

  // A laptop that slept overnight: its access token expired with the old key, its refresh token is good for a day.
  it('lets a session be refreshed as long as its refresh token lives, though the old key has retired', async () => {
    test = await openTestGateway(engine)
    const gateway = test
    const { keys } = await openKeys(gateway)
    const root = await gateway.signUp()
    await later(0, async () => {
      const asleep = await signIn(gateway, root)
      await keys.rotate()
      await later(12 * HOUR, async () => {
        await runJob(gateway, 'old-signing-keys')
        expect(await refreshStatusOf(gateway, asleep)).toBe(200)
      })
    })
  })

  /** Makes the recurring job due and waits until the gateway's worker has run it. */
  async function runJob({ database }: TestGateway, key: string): Promise<void> {
    const due = () =>
      database.read.selectFrom('outbox').select('due_at').where('key', '=', key).executeTakeFirstOrThrow()
    await waitFor(async () => ((await due()).due_at > Date.now() - 1000 ? true : undefined))
  }

  // Somebody who knows nothing but the address of the gateway.
  it('does not trouble a third party that verifies tokens by itself with the published keys', async () => {
    test = await openTestGateway(engine)
    const gateway = test
    const url = await gateway.gateway.server.listen({ host: '127.0.0.1', port: 0 })
    const { keys } = await openKeys(gateway)
    const root = await gateway.signUp()
    let fetches = 0
    const remote = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`), {
      // As the Cache-Control says.
      cacheMaxAge: 300 * SECOND,
      cooldownDuration: 30 * SECOND,
      headers: { 'user-agent': 'third party' },
    })
    gateway.gateway.server.server.on('request', (request) => {
      if (request.headers['user-agent'] === 'third party') fetches += 1
    })
    const verify = async (token: string) =>
      (await jwtVerify(token, remote, { issuer: ISSUER, audience: ISSUER, typ: 'at+jwt', algorithms: ['EdDSA'] }))
        .payload
    await later(0, async () => {
      const before = await signIn(gateway, root)
      const payload = await verify(before.bearer)
      expect(payload).toMatchObject({ sub: root.userId, sid: before.id, account_id: root.accountId, role: 'root' })
      await verify(before.bearer)
      expect(fetches).toBe(1)
      await keys.rotate()
      // Refreshes what it keeps after five minutes, and so knows the new key before it meets it.
      await later(7 * MINUTE, async () => {
        await verify((await signIn(gateway, root)).bearer)
        expect(fetches).toBe(2)
        expect(remote.jwks()?.keys).toHaveLength(2)
      })
      await later(ANNOUNCED + MINUTE, async () => {
        const after = await signIn(gateway, root)
        expect(kidOf(after.bearer)).not.toBe(kidOf(before.bearer))
        expect(await verify(after.bearer)).toMatchObject({ sid: after.id })
        expect(await verify(before.bearer)).toMatchObject({ sid: before.id })
      })
      await later(HOUR + MINUTE, async () => {
        await expect(verify(before.bearer)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
      })
      const [header, body] = before.bearer.split('.')
      const forged = `${header}.${body}.${Buffer.alloc(64).toString('base64url')}`
      await expect(verify(forged)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
    })
  })
})

describePostgres('two gateways on one PostgreSQL', () => {
  let place: Place
  const gateways: TestGateway[] = []
  afterAll(async () => {
    for (const gateway of gateways) await gateway.close()
    await place.remove()
  })

  it('started at the same moment on an empty database have one key, and honour what the other has signed', async () => {
    place = await openPlace('postgres')
    // The tables first: what is tested is the key.
    await (await openTestGateway('postgres', { place })).close()
    const { database } = await (async () => {
      const gateway = await openTestGateway('postgres', { place })
      gateways.push(gateway)
      await gateway.database.transaction(async ({ db }) => {
        await db.deleteFrom('token_signing_keys').execute()
        await db.deleteFrom('settings').where('name', '=', 'first_token_signing_key').execute()
      })
      return gateway
    })()
    gateways.push(
      ...(await Promise.all([openTestGateway('postgres', { place }), openTestGateway('postgres', { place })])),
    )
    expect(await database.read.selectFrom('token_signing_keys').select('kid').execute()).toHaveLength(1)
    const [, here, there] = gateways
    if (!here || !there) throw new Error('there are not two gateways')
    const root = await here.signUp()
    expect(await statusOf(there, root.bearer)).toBe(200)
    expect(await statusOf(here, (await signIn(there, root)).bearer)).toBe(200)
  })

  it('honour at once what the other signs with a key that they have not met', async () => {
    const [, here, there] = gateways
    if (!here || !there) throw new Error('there are not two gateways')
    const root = await here.signUp()
    const { keys } = await openKeys(here)
    await later(0, async () => {
      const { kid } = await keys.rotate()
      await later(ANNOUNCED + SECOND, async () => {
        const session = await signIn(here, root)
        expect(kidOf(session.bearer)).toBe(kid)
        expect(await statusOf(there, session.bearer)).toBe(200)
      })
    })
  })
})
