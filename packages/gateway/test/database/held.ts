import pg from 'pg'
import { pauses } from '../run/pauses.ts'
import type { Place } from './engines.ts'

/** For how long a test waits until somebody waits. */
const ENOUGH_MS = 10_000

/** A table of PostgreSQL into which nobody can write: whoever wants to waits, in the middle of their transaction. */
export type HeldTable = {
  /** Resolves once `least` transactions wait, for the table or for each other, or `unless` says that none will. */
  waiting(least: number, unless?: () => boolean): Promise<void>
  /** Once more does nothing. */
  release(): Promise<void>
}

export async function holdTable({ environment }: Place, table: string): Promise<HeldTable> {
  const client = new pg.Client({ connectionString: environment.DATABASE_URL })
  await client.connect()
  let isHeld = true
  // Readers go on, writers wait.
  await client.query('begin')
  await client.query(`lock table ${table} in share mode`)

  async function howMany(): Promise<number> {
    const { rows } = await client.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rows[0]?.waiting ?? 0
  }

  return {
    async waiting(least, unless = () => false) {
      for await (const _ of pauses(ENOUGH_MS)) if (unless() || (await howMany()) >= least) return
      throw new Error(`fewer than ${least} transactions wait for ${table}`)
    },
    async release() {
      if (!isHeld) return
      isHeld = false
      await client.query('rollback')
      await client.end()
    },
  }
}
