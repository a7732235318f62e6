import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { wrongUsage } from './errors.ts'

/** A place for a secret that is not there yet, so that the secret is asked for only when it can be kept. */
export type ReservedFile = {
  /** Puts the whole text there at once, mode 0600, on the disk when it resolves. */
  write(text: string): Promise<void>
  /** Leaves no trace; after `write` it does nothing. */
  release(): Promise<void>
}

/**
 * Reserves `file` for a secret. An existing one is left alone unless `force`. The text is written to a file beside it
 * that nobody else can read from the start, and then takes the name: no reader ever sees half of it.
 */
export async function reserveFile(file: string, { force }: { force: boolean }): Promise<ReservedFile> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  // The name is taken before anything else happens, so that two commands cannot both believe it to be free.
  if (!force) await (await openNew(file)).close()
  let handle: FileHandle
  try {
    handle = await openNew(temporary)
  } catch (error) {
    if (!force) await rm(file, { force: true })
    throw error
  }
  let done = false

  async function release(): Promise<void> {
    if (done) return
    done = true
    await handle.close()
    await rm(temporary, { force: true })
    if (!force) await rm(file, { force: true })
  }

  return {
    release,
    async write(text) {
      try {
        await handle.writeFile(text)
        await handle.sync()
        await handle.close()
        await rename(temporary, file)
        done = true
      } catch (error) {
        await release()
        throw error
      }
    },
  }
}

/** Writes a secret of our own over what was there, in a folder that only its owner can enter. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await (await reserveFile(file, { force: true })).write(text)
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw wrongUsage(`${file} exists already; name another file, or add --force to replace it`)
    if (code === 'ENOENT') throw wrongUsage(`the folder of ${file} does not exist; create it, or name another file`)
    throw error
  }
}
