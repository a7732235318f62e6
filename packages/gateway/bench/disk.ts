import { closeSync, fdatasyncSync, openSync, statfsSync, writeSync } from 'node:fs'
import path from 'node:path'
import { median } from './figures.ts'

const TMPFS_MAGIC = 0x01021994
const SYNCS = 200

/** What a commit costs at least where the databases lie, for users: issuing can be no faster than its disk. */
export function describeDisk(folder: string): string {
  if (statfsSync(folder).type === TMPFS_MAGIC) return 'the folder is in memory (tmpfs): set TMPDIR to one on a disk'
  const file = openSync(path.join(folder, 'disk'), 'w')
  const page = Buffer.alloc(4096, 1)
  const times = Array.from({ length: SYNCS }, () => {
    writeSync(file, page)
    const startedAt = performance.now()
    fdatasyncSync(file)
    return performance.now() - startedAt
  })
  closeSync(file)
  return `4 KB to the disk take ${median(times).toFixed(2)} ms`
}
