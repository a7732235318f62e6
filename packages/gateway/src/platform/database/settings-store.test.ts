import { expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { openDatabase } from './open.ts'
import { createSettingsStore } from './settings-store.ts'

describeEngines('createSettingsStore', (engine) => {
  it('lets the first of several win, and tells all of them who that was', async () => {
    const place = await openPlace(engine)
    const config = readConfig(place.environment)
    // Several gateways can start at once on PostgreSQL only.
    const databases = [await openDatabase(config)]
    if (engine === 'postgres') databases.push(await openDatabase(config), await openDatabase(config))
    const stores = databases.map(createSettingsStore)
    for (let round = 0; round < 10; round += 1) {
      const name = `fact ${round}`
      const settled = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          stores[index % stores.length]?.settle(name, { value: `value ${index}`, sealed: `sealed ${index}` }),
        ),
      )
      const standing = await stores[0]?.read(name)
      expect(standing?.sealed).toBe(standing?.value.replace('value', 'sealed'))
      expect(settled).toEqual(Array(12).fill(standing))
    }
    for (const database of databases) await database.close()
    await place.remove()
  })

  it('knows nothing that was never stored, and calls a database empty until something was', async () => {
    const place = await openPlace(engine)
    const database = await openDatabase(readConfig(place.environment))
    const store = createSettingsStore(database)
    expect(await store.read('nothing')).toBeUndefined()
    expect(await store.isDatabaseEmpty()).toBe(true)
    await store.settle('something', { value: 'here', sealed: null })
    expect(await store.isDatabaseEmpty()).toBe(false)
    expect(await store.read('something')).toEqual({ value: 'here', sealed: null })
    await database.close()
    await place.remove()
  })

  it('does not call a database empty that people have signed up in', async () => {
    const place = await openPlace(engine)
    const database = await openDatabase(readConfig(place.environment))
    const user = { id: 'usr_1', email: 'a@example.com', first_name: '', last_name: '', theme: 'auto', sound: 1 }
    await database.transaction(({ db }) =>
      db
        .insertInto('users')
        .values({ ...user, created_at: 0 })
        .execute(),
    )
    expect(await createSettingsStore(database).isDatabaseEmpty()).toBe(false)
    await database.close()
    await place.remove()
  })
})
