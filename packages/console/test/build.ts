import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildConsole, CONSOLE_FOLDER } from '../../gateway/src/features/console/build.ts'

const lock = path.join(import.meta.dirname, '../node_modules/.building')
/** A build that takes longer has been killed, and has left its lock. */
const LONGEST_BUILD_MS = 240_000

/** Builds the console as the gateway does at its start, if it must be. Tests in other processes wait for it. */
export async function buildOnce(): Promise<void> {
  await mkdir(path.dirname(lock), { recursive: true })
  while (
    !(await mkdir(lock).then(
      () => true,
      () => false,
    ))
  ) {
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > LONGEST_BUILD_MS) await rm(lock, { recursive: true, force: true })
    await sleep(100)
  }
  try {
    await buildConsole({ environment: process.env, print: () => undefined })
    await stat(path.join(CONSOLE_FOLDER, 'index.html'))
  } finally {
    await rm(lock, { recursive: true })
  }
}
