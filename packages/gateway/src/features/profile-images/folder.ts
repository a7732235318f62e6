import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { writeWholeFile } from '../../platform/disk/whole-file.ts'
import type { ImageStorage } from './storage.ts'

/** Images as files for their owner alone, in a folder of their own. */
export function openFolder(directory: string): ImageStorage {
  /** Names are ours; the second net under a look-up that lets something else through. */
  function checked(name: string): string {
    if (!/^[\w-]{1,100}$/.test(name)) throw new TypeError('not the name of an image')
    return name
  }

  return {
    async put(name, bytes) {
      await writeWholeFile(directory, checked(name), bytes)
    },
    async get(name) {
      try {
        return await readFile(path.join(directory, checked(name)))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    remove: (name) => rm(path.join(directory, checked(name)), { force: true }),
    close: () => {},
  }
}
