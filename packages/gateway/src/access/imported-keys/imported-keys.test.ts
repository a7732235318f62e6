import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { slackOf } from '../../../test/http/pace.ts'
import { readConfig } from '../../platform/config/config.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { createSealer } from '../../platform/crypto/sealing.ts'
import { openDatabase } from '../../platform/database/open.ts'
import { rotateMasterKey } from '../../platform/secrets/rotate.ts'

const foreignKey = () => `sk_live_${randomBytes(16).toString('hex')}`
const SECRET = 'pepper-of-the-old-system'

async function take(test: TestGateway, root: SignedInUser, keys: string[], more: object = {}): Promise<void> {
  const hash = (key: string) =>
    'hmac_secret' in more ? createHmac('sha256', SECRET).update(key).digest('hex') : sha256(key)
  const rows = keys.map((key) => ({ hash: hash(key), key_name: 'imported', scopes: ['*:*'] }))
  const { status, body } = await test.call('POST /accounts/api-keys/import', {
    bearer: root.bearer,
    body: { keys: rows, ...more },
  })
  expect([status, body.data?.imported]).toEqual([200, keys.length])
}

describeEngines('imported keys', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const info = async (key: string) => (await test.call('GET /accounts/info', { key })).status
  const verify = async (key: string) => (await test.call(`GET /verify?account=${root.accountId}`, { key })).status

  it('are honoured from memory, in their account too, and unknown keys of the same form cost no look-up', async () => {
    const key = foreignKey()
    await take(test, root, [key])
    // The secrets of all accounts are read once.
    expect(await info(foreignKey())).toBe(401)
    expect(await sql.during(async () => expect(await info(key)).toBe(200))).toBe(2)
    await verify(key)
    const cached = await sql.during(async () => {
      for (let n = 0; n < 10; n += 1) expect([await info(key), await verify(key)]).toEqual([200, 200])
    })
    expect(cached).toBe(0)
    const junk = await sql.during(async () => {
      for (let n = 0; n < 50; n += 1) expect(await info(foreignKey())).toBe(401)
    })
    // One in a thousand is taken for an imported one.
    expect(junk).toBeLessThan(4)
    const inTheAccount = await sql.during(async () => {
      for (let n = 0; n < 15; n += 1) expect(await verify(foreignKey())).toBe(401)
      for (let n = 0; n < 15; n += 1) {
        const body = { token: foreignKey() }
        expect((await test.call('POST /introspect', { bearer: root.bearer, body })).body).toEqual({ active: false })
      }
    })
    expect(inTheAccount).toBeLessThan(4)
    const short = await sql.during(async () => expect(await info('sk_live_short')).toBe(401))
    expect(short).toBe(0)
  })

  it('a thousand are imported with a bounded number of statements', async () => {
    const keys = Array.from({ length: 1000 }, foreignKey)
    const statements = await sql.during(() => take(test, root, keys))
    expect(statements).toBeLessThanOrEqual(engine === 'sqlite' ? 12 : 14)
    expect(await info(keys[999] ?? '')).toBe(200)
  })

  it('a key that is too short to be safe is refused although it was imported', async () => {
    const key = 'sk_live_0123456789a'
    await take(test, root, [key])
    expect([key.length, await info(key), await verify(key)]).toEqual([19, 401, 401])
  })
})

describeEngines('the secret of imported keys', (engine) => {
  it('is sealed again when the master key is rotated, the keys go on working, and a deleted one sets off the alarm', async () => {
    const place = await openPlace(engine)
    const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
    const [before, key] = [
      await openTestGateway(engine, { environment: { MASTER_KEY: oldKey.toString('base64') }, place }),
      foreignKey(),
    ]
    const root = await before.signUp()
    const gone = foreignKey()
    await take(before, root, [key, gone], { hmac_secret: SECRET })
    await before.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { key: gone } })
    expect((await before.call('GET /accounts/info', { key: gone })).status).toBe(401)
    // It writes what it has noticed.
    await before.close()
    const environment = { ...place.environment, MASTER_KEY: newKey.toString('base64') }
    const database = await openDatabase(readConfig(environment))
    await rotateMasterKey(database, createSealer(newKey, oldKey), () => {})
    await database.close()
    const after = await openTestGateway(engine, { environment: { MASTER_KEY: newKey.toString('base64') }, place })
    expect((await after.call('GET /accounts/info', { key })).status).toBe(200)
    const { body } = await after.call('GET /accounts/audit-events?action=api_key.used_after_deletion', { key })
    expect(body.data).toHaveLength(1)
    await after.close()
    await place.remove()
  })
})

describePostgres('imported keys at another gateway', () => {
  let place: Place
  let here: TestGateway
  let there: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace('postgres')
    here = await openTestGateway('postgres', { place })
    there = await openTestGateway('postgres', { place })
    root = await here.signUp()
  })
  afterAll(async () => {
    await here?.close()
    await there?.close()
    await place.remove()
  })

  it('work there as soon as the notification has arrived, also those of a new secret, and after a restart', async () => {
    const info = async (at: TestGateway, key: string) => (await at.call('GET /accounts/info', { key })).status
    // Once it knows what is imported, it asks for nothing else.
    const first = foreignKey()
    await take(here, root, [first])
    await expect.poll(() => info(there, first), { interval: 5 }).toBe(200)
    const keys = Array.from({ length: 400 }, foreignKey)
    const hashed = foreignKey()
    await take(here, root, keys)
    await take(here, root, [hashed], { hmac_secret: SECRET })
    const slack = await slackOf(() => info(there, first))
    for (const key of [keys[0], keys[399], hashed])
      await expect.poll(() => info(there, key ?? ''), { interval: 5, timeout: 500 + slack }).toBe(200)
    await there.close()
    there = await openTestGateway('postgres', { place })
    expect([await info(there, keys[200] ?? ''), await info(there, hashed)]).toEqual([200, 200])
  })
})
