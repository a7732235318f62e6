import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Programs that only the tests use (.ci/from-trixie). */
const own = path.join(import.meta.dirname, '../../../../.programs')

/**
 * Finds a program on this machine; undefined if it is missing. Debian installs some in folders that may not be in the
 * PATH.
 */
export function findProgram(name: string): string | undefined {
  return [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/bin', own]
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
