import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Where a program is; Debian puts servers into a folder that the PATH of ordinary users lacks. */
export function findProgram(name: string): string | undefined {
  return [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/bin']
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
