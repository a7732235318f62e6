import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import type { Database } from '../../../platform/database/database.ts'
import { createKeyUse } from './key-use.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('when a key was last used', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeEach(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
  })
  afterEach(async () => {
    await test.close()
    await place.remove()
  })

  const use = (key: string) => test.call('GET /accounts/info', { key })
  async function lastUsed(id: string): Promise<string | null> {
    const list = await test.call('GET /accounts/api-keys', { bearer: root.bearer })
    return list.body.data.find((key: { id: string }) => key.id === id).last_used_on
  }
  async function reopen(): Promise<void> {
    await test.close()
    test = await openTestGateway(engine, { place })
  }

  it('is null until the key is used, and flushed when the gateway closes', async () => {
    const [used, unused] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const before = Date.now()
    expect((await use(used.key)).status).toBe(200)
    expect(await lastUsed(used.id)).toBeNull()
    await reopen()
    const at = Date.parse((await lastUsed(used.id)) ?? '')
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(Date.now())
    expect(await lastUsed(unused.id)).toBeNull()
  })

  it('counts the use of a session that was made from the key, and the exchange itself', async () => {
    const [exchanged, session] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const exchange = (key: string) => test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    await exchange(exchanged.key)
    const token: string = (await exchange(session.key)).body.data.auth_token
    await reopen()
    expect(await lastUsed(exchanged.id)).not.toBeNull()
    const first = await lastUsed(session.id)
    await test.call('GET /accounts/info', { bearer: token })
    await reopen()
    expect(Date.parse((await lastUsed(session.id)) ?? '')).toBeGreaterThan(Date.parse(first ?? ''))
  })

  it('does not count refused uses, or a key that stands in a body', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    await use(`${key.slice(0, -1)}x`)
    await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })
    await reopen()
    expect(await lastUsed(id)).toBeNull()
  })

  it('is written in batches: one statement for a hundred keys', async () => {
    let transactions = 0
    const counting: Database = {
      ...test.database,
      transaction: (work) => {
        transactions += 1
        return test.database.transaction(work)
      },
    }
    const keyUse = createKeyUse(counting, silent)
    for (let n = 0; n < 1001; n += 1) {
      keyUse.touch(`key_${n}`, '192.0.2.7')
      keyUse.touch(`key_${n}`, '192.0.2.7')
    }
    expect(transactions).toBe(0)
    await keyUse.flush()
    expect(transactions).toBe(11)
    await keyUse.flush()
    expect(transactions).toBe(11)
  })

  // On SQLite every request waits for each of these transactions.
  it('is written a little at a time while nobody waits, and at once when somebody does', async () => {
    const sizes: number[] = []
    const begun = Promise.withResolvers<void>()
    const watching: Database = {
      ...test.database,
      transaction: (work) =>
        test.database.transaction(async (tx) => {
          const before = await tx.db.selectFrom('api_key_usage').select('uses').execute()
          const result = await work(tx)
          sizes.push((await tx.db.selectFrom('api_key_usage').select('uses').execute()).length - before.length)
          begun.resolve()
          return result
        }),
    }
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
    try {
      const keyUse = createKeyUse(watching, silent)
      for (let n = 0; n < 350; n += 1) keyUse.touch(`key_${n}`)
      keyUse.start()
      await vi.advanceTimersByTimeAsync(10_000)
      await begun.promise
      expect(sizes).toEqual([engine === 'sqlite' ? 25 : 100])
      await keyUse.stop()
      expect(sizes).toEqual(engine === 'sqlite' ? [25, 100, 100, 100, 25] : [100, 100, 100, 50])
    } finally {
      vi.useRealTimers()
    }
  })

  // 5,000 keys in use took 15 s to write, of which most was the wait for commits.
  it('is written in larger batches where these take little time, and in smaller ones again where they take much', async () => {
    if (engine !== 'sqlite') return
    const costsMs = [1, 1, 1, 40, 40, 40, 40]
    const sizes: number[] = []
    let clockMs = 0
    let written = 0
    const timed: Database = {
      ...test.database,
      async transaction(work) {
        const result = await test.database.transaction(work)
        clockMs += costsMs[sizes.length] ?? 0
        const { length } = await test.database.read.selectFrom('api_key_usage').select('uses').execute()
        sizes.push(length - written)
        written = length
        return result
      },
    }
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => clockMs)
    try {
      const keyUse = createKeyUse(timed, silent)
      for (let n = 0; n < 375; n += 1) keyUse.touch(`key_${n}`)
      keyUse.start()
      await vi.advanceTimersByTimeAsync(10_000)
      const rested = () => vi.advanceTimersByTimeAsync(300).then(() => sizes)
      await expect.poll(rested).toEqual([25, 50, 100, 100, 50, 25, 25])
      await keyUse.stop()
    } finally {
      clock.mockRestore()
      vi.useRealTimers()
    }
  })

  it('is remembered and written later when the database was away', async () => {
    const { id } = await test.issueKey(root.bearer)
    let away = true
    const failing: Database = {
      ...test.database,
      transaction: (work) => (away ? Promise.reject(new Error('away')) : test.database.transaction(work)),
    }
    const warn = vi.fn()
    const keyUse = createKeyUse(failing, { ...silent, warn })
    keyUse.touch(id, '192.0.2.7')
    await keyUse.flush()
    expect(warn).toHaveBeenCalledOnce()
    away = false
    await keyUse.stop()
    expect(await lastUsed(id)).not.toBeNull()
  })

  it('is complete when stop resolves, even if a flush was under way', async () => {
    const { id } = await test.issueKey(root.bearer)
    const gate = Promise.withResolvers<void>()
    const slow: Database = {
      ...test.database,
      transaction: async (work) => {
        await gate.promise
        return test.database.transaction(work)
      },
    }
    const keyUse = createKeyUse(slow, silent)
    keyUse.touch(id, '192.0.2.7')
    const flushing = keyUse.flush()
    const stopping = keyUse.stop().then(() => lastUsed(id))
    setTimeout(() => gate.resolve(), 20)
    expect(await stopping).not.toBeNull()
    await flushing
  })
})
