import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { createSealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { createOutbox, defineWork, type Outbox, type WorkOptions } from './outbox.ts'
import { countItems } from './store.ts'
import { createWorker, type Handler, handlerFor, PermanentFailure, type Worker } from './worker.ts'

type Parcel = { secret: string }
const parcelWork = defineWork<Parcel>('parcel')
const LEASE_MS = 120_000

describeEngines('createWorker', (engine) => {
  let place: Place
  let database: Database
  let outbox: Outbox
  let worker: Worker
  let logged: string[]
  const workers: Worker[] = []
  const sealer = createSealer(randomBytes(32))

  /** Another worker on the same database, as another gateway has it. */
  function openWorker(on = database): Worker {
    const at = (level: string) => (_fields: object, message: string) => void logged.push(`${level}: ${message}`)
    const made = createWorker(on, sealer, {
      error: at('error'),
      warn: at('warn'),
      info: at('info'),
      debug: at('debug'),
    })
    workers.push(made)
    return made
  }

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
    outbox = createOutbox(sealer)
    logged = []
    worker = openWorker()
    outbox.onWork(worker.wake)
  })
  afterEach(async () => {
    vi.useRealTimers()
    for (const one of workers.splice(0)) await one.stop()
    await database.close()
    await place.remove()
  })

  const enqueue = (secret: string, options?: WorkOptions) =>
    database.transaction((tx) => outbox.enqueue(tx, parcelWork, { secret }, options))
  const items = () => database.read.selectFrom('outbox').selectAll().orderBy('due_at').execute()
  const leasedForMs = async () => ((await items())[0]?.leased_until ?? 0) - Date.now()
  /** Time passes. It also does so by itself where a test polls: vitest moves the clock along then. */
  const pass = (ms: number) => {
    vi.setSystemTime(Date.now() + ms)
    for (const one of workers) one.wake()
  }
  /** Answers what the handler is to do with each delivery in turn, and keeps what it was given. */
  async function start(deliver: (parcel: Parcel, run: number) => unknown, by = worker): Promise<string[]> {
    const got: string[] = []
    const handler = (async (parcel) => deliver(parcel, got.push(parcel.secret))) as Handler<Parcel>
    by.handle([handlerFor(parcelWork, handler)])
    await by.start()
    return got
  }
  const fail = (error: Error) => () => {
    throw error
  }

  it('does what was enqueued once the transaction has committed, and then forgets it', async () => {
    const got = await start(() => undefined)
    await database.transaction(async (tx) => {
      await outbox.enqueue(tx, parcelWork, { secret: 'a' })
      expect(got).toEqual([])
    })
    await expect.poll(() => got).toEqual(['a'])
    await expect.poll(items).toEqual([])
  })

  it('does nothing for a transaction that was undone', async () => {
    const got = await start(() => undefined)
    const undone = database.transaction(async (tx) => {
      await outbox.enqueue(tx, parcelWork, { secret: 'undone' })
      throw new Error('on purpose')
    })
    await undone.catch(() => undefined)
    await enqueue('done')
    await expect.poll(() => got).toEqual(['done'])
  })

  it('leaves to later what is due later, and to others what it has no handler for', async () => {
    await database.transaction((tx) => outbox.enqueue(tx, defineWork<null>('of another version'), null))
    const got = await start(() => undefined)
    await enqueue('later', { dueAt: Date.now() + 60_000 })
    await enqueue('now')
    await expect.poll(() => got).toEqual(['now'])
    pass(59_000)
    await sleep(50)
    expect(got).toEqual(['now'])
    pass(1000)
    await expect.poll(() => got).toEqual(['now', 'later'])
    await expect.poll(async () => (await items()).map(({ kind }) => kind)).toEqual(['of another version'])
  })

  it('tries again what failed, at growing intervals of a quarter of an hour at most, until it succeeds', async () => {
    let failedAt = 0
    const got = await start((_parcel, run) => {
      if (run > 14) return
      failedAt = Date.now()
      throw new Error('mail server is away')
    })
    await enqueue('a')
    for (let run = 1; run <= 14; run += 1) {
      await expect.poll(async () => (await items())[0]).toMatchObject({ attempts: run, leased_until: 0 })
      const [item] = await items()
      expect(item?.last_error).toBe('mail server is away')
      const waitMs = (item?.due_at ?? 0) - failedAt
      const fullMs = Math.min(900_000, 250 * 2 ** run)
      expect(waitMs).toBeGreaterThanOrEqual(fullMs * 0.75 - 1)
      expect(waitMs).toBeLessThanOrEqual(fullMs + 20)
      pass(waitMs)
    }
    await expect.poll(items).toEqual([])
    expect(got).toHaveLength(15)
  })

  it('gives up for good what cannot succeed: kept for the operator to see, without its payload', async () => {
    const got = await start(fail(new PermanentFailure('no such mailbox')))
    await enqueue('a')
    await expect.poll(() => countItems(database)).toEqual({ waiting: 0, retrying: 0, failed: 1, overdueMs: 0 })
    const [item] = await items()
    expect(item).toMatchObject({ payload_sealed: null, last_error: 'no such mailbox', leased_until: 0 })
    expect(logged).toEqual(['error: outbox item failed permanently; not trying again'])
    pass(86_400_000)
    await sleep(50)
    expect(got).toEqual(['a'])
  })

  it('is not held up by an item that cannot be opened', async () => {
    const stranger = createOutbox(createSealer(randomBytes(32)))
    await database.transaction((tx) => stranger.enqueue(tx, parcelWork, { secret: 'sealed elsewhere' }))
    const got = await start(() => undefined)
    await enqueue('mine')
    await expect.poll(() => got).toEqual(['mine'])
    await expect.poll(() => logged).toEqual(['warn: outbox item failed; trying again'])
  })

  it('does one item for all requests of one key, with what the last of them said', async () => {
    for (const secret of ['first', 'second', 'third']) await enqueue(secret, { key: 'k' })
    await enqueue('other', { key: 'other' })
    const got = await start(() => undefined)
    await expect.poll(() => got.toSorted()).toEqual(['other', 'third'])
    await expect.poll(items).toEqual([])
  })

  it('does a keyed item again that was asked for while it was being done, and never twice at the same time', async () => {
    const other = openWorker()
    let running = 0
    let most = 0
    const deliver = async ({ secret }: Parcel) => {
      running += 1
      most = Math.max(most, running)
      if (secret === 'first') await enqueue('second', { key: 'k' })
      pass(1000)
      await sleep(20)
      running -= 1
    }
    const got = await start(deliver)
    const gotByOther = await start(deliver, other)
    await enqueue('first', { key: 'k' })
    await expect.poll(() => [...got, ...gotByOther]).toEqual(['first', 'second'])
    await expect.poll(items).toEqual([])
    expect(most).toBe(1)
  })

  it.each([
    ['fails', () => new Error('away')],
    ['fails for good', () => new PermanentFailure('hopeless')],
  ])('does not lose a request that comes while the earlier one %s', async (_how, fault) => {
    const got = await start(async ({ secret }) => {
      if (secret !== 'first') return
      await enqueue('second', { key: 'k' })
      throw fault()
    })
    await enqueue('first', { key: 'k' })
    await expect.poll(() => got).toEqual(['first', 'second'])
    await expect.poll(items).toEqual([])
  })

  it('takes keyed work back that was cancelled', async () => {
    await enqueue('a', { key: 'a', dueAt: Date.now() + 1000 })
    await enqueue('b', { key: 'b', dueAt: Date.now() + 1000 })
    await database.transaction((tx) => outbox.cancel(tx, parcelWork, 'a'))
    const got = await start(() => undefined)
    pass(1000)
    await expect.poll(() => got).toEqual(['b'])
  })

  it('runs an item again when its handler says so, and forgets its failures then', async () => {
    let again = 0
    const got = await start((_parcel, run) => {
      if (run === 1) throw new Error('once')
      again = Date.now() + 60_000
      return { againAt: again }
    })
    await enqueue('tidy', { key: 'tidy' })
    await expect.poll(async () => (await items())[0]?.last_error).toBe('once')
    for (const runs of [2, 3]) {
      pass(60_000)
      await expect.poll(() => got.length).toBe(runs)
      const waiting = { attempts: 0, last_error: null, leased_until: 0, due_at: again }
      await expect.poll(async () => (await items())[0]).toMatchObject(waiting)
    }
  })

  it('takes over what a worker left that was killed, when its lease has run out', async () => {
    await start(() => new Promise(() => {}))
    await enqueue('a')
    await expect.poll(leasedForMs).toBeGreaterThan(LEASE_MS - 5000)
    // The killed worker never comes back to it.
    workers.splice(workers.indexOf(worker), 1)
    const successor = openWorker()
    const got = await start(() => undefined, successor)
    if (engine === 'postgres') {
      pass(LEASE_MS - 5000)
      await sleep(50)
      expect(got).toEqual([])
      pass(5000)
    }
    // On SQLite there is no other process that could have it: it is free as soon as the successor starts.
    await expect.poll(() => got).toEqual(['a'])
  })

  it('never gives the same item to two workers', async () => {
    const databases = [database, engine === 'postgres' ? await openDatabase(readConfig(place.environment)) : database]
    for (let index = 0; index < 200; index += 1) await enqueue(`item ${index}`)
    const handled = databases.map(() => [] as string[])
    for (const [index, on] of databases.entries()) {
      const one = openWorker(on)
      const handler = handlerFor(parcelWork, async ({ secret }) => {
        await sleep(Math.random() * 4)
        handled[index]?.push(secret)
      })
      one.handle([handler])
    }
    await Promise.all(workers.map((one) => one.start()))
    await expect.poll(() => handled.flat().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(200)
    await expect.poll(items).toEqual([])
    expect(new Set(handled.flat()).size).toBe(200)
    expect(handled.flat()).toHaveLength(200)
    for (const by of handled) expect(by.length).toBeGreaterThan(20)
    for (const one of workers.splice(0)) await one.stop()
    if (databases[1] !== database) await databases[1]?.close()
  })

  it('has at most 16 items in hand', async () => {
    for (let index = 0; index < 40; index += 1) await enqueue(`item ${index}`)
    let running = 0
    let most = 0
    const got = await start(async () => {
      running += 1
      most = Math.max(most, running)
      await sleep(5)
      running -= 1
    })
    await expect.poll(() => got.length).toBe(40)
    expect(most).toBe(16)
  })

  it('stops between items: those in hand are finished, no other is begun', async () => {
    const release = Promise.withResolvers<void>()
    for (let index = 0; index < 20; index += 1) await enqueue(`item ${index}`)
    const got = await start(() => release.promise)
    await expect.poll(() => got.length).toBe(16)
    let stopped = false
    const stopping = worker.stop().then(() => {
      stopped = true
    })
    await sleep(30)
    expect(stopped).toBe(false)
    release.resolve()
    await stopping
    expect(got).toHaveLength(16)
    expect(await countItems(database)).toMatchObject({ waiting: 4, retrying: 0, failed: 0 })
    await worker.start()
    await expect.poll(() => got.length).toBe(20)
  })

  // A mail server that accepts connections and says nothing must not keep a revocation from the message bus.
  it('does no more of a kind at once than it has room for, and the others meanwhile', async () => {
    const slowWork = defineWork<null>('slow')
    const { promise: stuck, resolve: release } = Promise.withResolvers<void>()
    let [busy, most] = [0, 0]
    const handleSlow = async () => {
      busy += 1
      most = Math.max(most, busy)
      await stuck
      busy -= 1
    }
    worker.handle([handlerFor(slowWork, handleSlow, { atOnce: 3 })])
    for (let count = 0; count < 40; count += 1)
      await database.transaction((tx) => outbox.enqueue(tx, slowWork, null, { dueAt: Date.now() - 300_000 }))
    const got = await start(() => undefined)
    await expect.poll(() => busy).toBe(3)
    await enqueue('urgent')
    await expect.poll(() => got).toEqual(['urgent'])
    expect(busy).toBe(3)
    release()
    await expect.poll(async () => (await items()).length, { timeout: 10_000 }).toBe(0)
    expect(most).toBe(3)
  })
})
