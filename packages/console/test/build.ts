import { execFile } from 'node:child_process'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const home = path.join(import.meta.dirname, '..')
const lock = path.join(home, 'node_modules/.building')

/** Builds the console if it was not built from the sources as they are. Tests in other processes wait for it. */
export async function buildConsole(): Promise<void> {
  await mkdir(path.dirname(lock), { recursive: true })
  for (;;) {
    if (!(await isStale())) return
    try {
      await mkdir(lock)
    } catch {
      await sleep(200)
      continue
    }
    try {
      if (await isStale()) await promisify(execFile)('npx', ['vite', 'build'], { cwd: home })
    } finally {
      await rm(lock, { recursive: true })
    }
  }
}

async function isStale(): Promise<boolean> {
  const built = await stat(path.join(home, 'dist/index.html')).catch(() => undefined)
  return (
    !built ||
    built.mtimeMs < (await newest(path.join(home, 'src'))) ||
    built.mtimeMs < (await newest(path.join(home, 'vite')))
  )
}

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const times = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).mtimeMs)
  return Math.max(...(await Promise.all(times)))
}
