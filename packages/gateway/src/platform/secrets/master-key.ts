import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../config/config.ts'
import { createSealer, type Sealer } from '../crypto/sealing.ts'
import type { SettingsStore } from '../database/settings-store.ts'
import { StartupError } from '../errors/startup-error.ts'
import { sealedColumns } from './sealed-columns.ts'
import { writeNewSecretFile } from './secret-file.ts'

/** The master key is missing, or this database was sealed with another one; the message says what to do. */
export class MasterKeyError extends StartupError {}

/** The setting that only the right key opens. */
export const MASTER_KEY_CHECK = 'master_key_check'
const CHECK_TEXT = 'this database was sealed with this master key'

/**
 * The sealer with the configured master key. A key is generated only for an empty database: a later one could open
 * nothing that is stored there. A stored check value prevents a start with the wrong key before anything is sealed.
 */
export async function openSealer(
  config: Pick<Config, 'masterKey' | 'masterKeyPrevious' | 'dataDir'>,
  settings: SettingsStore,
): Promise<Sealer> {
  const file = path.join(config.dataDir, 'master.key')
  const masterKey =
    config.masterKey ?? readKeyFile(file) ?? ((await settings.isDatabaseEmpty()) ? makeKeyFile(file) : undefined)
  if (!masterKey) {
    throw new MasterKeyError(
      `The database contains sealed data, but there is no master key. Set MASTER_KEY, or put ${file} back.`,
    )
  }
  const sealer = createSealer(masterKey, config.masterKeyPrevious)
  const context = sealedColumns.setting.context(MASTER_KEY_CHECK)
  const check = await settings.settle(MASTER_KEY_CHECK, { value: '', sealed: sealer.seal(CHECK_TEXT, context) })
  try {
    sealer.open(check.sealed ?? '', context)
  } catch (cause) {
    throw new MasterKeyError(
      'The master key (MASTER_KEY, MASTER_KEY_PREVIOUS or master.key) is not the key that this database was sealed with. Use the key that belongs to this database.',
      { cause },
    )
  }
  return sealer
}

/** Whether a database with this check value (the setting `MASTER_KEY_CHECK`) was sealed with the key. */
export function isSealedWith(masterKey: Buffer, check: string): boolean {
  try {
    createSealer(masterKey).open(check, sealedColumns.setting.context(MASTER_KEY_CHECK))
    return true
  } catch {
    return false
  }
}

/** The key of a `master.key`; undefined if there is no such file. */
export function readKeyFile(file: string): Buffer | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : 'unknown error'
    if (code === 'ENOENT') return undefined
    throw new MasterKeyError(`${file} cannot be read (${code}). It must belong to the user who runs the gateway.`, {
      cause,
    })
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) {
    throw new MasterKeyError(
      `${file} does not contain 32 bytes in base64. Put the right file back; if this gateway was never used, delete the file.`,
    )
  }
  return key
}

function makeKeyFile(file: string): Buffer {
  const key = randomBytes(32)
  writeNewSecretFile(file, `${key.toString('base64')}\n`)
  return key
}
