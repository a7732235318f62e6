import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

const KEYS = ['master.key', 'operator.nk']
const IMAGES = 'images'
const IMAGE_NAME = /^[\w-]{1,100}$/

/** Whether a backup may bring such a file: it never writes outside of DATA_DIR, and never what the gateway does not know. */
export function isDataFile(name: string): boolean {
  const [folder, image = '', ...more] = name.split('/')
  return KEYS.includes(name) || (folder === IMAGES && more.length === 0 && IMAGE_NAME.test(image))
}

/** The files of DATA_DIR that a gateway needs beside its database, by their names there. */
export async function listDataFiles(dataDir: string): Promise<string[]> {
  // The database may lie elsewhere, and MASTER_KEY in the environment.
  const present = existsSync(dataDir) ? await readdir(dataDir) : []
  const images = present.includes(IMAGES) ? await readdir(path.join(dataDir, IMAGES)) : []
  return [...KEYS.filter((name) => present.includes(name)), ...images.map((name) => `${IMAGES}/${name}`)].filter(
    isDataFile,
  )
}

/** Undefined if it is gone: images may be deleted meanwhile. */
export async function readDataFile(dataDir: string, name: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path.join(dataDir, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
