import { randomBytes } from 'node:crypto'
import { closeSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { syncFolder } from '../../platform/disk/whole-file.ts'

/** A file that has its name only when it is complete, and that never replaces another. */
export type NewFile = { temporary: string; finish(): Promise<void>; abandon(): void }

/** The temporary file is for whoever calls to create, beside the target. */
export function newFile(target: string): NewFile {
  const folder = path.dirname(target)
  const temporary = path.join(folder, `.${path.basename(target)}.${randomBytes(6).toString('hex')}.partial`)
  return {
    temporary,
    async finish() {
      // Taking the name fails if another file has it; after that, only our own empty file is replaced.
      closeSync(openSync(target, 'wx', 0o600))
      renameSync(temporary, target)
      await syncFolder(folder)
    },
    abandon() {
      for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${temporary}${suffix}`, { force: true })
    },
  }
}
