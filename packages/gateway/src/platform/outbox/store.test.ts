import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { createSealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { createOutbox, defineWork } from './outbox.ts'
import { claimDue, finish, giveUp, type Item, postpone } from './store.ts'

const parcelWork = defineWork<string>('parcel')
const LEASE_MS = 60_000

describeEngines('the outbox when a lease ran out under a worker', (engine) => {
  let place: Place
  let database: Database
  const outbox = createOutbox(createSealer(randomBytes(32)))
  beforeAll(async () => {
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  const ask = (what: string) => database.transaction((tx) => outbox.enqueue(tx, parcelWork, what, { key: 'k' }))
  const claim = (leaseMs = LEASE_MS) => claimDue(database, [{ kinds: ['parcel'], limit: 10 }], leaseMs)
  const rows = () => database.read.selectFrom('outbox').selectAll().execute()

  let late: Item
  let successor: Item
  beforeEach(async () => {
    await database.transaction(({ db }) => db.deleteFrom('outbox').execute())
    await ask('first')
    const [first] = await claim(1)
    await sleep(5)
    const [second] = await claim()
    if (!first || !second) throw new Error('expected the item to be taken twice')
    late = first
    successor = second
    expect(await claim()).toEqual([])
  })

  // Were the successor's lease ended, a third worker could be at the same key at the same time.
  it.each([
    ['done', (item: Item) => finish(database, item)],
    ['failed', (item: Item) => postpone(database, item, Date.now(), 'too late')],
    ['given up', (item: Item) => giveUp(database, item, 'too late')],
  ])('leaves the lease of its successor alone, when it is %s', async (_how, end) => {
    await ask('second')
    await end(late)
    expect(await rows()).toMatchObject([{ version: 2, failed_at: null, leased_until: successor.leased_until }])
    expect(await claim()).toEqual([])
    await finish(database, successor)
    expect(await claim()).toMatchObject([{ version: 2 }])
  })

  it('forgets an item that was done too late, and so is done twice at most', async () => {
    await finish(database, late)
    await finish(database, successor)
    expect(await rows()).toEqual([])
  })
})

// Measured: as a subquery of the update the locking select may run once for each row that it is compared with, and each
// time it skips what it has just locked, so that all items are leased at once.
describePostgres('claiming, when PostgreSQL believes that there is one item', () => {
  it('takes no more than there is room for', async () => {
    const place = await openPlace('postgres', { ownDatabase: true })
    const database = await openDatabase(readConfig(place.environment))
    const outbox = createOutbox(createSealer(randomBytes(32)))
    const enqueue = async (count: number) => {
      for (let made = 0; made < count; made += 1)
        await database.transaction((tx) => outbox.enqueue(tx, parcelWork, 'x'))
    }
    await enqueue(1)
    await database.pool?.query('vacuum analyze outbox')
    await enqueue(40)
    for (const expected of [16, 16, 9])
      expect(await claimDue(database, [{ kinds: ['parcel'], limit: 16 }], LEASE_MS)).toHaveLength(expected)
    await database.close()
    await place.remove()
  })
})
