import { existsSync } from 'node:fs'
import path from 'node:path'
import { StartupError } from '../errors/startup-error.ts'

/** Ends the name of a database, and is a folder beside it: what the command `restore` has not brought to its place. */
export const RESTORING = '.restoring'

/** A gateway there would begin with an empty database, and the restore could not go on. */
export function refuseHalfRestored(file: string): void {
  const found = [`${file}${RESTORING}`, path.join(path.dirname(file), RESTORING)].find((name) => existsSync(name))
  if (found === undefined) return
  throw new StartupError(
    `A restore into ${path.dirname(file)} was interrupted: there is ${found}. Run the command restore again. To begin without the backup, delete it.`,
  )
}
