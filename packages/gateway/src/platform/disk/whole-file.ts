import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes a file (mode 0600) into `directory` (made with mode 0700) and resolves to its path. A file of that name is
 * always complete, and its content and its name are on the disk when this resolves; an existing file is replaced.
 */
export async function writeWholeFile(directory: string, name: string, content: string | Uint8Array): Promise<string> {
  const target = path.join(directory, name)
  const temporary = path.join(directory, `.${randomBytes(8).toString('hex')}.tmp`)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  try {
    await writeAndSync(temporary, content)
    await rename(temporary, target)
    await syncFolder(directory)
    return target
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** A temporary file that is so old is not being written any more. */
const ABANDONED_MS = 3_600_000

/** Deletes the temporary files that killed processes have left in `directory`, if it exists. */
export async function removeAbandoned(directory: string, now = Date.now()): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  for (const name of names) {
    if (!/^\.[0-9a-f]{16}\.tmp$/.test(name)) continue
    const file = path.join(directory, name)
    const written = await stat(file).catch(() => undefined)
    if (written && written.mtimeMs <= now - ABANDONED_MS) await rm(file, { force: true })
  }
}

async function writeAndSync(file: string, content: string | Uint8Array): Promise<void> {
  const opened = await open(file, 'wx', 0o600)
  try {
    await opened.writeFile(content)
    await opened.sync()
  } finally {
    await opened.close()
  }
}

/** Without this a power cut may leave the content on the disk under no name. Windows cannot open a folder. */
export async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const opened = await open(directory, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
