import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Programs that only the tests use (.ci/from-trixie). */
const own = path.join(import.meta.dirname, '../../../../.programs')

/** Does the same, and a page in it costs half of the processor time: Chromium without windows. */
const BETTER: Record<string, string> = { chromium: 'chromium-headless-shell' }

/**
 * Finds a program on this machine; undefined if it is missing. Debian installs some in folders that may not be in the
 * PATH.
 */
export function findProgram(name: string): string | undefined {
  const better = BETTER[name]
  return (better === undefined ? undefined : findFile(better)) ?? findFile(name)
}

function findFile(name: string): string | undefined {
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
