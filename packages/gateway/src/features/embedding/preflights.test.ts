import { randomUUID } from 'node:crypto'
import { sql as raw } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { countOrigins } from '../../access/embed-liveness.ts'

/** Anybody can ask whether an origin is allowed, and the browser of every visitor of a page does. */
describeEngines('an origin that nobody has allowed', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  /** On PostgreSQL the account is changed at another gateway. */
  let other: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    other = engine === 'sqlite' ? test : await openTestGateway(engine, { place: test.place })
    root = await other.signUp()
  })
  afterAll(async () => {
    if (other !== test) await other.close()
    await test.close()
  })

  const asked = (origin: string) => ({ origin, 'access-control-request-method': 'GET' })
  const preflight = async (origin: string) =>
    (await test.call('OPTIONS /accounts/api-keys', { headers: asked(origin) })).headers['access-control-allow-origin']
  const change = (method: string, origin: string) =>
    other.call(`${method} /accounts/embed-origins`, { bearer: root.bearer, body: { origin } })
  const fresh = () => `https://${randomUUID()}.example`

  // Attack: a flood of preflights, each of another origin, and of requests without a credential.
  it('costs no statement, whatever is asked and however often', async () => {
    const flood = async () => {
      for (let n = 0; n < 50; n += 1) {
        expect(await preflight(fresh())).toBeUndefined()
        const refused = await test.call('GET /accounts/api-keys', { headers: { origin: fresh() } })
        expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, undefined])
      }
    }
    // One in a thousand is taken for one that may be allowed. And on PostgreSQL a gateway that is too busy for its pings
    // cannot know what others have added.
    await expect.poll(() => sql.during(flood), { timeout: 10_000 }).toBeLessThan(3)
  })

  it('is answered as soon as somebody, at whichever gateway, has allowed it', async () => {
    const origin = fresh()
    expect(await preflight(origin)).toBeUndefined()
    expect((await change('POST', origin)).status).toBe(200)
    await expect.poll(() => preflight(origin)).toBe(origin)
  })

  it('is still not, if adding it was refused', async () => {
    const origin = fresh()
    const { userId } = root
    const suspend = (at: number | null) =>
      other.database.transaction(({ db }) =>
        db.updateTable('memberships').set({ suspended_at: at }).where('user_id', '=', userId).execute(),
      )
    await suspend(1)
    expect((await change('POST', origin)).status).toBe(401)
    await suspend(null)
    await expect.poll(() => sql.during(() => preflight(origin))).toBe(0)
  })

  it('is known to a gateway that starts later', async () => {
    if (engine === 'sqlite') return
    const origin = fresh()
    await change('POST', origin)
    const later = await openTestGateway(engine, { place: test.place })
    const { headers } = await later.call('OPTIONS /accounts/api-keys', { headers: asked(origin) })
    await later.close()
    expect(headers['access-control-allow-origin']).toBe(origin)
  })

  // On SQLite every request waits for a statement.
  it('is known by a count that takes no long statement, however many origins there are', async () => {
    const ORIGINS = 20_001
    await test.database.transaction(({ db }) =>
      raw`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${raw.lit(ORIGINS)})
        insert into embed_origins (account_id, origin, created_at)
        select ${root.accountId}, 'https://' || i || '.example', 0 from n`.execute(db),
    )
    const lengths: number[] = []
    const { read } = test.database
    const counted = await countOrigins(
      read.withPlugin({
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          lengths.push(Number(result.rows[0]?.count))
          return result
        },
      }),
    )
    expect(counted).toBeGreaterThanOrEqual(ORIGINS)
    expect(lengths).toEqual([ORIGINS - 1, counted - ORIGINS + 1])
  })
})
