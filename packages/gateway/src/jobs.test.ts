import path from 'node:path'
import {
  CompiledQuery,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type QueryId,
  type RootOperationNode,
  sql,
} from 'kysely'
import { expect, it } from 'vitest'
import { openPlace } from '../test/database/engines.ts'
import { openTestGateway } from '../test/gateway.ts'
import type { Database } from './platform/database/database.ts'
import { openSqlite } from './platform/database/sqlite.ts'

/** Tables that stay small however many keys there are: with short-lived rows, and of accounts, which are far fewer. */
const SMALL = [
  'accounts',
  'account_name_holds',
  'email_changes',
  'email_codes',
  'embed_origins',
  'factor_failures',
  'gateways',
  'outbox',
  'secret_tries',
  'settings',
  'sign_in_challenges',
  'throttle',
  'token_signing_keys',
  'webhook_endpoints',
]

/** Not of a part of the statement itself, which is bounded where it is made. */
function isWhole(step: string, sql: string): boolean {
  const name = /^SCAN ([a-z_]+)/.exec(step)?.[1]
  const isPart = new RegExp(`(with|as) "${name}"`).test(sql) && !sql.includes(`from "${name}" as`)
  return name !== undefined && !SMALL.includes(name) && !isPart
}

// On SQLite every request waits for a statement of a job; ten million keys are read in a minute. One engine: both have
// the same indexes, and the same statements use them.
it('neither a start nor a recurring job reads a table that grows with the keys from its beginning to its end', async () => {
  const place = await openPlace('sqlite')
  let listening = true
  const made: { node: RootOperationNode; queryId: QueryId }[] = []
  const plugin: KyselyPlugin = {
    transformQuery(query: PluginTransformQueryArgs) {
      if (listening) made.push(query)
      return query.node
    },
    transformResult: async ({ result }) => result,
  }
  const watch = (database: Database): Database => ({
    ...database,
    read: database.read.withPlugin(plugin),
    transaction: (work) => database.transaction((tx) => work({ ...tx, db: tx.db.withPlugin(plugin) })),
  })
  const test = await openTestGateway('sqlite', { place, watch })
  const items = test.database.read.selectFrom('outbox').select('key').where('kind', '=', 'recurring')
  expect((await items.execute()).length).toBeGreaterThan(10)
  await expect
    .poll(() => items.where('due_at', '<=', Date.now()).execute(), { timeout: 20_000, interval: 20 })
    .toEqual([])
  listening = false
  const root = await test.signUp()
  const { key } = await test.issueKey(root.bearer)
  await test.call('GET /accounts/info', { key })
  listening = true
  // Closing writes what was counted: uses of keys, samples of the metrics.
  await test.close()

  const database = await openSqlite(path.join(place.dataDir, 'gateway.db'))
  const plans = new Map<string, string[]>()
  for (const { node, queryId } of made) {
    const { sql: text, parameters } = database.read.getExecutor().compileQuery(node, queryId)
    if (plans.has(text)) continue
    const values = parameters.map((value) => (typeof value === 'object' ? null : value))
    const { rows } = await database.read.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${text}`, values),
    )
    plans.set(
      text,
      rows.map(({ detail }) => detail),
    )
  }
  await database.close()
  await place.remove()
  const whole = [...plans].filter(([sql, plan]) => {
    const isFirstOfAll = !sql.includes(' where ') && sql.endsWith(' limit +?')
    return !isFirstOfAll && plan.some((step) => isWhole(step, sql))
  })
  expect(whole).toEqual([])
  // It would pass for nothing if the jobs' statements were not among them.
  for (const table of ['api_keys', 'api_key_usage', 'api_key_networks', 'audit_events', 'sessions'])
    expect([table, [...plans.values()].flat().some((step) => step.startsWith(`SEARCH ${table} USING`))]).toEqual([
      table,
      true,
    ])
})

// Each sign-up that nobody completes is deleted with its user: somebody else could make a gateway search for minutes.
it.each(['users', 'accounts', 'api_keys', 'sessions'])(
  'a deletion from %s reads no other table from its beginning to its end',
  async (table) => {
    const place = await openPlace('sqlite')
    const database = await openSqlite(path.join(place.dataDir, 'gateway.db'))
    const { rows } = await sql<{
      detail: string
    }>`explain query plan delete from ${sql.table(table)} where id = '1'`.execute(database.read)
    const steps = rows.map(({ detail }) => detail)
    await database.close()
    await place.remove()
    expect(steps[0]).toMatch(new RegExp(`^SEARCH ${table} USING INDEX`))
    expect(steps.filter((step) => isWhole(step, ''))).toEqual([])
  },
)
