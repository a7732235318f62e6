import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../test/database/engines.ts'
import { watchSql } from '../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../test/gateway.ts'
import { openTcpProxy, type TcpProxy } from '../../test/http/tcp-proxy.ts'

/** How long evictions may be lost without anybody noticing (docs/decisions/0002). */
const TRUST_MS = 2000

describePostgres('the news of evictions', () => {
  const sql = watchSql()
  let place: Place
  let here: TestGateway
  let there: TestGateway
  let root: SignedInUser
  beforeEach(async () => {
    place = await openPlace('postgres', { overTcp: true })
    here = await openTestGateway('postgres', { place })
    root = await here.signUp()
  })
  afterEach(async () => {
    await there?.close()
    await here.close()
    await place.remove()
  })

  const openThere = async (listenUrl?: string) => {
    const environment = listenUrl === undefined ? {} : { DATABASE_LISTEN_URL: listenUrl }
    there = await openTestGateway('postgres', {
      environment: environment as Record<string, string>,
      place,
      watch: sql.watch,
    })
  }
  const databaseUrl = () => place.environment.DATABASE_URL ?? ''
  const info = async (key: string) => (await there.call('GET /accounts/info', { key })).status
  const remove = (id: string) => here.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
  const isCached = async (key: string) => (await sql.during(() => info(key))) === 0
  const cachedSoon = (key: string, timeout = 5000) =>
    expect.poll(() => isCached(key), { interval: 50, timeout }).toBe(true)
  const warnings = () => there.logged.filter(({ level }) => level === 'warn')

  it('comes over a connection that is renewed when it breaks; until then each request asks the database', async () => {
    await openThere()
    const [kept, deleted] = [await here.issueKey(root.bearer), await here.issueKey(root.bearer)]
    for (const { key } of [kept, deleted]) await cachedSoon(key)
    await onMaintenance(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name in ('quiva-gateway-listen', 'quiva-gateway-ping')`,
    )
    await expect.poll(() => isCached(kept.key), { interval: 1 }).toBe(false)
    await remove(deleted.id)
    expect(await info(deleted.key)).toBe(401)
    expect(await info(kept.key)).toBe(200)
    await cachedSoon(kept.key)
    expect(there.logged.some(({ message }) => message === 'listening for evictions again')).toBe(true)
    // And it listens again: an eviction arrives.
    await remove(kept.id)
    await expect.poll(() => info(kept.key), { interval: 5 }).toBe(401)
  })

  it('is not missed for more than two seconds when it stops coming without a word; and it comes again', async () => {
    const proxy = await proxyToDatabase()
    try {
      await openThere(urlOf(proxy))
      const [kept, deleted] = [await here.issueKey(root.bearer), await here.issueKey(root.bearer)]
      for (const { key } of [kept, deleted]) await cachedSoon(key)
      proxy.freeze()
      const lostAt = performance.now()
      await remove(deleted.id)
      while ((await info(deleted.key)) === 200) {
        expect(performance.now() - lostAt).toBeLessThan(TRUST_MS)
        await sleep(5)
      }
      // Not believed from here on, though nobody said that the connection is dead.
      expect(await isCached(kept.key)).toBe(false)
      expect(await isCached(kept.key)).toBe(false)
      await proxy.mend()
      await cachedSoon(kept.key, 15_000)
    } finally {
      await proxy.close()
    }
  })

  it('cannot come where LISTEN is impossible: no credential is cached, and the log says so, once', async () => {
    await openThere('postgres://postgres@127.0.0.1:1/nothing')
    const { id, key } = await here.issueKey(root.bearer)
    for (let n = 0; n < 3; n += 1) expect(await isCached(key)).toBe(false)
    await remove(id)
    expect(await info(key)).toBe(401)
    expect(warnings().map(({ message }) => message)).toEqual([expect.stringContaining('DATABASE_LISTEN_URL')])
    // A line in the log at each attempt would be 170,000 a day.
    await sleep(2500)
    expect(warnings().length).toBeLessThanOrEqual(2)
  })

  // A pooler in transaction mode says yes to LISTEN and passes nothing on; so does another database of the server.
  it('cannot come where LISTEN is swallowed: no credential is cached, and the log says so', async () => {
    const elsewhere = new URL(databaseUrl())
    elsewhere.pathname = '/postgres'
    await openThere(elsewhere.href)
    const { id, key } = await here.issueKey(root.bearer)
    for (let n = 0; n < 3; n += 1) expect(await isCached(key)).toBe(false)
    await remove(id)
    expect(await info(key)).toBe(401)
    await expect
      .poll(() => warnings().map(({ message }) => message), { timeout: 10_000 })
      .toEqual([expect.stringContaining('DATABASE_LISTEN_URL')])
  })

  it('leaves no connection behind when the gateway closes, not even one that was about to open', async () => {
    const proxy = await proxyToDatabase()
    try {
      proxy.freeze()
      const opening = openTestGateway('postgres', { environment: { DATABASE_LISTEN_URL: urlOf(proxy) }, place })
      await expect.poll(() => proxy.connections(), { timeout: 5000 }).toBeGreaterThan(0)
      // The first attempt fails after five seconds; the next ones go on in the background.
      await proxy.mend()
      const late = await opening
      await late.close()
      await expect.poll(() => proxy.connections()).toBe(0)
    } finally {
      await proxy.close()
    }
  })

  async function proxyToDatabase(): Promise<TcpProxy> {
    const url = new URL(databaseUrl())
    return openTcpProxy({ host: url.hostname, port: Number(url.port) })
  }

  function urlOf(proxy: TcpProxy): string {
    const url = new URL(databaseUrl())
    url.port = String(proxy.port)
    return url.href
  }

  async function onMaintenance(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl() })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
})
