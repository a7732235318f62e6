import { createCredentialCache } from '../access/cache.ts'
import { createInvalidation } from '../access/invalidation.ts'
import { createSigningKeyStore } from '../access/signing-key-store.ts'
import { openSigningKeys, type SigningKeys } from '../access/signing-keys.ts'
import { createTargets } from '../access/targets.ts'
import { endEverySession } from '../features/authentication/end-every-session.ts'
import { createEndSessions } from '../features/authentication/end-sessions.ts'
import { readConfig } from '../platform/config/config.ts'
import type { Database } from '../platform/database/database.ts'
import { openDatabase } from '../platform/database/open.ts'
import { createSettingsStore } from '../platform/database/settings-store.ts'
import { explain } from '../platform/errors/startup-error.ts'
import { openSealer } from '../platform/secrets/master-key.ts'
import { readArguments } from './read-arguments.ts'

const HELP = `Usage: npm run rotate-signing-key [-- --revoke]

Adds a key for signing access tokens. It is published at /.well-known/jwks.json at once and signs ten minutes later, so
that whoever verifies tokens knows it in time. Nobody is signed out: tokens of the old key are honoured until they
expire, then the old key is removed by itself.

  --revoke   after a theft: the new key takes the place of all others and signs at once. What they signed is refused by
             every gateway from then on, and every session ends: people sign in again, programs exchange their keys
             again. API keys go on. May be run again if it is interrupted.

With PostgreSQL it runs beside the gateways, which notice a new key within a minute and a revocation at once. With
SQLite stop the gateway first.
`

async function main(): Promise<void> {
  const { help, revoke } = readArguments({ revoke: { type: 'boolean' }, help: { type: 'boolean' } }, HELP)
  if (help) {
    process.stdout.write(HELP)
    return
  }
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  try {
    const sealer = await openSealer(config, createSettingsStore(database))
    const keys = await openSigningKeys(createSigningKeyStore(database), sealer, config.signingAlgorithm)
    process.stdout.write(revoke ? await revokeAll(database, keys) : await rotate(keys))
  } finally {
    await database.close()
  }
}

async function rotate(keys: SigningKeys): Promise<string> {
  const { kid, signsFrom } = await keys.rotate()
  return `Key ${kid} is published and signs from ${new Date(signsFrom).toISOString()} on.\n`
}

async function revokeAll(database: Database, keys: SigningKeys): Promise<string> {
  const { kid } = await keys.revoke()
  const endSessions = createEndSessions(createInvalidation(database, createCredentialCache()))
  const parts = { database, targets: createTargets(database), endSessions }
  const ended = await endEverySession(parts, 'signing_keys_revoked')
  return `Key ${kid} signs from now on, and no other counts. Sessions that ended: ${ended}.\n`
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
