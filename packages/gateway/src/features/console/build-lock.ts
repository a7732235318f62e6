import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How often a start looks whether the build of another one is done. */
const LOOK_MS = 100
/** How often a start that builds renews its lock, and when a lock is one of a start that was ended meanwhile. */
const RENEW_MS = 1000
const LEFT_MS = 10_000

/** What says that another start has put its folder there first. Windows has one code for all. */
const TAKEN = new Set(['ENOTEMPTY', 'EEXIST', ...(process.platform === 'win32' ? ['EPERM'] : [])])

/**
 * Waits until nobody else builds; resolves to what ends the lock. The lock is a folder that has another one in it, named
 * after who holds it. It gets its place with that, at once, which only one process can do where there is none, or an
 * empty one. Whoever ends a lock that was left removes what is named after its holder, and so never a later lock.
 */
export async function lockBuild(folder: string, onWait: () => void): Promise<() => Promise<void>> {
  const holder = randomUUID()
  let isWaiting = false
  for (;;) {
    const other = await holderOf(folder)
    if (other === undefined) {
      if (await take(folder, holder)) return keep(path.join(folder, holder))
    } else if (await isLeft(path.join(folder, other))) await end(path.join(folder, other))
    else {
      if (!isWaiting) onWait()
      isWaiting = true
      await sleep(LOOK_MS)
    }
  }
}

async function take(folder: string, holder: string): Promise<boolean> {
  const prepared = `${folder}-${holder}`
  await mkdir(path.join(prepared, holder), { recursive: true })
  try {
    await rename(prepared, folder)
    return true
  } catch (error) {
    await rm(prepared, { recursive: true, force: true })
    if (error instanceof Error && 'code' in error && TAKEN.has(String(error.code))) return false
    throw error
  }
}

function keep(held: string): () => Promise<void> {
  const renewing = setInterval(() => void utimes(held, new Date(), new Date()).catch(() => {}), RENEW_MS)
  return () => {
    clearInterval(renewing)
    return end(held)
  }
}

/** Removes the folder, too, unless another start has its lock there meanwhile. */
async function end(held: string): Promise<void> {
  await rm(held, { recursive: true, force: true })
  await rmdir(path.dirname(held)).catch(() => {})
}

async function holderOf(folder: string): Promise<string | undefined> {
  const [holder] = await readdir(folder).catch(() => [])
  return holder
}

async function isLeft(held: string): Promise<boolean> {
  const renewedAt = (await stat(held).catch(() => undefined))?.mtimeMs
  return renewedAt !== undefined && Date.now() - renewedAt > LEFT_MS
}
