import { existsSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import { openDatabase } from '../platform/database/open.ts'
import { readSetting } from '../platform/database/settings-store.ts'
import { explain, StartupError } from '../platform/errors/startup-error.ts'
import { isSealedWith, MASTER_KEY_CHECK } from '../platform/secrets/master-key.ts'
import { createProgress } from './backups/progress.ts'
import { readFileArgument } from './backups/read-file-argument.ts'

const RUN = howToRun('migrate-to-postgres')

const HELP = `Usage: DATABASE_URL=postgres://… MASTER_KEY=… ${RUN} [FILE]

Copies everything from SQLite (FILE, or gateway.db in DATA_DIR) into an empty database of PostgreSQL. Stop the gateway
first. MASTER_KEY is the key used so far: the variable, or the content of DATA_DIR/master.key. Every row is read back
and compared. If the command fails or is interrupted, PostgreSQL is as empty as before, and you can run it again.

The SQLite file stays as it is, apart from the migrations of this version. Files in DATA_DIR, such as images, stay there.
`

async function main(): Promise<void> {
  const { help, file: named } = readFileArgument(HELP)
  if (help) return void process.stdout.write(HELP)
  const config = readConfig(process.env)
  const { database: target, masterKey } = config
  if (target.engine !== 'postgres' || !masterKey)
    throw new StartupError(`Set DATABASE_URL to an empty database of PostgreSQL.\n\n${HELP.trimEnd()}`)
  const file = path.resolve(named ?? path.join(config.dataDir, 'gateway.db'))
  if (!existsSync(file)) throw new StartupError(`There is no database ${file}.`)
  const source = await openDatabase({ database: { engine: 'sqlite', file }, databaseListenUrl: undefined })
  try {
    const check = await readSetting(source.read, MASTER_KEY_CHECK)
    if (check && !isSealedWith(masterKey, check.sealed ?? ''))
      throw new StartupError(`MASTER_KEY is not the key that ${file} was sealed with. Nothing was copied.`)
    const { copyToPostgres } = await import('../platform/database/copy-to-postgres.ts')
    const { show, clear } = createProgress()
    const tables = await copyToPostgres(source.read, target.url, (step, rows) => show(`${step}: ${rows} rows`)).finally(
      clear,
    )
    const width = Math.max(...tables.map(({ name }) => name.length))
    for (const { name, rows } of tables) process.stdout.write(`${name.padEnd(width)}  ${rows}\n`)
    const total = tables.reduce((sum, { rows }) => sum + rows, 0)
    process.stdout.write(
      `Done: ${total} rows in ${tables.length} tables, each read back and compared. Start the gateway with this DATABASE_URL and MASTER_KEY.\nDo not start a gateway on ${file} again: what it changes is not in PostgreSQL.\n`,
    )
  } finally {
    await source.close()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
