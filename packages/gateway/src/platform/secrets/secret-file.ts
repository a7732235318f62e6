import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'

/**
 * Writes a secret into a new file for its owner alone (0600), never over one that is there, whatever that holds. It is
 * on the disk when this returns, its name included: what is sealed under it must not survive a power cut alone.
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
  // Windows knows no fsync of a folder.
  if (process.platform === 'win32') return
  const name = openSync(folder, 'r')
  fsyncSync(name)
  closeSync(name)
}
