import type { Config } from '../platform/config/config.ts'
import type { Sealer } from '../platform/crypto/sealing.ts'
import type { Database } from '../platform/database/database.ts'
import { openDatabase } from '../platform/database/open.ts'
import { createSettingsStore } from '../platform/database/settings-store.ts'
import { openSealer } from '../platform/secrets/master-key.ts'

/** Opens the database and the sealer for a command, and closes the database when the work is done or has failed. */
export async function withDatabase<T>(
  config: Config,
  work: (opened: { database: Database; sealer: Sealer }) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config)
  try {
    return await work({ database, sealer: await openSealer(config, createSettingsStore(database)) })
  } finally {
    await database.close()
  }
}
