import path from 'node:path'
import { createFlusher } from '../flusher.ts'
import type { Part } from '../lifecycle.ts'
import { removeAbandoned } from './whole-file.ts'

const EVERY_MS = 3_600_000

/** Deletes half-written files that killed processes have left. Each gateway cleans the folders on its own disk. */
export function removeAbandonedFiles(dataDir: string): Part {
  const folders = ['mail', 'images'].map((name) => path.join(dataDir, name))
  const { start, stop, flush } = createFlusher(async () => {
    for (const folder of folders) await removeAbandoned(folder)
  }, EVERY_MS)
  return {
    name: 'abandoned files',
    start() {
      start()
      void flush()
    },
    stop,
  }
}
