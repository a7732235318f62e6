import { open, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { CliError } from './errors.ts'

/** The work under the lock takes milliseconds: whoever holds it longer was killed. */
const ABANDONED_MS = 5000
const PATIENCE_MS = 10_000
const PAUSE_MS = 10

/** Runs `work` while no other process does, as long as all of them name the same `lockFile` (Node.js has no flock). */
export async function withLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await taken(lockFile))) {
    if (Date.now() > deadline)
      throw new CliError(
        'failure',
        'locked',
        `another quiva command seems to use ${lockFile}; if none is running, remove the file`,
      )
    await removeAbandoned(lockFile)
    await sleep(PAUSE_MS)
  }
  try {
    return await work()
  } finally {
    await rm(lockFile, { force: true })
  }
}

async function taken(lockFile: string): Promise<boolean> {
  try {
    await (await open(lockFile, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function removeAbandoned(lockFile: string): Promise<void> {
  const found = await stat(lockFile).catch(() => undefined)
  if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(lockFile, { force: true })
}
