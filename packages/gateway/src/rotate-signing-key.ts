import { createSigningKeyStore } from './access/signing-key-store.ts'
import { openSigningKeys } from './access/signing-keys.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './database/open.ts'
import { createSettingsStore } from './database/settings-store.ts'
import { explain } from './errors/startup-error.ts'
import { openSealer } from './secrets/master-key.ts'

const HELP = `Usage: npm run rotate-signing-key

Adds a key for signing access tokens. It is published at /.well-known/jwks.json at once and signs ten minutes later, so
that whoever verifies tokens knows it in time. Nobody is signed out: tokens of the old key are honoured until they
expire, then the old key is removed by itself.

With PostgreSQL it runs beside the gateways, which notice within a minute. With SQLite stop the gateway first.
`

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP)
    return
  }
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  try {
    const sealer = await openSealer(config, createSettingsStore(database))
    const keys = await openSigningKeys(createSigningKeyStore(database), sealer)
    const { kid, signsFrom } = await keys.rotate()
    process.stdout.write(`Key ${kid} is published and signs from ${new Date(signsFrom).toISOString()} on.\n`)
  } finally {
    await database.close()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
