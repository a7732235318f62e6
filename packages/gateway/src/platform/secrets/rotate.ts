import type { Sealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import { resealColumn } from './rotate-store.ts'
import { sealedColumns } from './sealed-columns.ts'

/**
 * Opens everything that is sealed under MASTER_KEY_PREVIOUS and seals it under MASTER_KEY. It may be stopped and
 * started again at any point; the settings, and with them the check value, come last, so that the gateway can start
 * without the previous key only when the rotation is complete. Returns how many values were sealed again.
 */
export async function rotateMasterKey(
  database: Database,
  sealer: Sealer,
  progress: (text: string) => void,
): Promise<number> {
  const { setting, ...rows } = sealedColumns
  let total = 0
  for (const column of [...Object.values(rows), setting]) {
    const count = await resealColumn(database, sealer, column)
    progress(`${column.table}.${column.column}: ${count} sealed again`)
    total += count
  }
  return total
}
