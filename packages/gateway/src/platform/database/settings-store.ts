import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** A fact about this installation: a value in clear, and one that is sealed. */
export type Setting = { value: string; sealed: string | null }

export async function readSetting(db: Kysely<Schema>, name: string): Promise<Setting | undefined> {
  return db
    .selectFrom('settings')
    .select(['value', 'value_sealed as sealed'])
    .where('name', '=', name)
    .executeTakeFirst()
}

/** What the gateway stores about itself: few rows, read at start, each written once. */
export function createSettingsStore(database: Database) {
  return {
    read: (name: string) => readSetting(database.read, name),
    /** Stores the setting unless another process was first; returns the one that is stored. */
    async settle(name: string, { value, sealed }: Setting): Promise<Setting> {
      return database.transaction(async ({ db }) => {
        await db
          .insertInto('settings')
          .values({ name, value, value_sealed: sealed })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute()
        const settled = await readSetting(db, name)
        if (!settled) throw new Error(`the setting ${name} was not stored`)
        return settled
      })
    },
    /** True as long as nobody ever signed up here and nothing was ever sealed. */
    async isDatabaseEmpty(): Promise<boolean> {
      const user = await database.read.selectFrom('users').select('id').limit(1).executeTakeFirst()
      const setting = await database.read.selectFrom('settings').select('name').limit(1).executeTakeFirst()
      return !user && !setting
    },
  }
}

export type SettingsStore = ReturnType<typeof createSettingsStore>
