import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { callerNow } from './callers.ts'
import { type Lanes, NoPlaceError } from './lanes.ts'
import type { OpenedPool } from './postgres-pool.ts'

/** The part of the pool that code with SQL of its own needs. */
export type FairPool = {
  options: Pool['options']
  query<Row extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>>
}

/**
 * The same pool with a queue in front of it: as many places as connections, so that a caller with a place never waits
 * for a connection behind others. Place and connection together come within `patienceMs`, or an error does.
 */
export function createFairPool(
  { pool, forKysely }: OpenedPool,
  lanes: Lanes,
  patienceMs: number,
): { pool: FairPool; forKysely: PostgresPool } {
  /** `late` gets a value that arrives when nobody waits for it any more. */
  async function inTurn<T>(work: (giveBack: () => void) => Promise<T>, late: (value: T) => void): Promise<T> {
    const givesUpAt = performance.now() + patienceMs
    const giveBack = await lanes.take(callerNow())
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    let isOver = false
    const patience = setTimeout(
      () => {
        isOver = true
        reject(new NoPlaceError('the database gave no connection in time'))
      },
      Math.max(1, givesUpAt - performance.now()),
    )
    work(giveBack)
      .then((value) => (isOver ? late(value) : resolve(value)))
      .catch(reject)
      .finally(() => clearTimeout(patience))
    return promise
  }

  async function connect(giveBack: () => void): Promise<PostgresPoolClient> {
    const client = await forKysely.connect().catch((error: unknown) => {
      giveBack()
      throw error
    })
    const { release } = client
    client.release = () => {
      release()
      giveBack()
    }
    return client
  }

  return {
    pool: {
      options: pool.options,
      query: <Row extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]) =>
        inTurn(
          (giveBack) => pool.query<Row>(query, values).finally(giveBack),
          () => {},
        ),
    },
    forKysely: { ...forKysely, connect: () => inTurn(connect, (client) => client.release()) },
  }
}
