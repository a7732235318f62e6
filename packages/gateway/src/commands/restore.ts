import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import { RESTORING } from '../platform/database/restoring.ts'
import { syncFolder, writeWholeFile } from '../platform/disk/whole-file.ts'
import { explain, StartupError } from '../platform/errors/startup-error.ts'
import { isSealedWith, MASTER_KEY_CHECK, readKeyFile } from '../platform/secrets/master-key.ts'
import { isDataFile } from './backups/data-files.ts'
import { digestFile } from './backups/file-digest.ts'
import { type Manifest, readManifest } from './backups/manifest.ts'
import { readPassphrase } from './backups/passphrase.ts'
import { createProgress } from './backups/progress.ts'
import { readFileArgument } from './backups/read-file-argument.ts'
import { readSecrets } from './backups/secrets-file.ts'

const RUN = howToRun('restore')

const HELP = `Usage: ${RUN} FILE

Restores what the command backup wrote, FILE and FILE.secrets, into DATA_DIR, which must be empty. Everything is checked
before anything gets its place: the passphrase, that the two files belong together, the whole database, and that the
master key opens it. The command asks for the passphrase, or takes it from QUIVA_BACKUP_PASSPHRASE. If MASTER_KEY was
set when the backup was made, set it.

What was deleted or revoked after the backup works again, such as API keys and sessions: see docs/operations.md.
`

/** What may lie in an empty DATA_DIR: a cache, a disk's own folder, and what an interrupted restore has left. */
const NOTHING = new Set(['compiled', 'lost+found', RESTORING])

async function main(): Promise<void> {
  const { help, file } = readFileArgument(HELP)
  if (help) return void process.stdout.write(HELP)
  if (file === undefined) throw new StartupError(HELP.trimEnd())
  const { database, dataDir, masterKey } = readConfig(process.env)
  if (database.engine !== 'sqlite') throw new StartupError('The database is PostgreSQL. Restore it with pg_restore.')
  const source = path.resolve(file)
  if (!existsSync(source)) throw new StartupError(`There is no file ${source}.`)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await refuseUnlessEmpty(dataDir, database.file)
  const { lockSqlite } = await import('../platform/database/sqlite.ts')
  const lock = lockSqlite(database.file)
  const places: Places = { source, dataDir, database: database.file, waiting: path.join(dataDir, RESTORING) }
  try {
    await refuseUnlessEmpty(dataDir, database.file)
    await clear(places)
    process.stdout.write(await restore(places, masterKey))
  } finally {
    await clear(places)
    lock.close()
  }
}

type Places = { source: string; dataDir: string; database: string; waiting: string }
const waitingDatabase = ({ database }: Places) => `${database}${RESTORING}`

async function clear(places: Places): Promise<void> {
  await rm(places.waiting, { recursive: true, force: true })
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    await rm(`${waitingDatabase(places)}${suffix}`, { force: true })
}

async function refuseUnlessEmpty(dataDir: string, database: string): Promise<void> {
  const ours = path.basename(database)
  const isNothing = (name: string) =>
    NOTHING.has(name) || name === `${ours}.lock` || name.startsWith(`${ours}${RESTORING}`)
  const found = (await readdir(dataDir)).find((name) => !isNothing(name))
  const taken = ['', '-wal', '-journal'].map((suffix) => `${database}${suffix}`).find((name) => existsSync(name))
  const inTheWay = taken ?? (found === undefined ? undefined : path.join(dataDir, found))
  if (inTheWay !== undefined && taken === undefined && existsSync(`${database}${RESTORING}`))
    throw new StartupError(
      `A restore into ${dataDir} was interrupted when it had brought ${inTheWay} to its place. Delete the files there that are of the backup (master.key, operator.nk, images), and run the command again. Nothing was changed.`,
    )
  if (inTheWay !== undefined)
    throw new StartupError(
      `${dataDir} is not empty: there is ${inTheWay}. Stop the gateway, move the old files to another place, and run the command again; or set DATA_DIR to an empty folder. Nothing was changed.`,
    )
}

async function restore(places: Places, masterKey: Buffer | undefined): Promise<string> {
  const { source, waiting } = places
  await mkdir(waiting, { mode: 0o700 })
  const manifest = existsSync(`${source}.secrets`) ? await unpackSecrets(`${source}.secrets`, waiting) : undefined
  const key = masterKey ?? readKeyFile(path.join(waiting, 'master.key'))
  if (!key) {
    const why = manifest ? `There is no master key in ${source}.secrets` : `There is no ${source}.secrets`
    throw new StartupError(
      `${why}, and MASTER_KEY is not set. Without the master key, the database opens nothing. Put the file beside the database, or set MASTER_KEY.`,
    )
  }
  await checkDatabase(places, manifest, key)
  await moveIntoPlace(places)
  const moment = manifest ? manifest.created_at : 'the backup'
  return `Restored into ${places.dataDir}. Start the gateway.\nWhat was deleted or revoked after ${moment} works again: delete those API keys again. To end all sessions: ${howToRun('rotate-signing-key')} --revoke\n`
}

async function unpackSecrets(secrets: string, waiting: string): Promise<Manifest> {
  const passphrase = await readPassphrase(process.env, `The passphrase of ${secrets}: `)
  let manifest: Manifest | undefined
  for await (const { about, content } of readSecrets(secrets, passphrase)) {
    if (!manifest) {
      manifest = readManifest(about, secrets)
      continue
    }
    const name = 'name' in about ? String(about.name) : ''
    if (!isDataFile(name)) throw new StartupError(`${secrets} has a file that this version does not know: ${name}`)
    const file = path.join(waiting, name)
    await writeWholeFile(path.dirname(file), path.basename(file), content)
  }
  if (!manifest) throw new StartupError(`${secrets} is empty.`)
  return manifest
}

async function checkDatabase(places: Places, manifest: Manifest | undefined, masterKey: Buffer): Promise<void> {
  const { source } = places
  const { show, part, clear: clearLine } = createProgress()
  const waits = waitingDatabase(places)
  const found = await digestFile(source, (done, total) => show(`copying the database: ${part(done, total)}`), waits)
  if (manifest && (manifest.database.bytes !== found.bytes || manifest.database.sha256 !== found.sha256))
    throw new StartupError(
      `${source} is damaged, or does not belong to ${source}.secrets: it has ${found.bytes} bytes, and the backup had ${manifest.database.bytes}.`,
    )
  show('checking the database')
  const { checkSqlite } = await import('../platform/database/sqlite-backup.ts')
  const check = checkSqlite(waits, source, MASTER_KEY_CHECK)
  clearLine()
  if (check !== null && !isSealedWith(masterKey, check))
    throw new StartupError(
      'The master key (MASTER_KEY or that of the backup) is not the key that this database was sealed with.',
    )
}

/** The database comes last: with it, the place is complete, and nothing there says that a restore is under way. */
async function moveIntoPlace(places: Places): Promise<void> {
  const { dataDir, database, waiting } = places
  for (const name of await readdir(waiting)) await rename(path.join(waiting, name), path.join(dataDir, name))
  await rmdir(waiting)
  await syncFolder(dataDir)
  await rename(waitingDatabase(places), database)
  await syncFolder(path.dirname(database))
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
