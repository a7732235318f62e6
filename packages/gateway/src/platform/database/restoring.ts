import { existsSync } from 'node:fs'
import path from 'node:path'
import { StartupError } from '../errors/startup-error.ts'

/** Ends the name of a database, and is a folder in DATA_DIR: what the command `restore` has not brought to its place. */
export const RESTORING = '.restoring'

/**
 * A gateway there would begin with an empty database, and the restore could not go on. With the database, which comes
 * last, a restore is complete, whatever it has left.
 */
export function refuseHalfRestored(file: string, dataDir: string): void {
  if (existsSync(file)) return
  const places = [`${file}${RESTORING}`, path.join(path.dirname(file), RESTORING), path.join(dataDir, RESTORING)]
  const found = places.find((name) => existsSync(name))
  if (found === undefined) return
  throw new StartupError(
    `A restore into ${dataDir} was interrupted: there is ${found}, but no ${file}. Run the command restore again. To begin without the backup, delete ${found} and the files of the backup that have their place already (master.key, operator.nk, images).`,
  )
}
