import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import { openTestGateway } from '../../../test/gateway.ts'
import { readConfig } from '../config/config.ts'
import { createSealer } from '../crypto/sealing.ts'
import { openDatabase } from '../database/open.ts'
import { createSettingsStore } from '../database/settings-store.ts'
import { openSealer } from './master-key.ts'
import { rotateMasterKey } from './rotate.ts'
import { sealedColumns } from './sealed-columns.ts'

/** Sealed under something else than the master key: the API key, the refresh token, the idempotency key. */
const OTHERS = ['api_keys.nats_seed_sealed', 'refresh_tokens.successor_sealed', 'idempotent_answers.answer_sealed']

describeEngines('rotateMasterKey', (engine) => {
  const key = () => randomBytes(32).toString('base64')

  it('leaves every value sealed under the new key alone, and the gateway works on as before', async () => {
    const place = await openPlace(engine)
    const [oldKey, newKey] = [key(), key()]
    const before = await openTestGateway(engine, { environment: { MASTER_KEY: oldKey }, place })
    const root = await before.signUp()
    const issued = await before.issueKey(root.bearer)
    await before.close()

    const database = await openDatabase(readConfig({ ...place.environment, MASTER_KEY: newKey }))
    const sealer = createSealer(Buffer.from(newKey, 'base64'), Buffer.from(oldKey, 'base64'))
    expect(await rotateMasterKey(database, sealer, () => {})).toBeGreaterThan(3)
    expect(await rotateMasterKey(database, sealer, () => {})).toBe(0)
    await database.close()

    const after = await openTestGateway(engine, { environment: { MASTER_KEY: newKey }, place })
    const creds = await after.call('GET /accounts/api-creds', { key: issued.key })
    expect(creds.status).toBe(200)
    expect((await after.call('GET /accounts/info', { bearer: root.bearer })).status).toBe(200)
    await after.close()
    await expect(openTestGateway(engine, { environment: { MASTER_KEY: oldKey }, place })).rejects.toThrow(
      'is not the key that this database was sealed with',
    )
    await place.remove()
  })

  it('knows every sealed column that there is, so that none is left behind', async () => {
    const place = await openPlace(engine)
    const config = readConfig({ ...place.environment, MASTER_KEY: place.environment.MASTER_KEY ?? key() })
    const database = await openDatabase(config)
    await openSealer(config, createSettingsStore(database))
    const tables = await database.read.introspection.getTables()
    const sealed = tables.flatMap(({ name, columns }) =>
      columns.filter((column) => column.name.endsWith('_sealed')).map((column) => `${name}.${column.name}`),
    )
    const known = Object.values(sealedColumns).map(({ table, column }) => `${table}.${column}`)
    expect(sealed.sort()).toEqual([...known, ...OTHERS].sort())
    await database.close()
    await place.remove()
  })
})
