import { readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import { explain, StartupError } from '../platform/errors/startup-error.ts'
import { rotateMasterKey } from '../platform/secrets/rotate.ts'
import { readArguments } from './read-arguments.ts'
import { withDatabase } from './with-database.ts'

const HELP = `Usage: MASTER_KEY=<new> MASTER_KEY_PREVIOUS=<old> ${howToRun('rotate-master-key')}

Seals all sealed values again under a new master key. With SQLite, stop the gateway first. With PostgreSQL, first restart
every gateway with both keys, and afterwards restart it with the new key only. If the command is interrupted, run it again.

  1. Make the new key: openssl rand -base64 32
  2. Find the old key: it is the MASTER_KEY used so far, or the content of DATA_DIR/master.key
  3. Run this command
  4. Keep MASTER_KEY, unset MASTER_KEY_PREVIOUS, and delete DATA_DIR/master.key if it exists
`

async function main(): Promise<void> {
  if (readArguments({ help: { type: 'boolean' } }, HELP).help) {
    process.stdout.write(HELP)
    return
  }
  const config = readConfig(process.env)
  if (!config.masterKey || !config.masterKeyPrevious) {
    throw new StartupError(`Set MASTER_KEY (the new key) and MASTER_KEY_PREVIOUS (the old one).\n\n${HELP}`)
  }
  if (config.masterKey.equals(config.masterKeyPrevious))
    throw new StartupError(
      'MASTER_KEY and MASTER_KEY_PREVIOUS are the same key. Set MASTER_KEY to a new one: openssl rand -base64 32',
    )
  await withDatabase(config, async ({ database, sealer }) => {
    const total = await rotateMasterKey(database, sealer, (text) => void process.stdout.write(`${text}\n`))
    process.stdout.write(
      `Done: ${total} values are sealed under the new key. MASTER_KEY_PREVIOUS is no longer needed.\n`,
    )
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
