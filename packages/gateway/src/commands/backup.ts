import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import path from 'node:path'
import { type Config, readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import { explain, StartupError } from '../platform/errors/startup-error.ts'
import { MASTER_KEY_CHECK } from '../platform/secrets/master-key.ts'
import { listDataFiles, readDataFile } from './backups/data-files.ts'
import { type Digest, digestFile } from './backups/file-digest.ts'
import type { Manifest } from './backups/manifest.ts'
import { type NewFile, newFile } from './backups/new-file.ts'
import { newPassphrase } from './backups/passphrase.ts'
import { createProgress } from './backups/progress.ts'
import { readFileArgument } from './backups/read-file-argument.ts'
import { type SecretRecord, writeSecrets } from './backups/secrets-file.ts'

const RUN = howToRun('backup')

const HELP = `Usage: ${RUN} FILE

Backs up a gateway with SQLite, also while it runs. It writes two new files:

  FILE           the database as it was at one moment, checked
  FILE.secrets   master.key, operator.nk and the profile images of DATA_DIR, if they are there, sealed under a passphrase

The command asks for the passphrase, or takes it from QUIVA_BACKUP_PASSPHRASE (12 characters or more). Keep it, and
MASTER_KEY if you set it, apart from the files: without them, a backup cannot be restored. Keep the two files apart, too.

A backup that is killed leaves none of the two names, at most a file whose name ends in .partial: delete it, and run the
command again.

To restore: ${howToRun('restore')} FILE. With PostgreSQL, use pg_dump.
`

async function main(): Promise<void> {
  const { help, file } = readFileArgument(HELP)
  if (help) return void process.stdout.write(HELP)
  if (file === undefined) throw new StartupError(HELP.trimEnd())
  const config = readConfig(process.env)
  if (config.database.engine !== 'sqlite')
    throw new StartupError('The database is PostgreSQL. Back it up with pg_dump, and DATA_DIR with its own tools.')
  if (!existsSync(config.database.file)) throw new StartupError(`There is no database ${config.database.file}.`)
  const target = path.resolve(file)
  for (const name of [target, `${target}.secrets`])
    if (existsSync(name)) throw new StartupError(`${name} exists already. Choose another name.`)
  const names = await listDataFiles(config.dataDir)
  const passphrase = names.length > 0 ? await newPassphrase(process.env) : undefined
  const files = { database: newFile(target), secrets: newFile(`${target}.secrets`) }
  const abandon = () => Object.values(files).forEach((one) => void one.abandon())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      abandon()
      process.exit(1)
    })
  try {
    process.stdout.write(await backUp(config, config.database.file, target, files, passphrase))
  } finally {
    abandon()
  }
}

async function backUp(
  config: Config,
  from: string,
  target: string,
  files: { database: NewFile; secrets: NewFile },
  passphrase: string | undefined,
): Promise<string> {
  const created_at = new Date().toISOString()
  const { digest, isSealed } = await copyDatabase(from, files.database.temporary, target)
  const said = [`${target}: the database of ${created_at}, ${size(digest.bytes)}, checked.`]
  if (passphrase === undefined)
    said.push(`${config.dataDir} has no secrets and no images, so there is no ${target}.secrets.`)
  else {
    const counts = { keys: [] as string[], images: 0 }
    await writeSecrets(
      files.secrets.temporary,
      passphrase,
      secretsOf(config.dataDir, { created_at, database: digest }, counts),
    )
    await files.secrets.finish()
    const parts = [...counts.keys, ...(counts.images > 0 ? [`images (${counts.images})`] : [])]
    said.push(`${target}.secrets: ${parts.join(', ')}, sealed under your passphrase.`)
  }
  await files.database.finish()
  if (config.masterKey)
    said.push('MASTER_KEY is in the environment, so it is not in the backup. Keep it in a safe place.')
  else if (isSealed && !existsSync(path.join(config.dataDir, 'master.key')))
    said.push(
      `There is no master key: neither MASTER_KEY nor ${path.join(config.dataDir, 'master.key')}. Without it, the backup opens nothing.`,
    )
  return `${said.join('\n')}\n`
}

async function copyDatabase(from: string, to: string, name: string): Promise<{ digest: Digest; isSealed: boolean }> {
  const { checkSqlite, copySqlite } = await import('../platform/database/sqlite-backup.ts')
  const { show, part, clear } = createProgress()
  closeSync(openSync(to, 'wx', 0o600))
  await copySqlite(from, to, (done, total) => show(`copying the database: ${part(done, total)}`))
  show('checking the database')
  const check = checkSqlite(to, name, MASTER_KEY_CHECK)
  const digest = await digestFile(to, (done, total) => show(`reading the database: ${part(done, total)}`))
  const written = openSync(to, 'r+')
  fsyncSync(written)
  closeSync(written)
  clear()
  return { digest, isSealed: check !== null }
}

async function* secretsOf(
  dataDir: string,
  manifest: Manifest,
  counts: { keys: string[]; images: number },
): AsyncGenerator<SecretRecord> {
  const { show, clear } = createProgress()
  yield { about: manifest, content: Buffer.alloc(0) }
  // Listed after the database was copied: an image is stored before its row says so.
  for (const name of await listDataFiles(dataDir)) {
    const content = await readDataFile(dataDir, name)
    if (!content) continue
    yield { about: { name }, content }
    if (name.includes('/')) counts.images += 1
    else counts.keys.push(name)
    show(`sealing: ${counts.images} images`)
  }
  clear()
}

const size = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
