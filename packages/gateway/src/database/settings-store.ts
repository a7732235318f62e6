import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

export async function readSetting(db: Kysely<Schema>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

/** What the gateway knows of itself: few rows, read at start, each written once. */
export function createSettingsStore(database: Database) {
  return {
    read: (name: string) => readSetting(database.read, name),
    /** Stores `value` unless another process was first; returns the value that stands. */
    async settle(name: string, value: string): Promise<string> {
      return database.transaction(async ({ db }) => {
        await db
          .insertInto('settings')
          .values({ name, value })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute()
        const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirstOrThrow()
        return row.value
      })
    },
    /** True as long as nobody ever signed up here. */
    async isDatabaseEmpty(): Promise<boolean> {
      const user = await database.read.selectFrom('users').select('id').limit(1).executeTakeFirst()
      const setting = await database.read.selectFrom('settings').select('name').limit(1).executeTakeFirst()
      return !user && !setting
    },
  }
}

export type SettingsStore = ReturnType<typeof createSettingsStore>
