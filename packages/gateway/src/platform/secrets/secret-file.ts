import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'

/**
 * Writes a secret into a new file that only its owner can read (0600); never replaces a file, whatever that contains.
 * The file and its name are on the disk when this returns: otherwise a power cut could take the secret and leave what
 * is sealed under it.
 */
export function writeNewSecretFile(file: string, text: string): void {
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const opened = openSync(file, 'wx', 0o600)
  try {
    writeSync(opened, text)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
  // Windows has no fsync for a folder.
  if (process.platform === 'win32') return
  const name = openSync(folder, 'r')
  fsyncSync(name)
  closeSync(name)
}
