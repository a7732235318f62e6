import type { KyselyPlugin, QueryId, RootOperationNode } from 'kysely'
import type { Database } from '../../src/platform/database/database.ts'

/** Statements that a gateway makes by itself, without a request: those of the outbox and of webhooks, and the exchange of counts. */
const BACKGROUND = /"name":"(outbox|key_budgets|key_quotas|webhook_endpoints)"|set_config/

/** Counts the statements that requests cause, on both engines. */
export function watchSql() {
  let statements = 0
  const background = new WeakSet<QueryId>()
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (isBackground(node)) background.add(queryId)
      return node
    },
    // Statements are counted here, because a prepared query is transformed only once.
    async transformResult({ result, queryId }) {
      if (!background.has(queryId)) statements += 1
      return result
    },
  }
  return {
    /** For `watch` of openTestGateway. */
    watch: (database: Database): Database => ({
      ...database,
      read: database.read.withPlugin(plugin),
      transaction: (work) => database.transaction((tx) => work({ ...tx, db: tx.db.withPlugin(plugin) })),
    }),
    count: () => statements,
    /** How many statements `work` caused. */
    async during(work: () => Promise<unknown>): Promise<number> {
      const before = statements
      await work()
      return statements - before
    },
  }
}

function isBackground(node: RootOperationNode): boolean {
  return BACKGROUND.test(JSON.stringify(node))
}
