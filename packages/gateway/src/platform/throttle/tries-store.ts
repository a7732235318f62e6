import type { Tx } from '../database/database.ts'
import type { FairPool } from '../database/fair-pool.ts'

/** The tries at one secret in one window: those that failed, and those that are under way. */
export type Count = { tries: number; underWay: number; windowEndsAt: number }

/** How a try ended. `failed`: the secret was wrong. `spared`: it was right, or was not compared at all. */
export type Ending = 'failed' | 'spared'

/** Where tries are counted: in memory, or in the database where several gateways share one. */
export type TriesStore = {
  /** Counts a try if there are fewer than `quota`; undefined if not. The first try opens the window. */
  begin(key: string, quota: number, windowMs: number): Promise<Count | undefined>
  read(key: string): Promise<Count | undefined>
  /** Ends a try of that window: a failed one stays counted until the window is over. */
  end(key: string, windowEndsAt: number, ending: Ending): Promise<void>
  /** Drops the failures; tries under way stay counted until they end. */
  forget(key: string): Promise<void>
}

/** When so many windows are stored, those that are over are deleted. */
const SWEEP_AT = 10_000

export function createTriesInMemory(): TriesStore {
  const counts = new Map<string, Count>()
  let sweepAt = SWEEP_AT

  function live(key: string): Count | undefined {
    const count = counts.get(key)
    return count && count.tries > 0 && count.windowEndsAt > Date.now() ? count : undefined
  }

  function sweep(): void {
    for (const key of counts.keys()) if (!live(key)) counts.delete(key)
    sweepAt = Math.max(SWEEP_AT, 2 * counts.size)
  }

  return {
    async begin(key, quota, windowMs) {
      const count = live(key) ?? { tries: 0, underWay: 0, windowEndsAt: Date.now() + windowMs }
      if (count.tries >= quota) return undefined
      count.tries += 1
      count.underWay += 1
      if (counts.size >= sweepAt) sweep()
      counts.set(key, count)
      return { ...count }
    },
    async read(key) {
      const count = live(key)
      return count && { ...count }
    },
    async end(key, windowEndsAt, ending) {
      const count = counts.get(key)
      if (count?.windowEndsAt !== windowEndsAt || count.underWay === 0) return
      count.underWay -= 1
      if (ending === 'spared') count.tries -= 1
    },
    async forget(key) {
      const count = counts.get(key)
      if (count) count.tries = count.underWay
    },
  }
}

/**
 * No try takes so long. If a minute has passed since the last try began, those under way were lost with their gateway
 * or with a broken connection, and count no more.
 */
const GONE_AFTER_MS = 60_000
function underWay(now: string): string {
  return `(case when t.begun_at > ${now}::bigint - ${GONE_AFTER_MS} then t.under_way else 0 end)`
}
function tries(now: string): string {
  return `(t.tries - t.under_way + ${underWay(now)})`
}

/** Counts in the current window, or opens another one if that is over or empty. */
const BEGIN = `
  insert into secret_tries as t (key, tries, under_way, window_ends_at, begun_at) values ($1, 1, 1, $4, $3)
  on conflict (key) do update set
    tries          = case when t.window_ends_at > $3 and ${tries('$3')} > 0 then ${tries('$3')} + 1  else 1  end,
    under_way      = case when t.window_ends_at > $3 and ${tries('$3')} > 0 then ${underWay('$3')} + 1  else 1  end,
    window_ends_at = case when t.window_ends_at > $3 and ${tries('$3')} > 0 then t.window_ends_at  else $4 end,
    begun_at       = $3
  where t.window_ends_at <= $3 or ${tries('$3')} < $2
  returning tries, under_way as "underWay", window_ends_at as "windowEndsAt"`
const READ = `
  select ${tries('$2')} as tries, ${underWay('$2')} as "underWay", window_ends_at as "windowEndsAt"
  from secret_tries as t where key = $1 and ${tries('$2')} > 0 and window_ends_at > $2`
const END = `
  update secret_tries set under_way = under_way - 1, tries = tries - $3
  where key = $1 and window_ends_at = $2 and under_way > 0`
const FORGET = 'update secret_tries set tries = under_way where key = $1'

/** The same in PostgreSQL: each function is one statement and one round trip, and touches one row. */
export function createTriesInPostgres(pool: Pick<FairPool, 'query'>): TriesStore {
  return {
    async begin(key, quota, windowMs) {
      const now = Date.now()
      const { rows } = await pool.query<Count>(BEGIN, [key, quota, now, now + windowMs])
      return rows[0]
    },
    async read(key) {
      const { rows } = await pool.query<Count>(READ, [key, Date.now()])
      return rows[0]
    },
    async end(key, windowEndsAt, ending) {
      await pool.query(END, [key, windowEndsAt, ending === 'spared' ? 1 : 0])
    },
    async forget(key) {
      await pool.query(FORGET, [key])
    },
  }
}

export async function deleteEndedTries(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('secret_tries').where('window_ends_at', '<', now).execute()
}
