import { createSilentInvalidation } from '../access/invalidation.ts'
import { createSigningKeyStore } from '../access/signing-key-store.ts'
import { openSigningKeys, type SigningKeys } from '../access/signing-keys.ts'
import { revokeEverySession } from '../features/authentication/revoke-every-session.ts'
import { createRevokeSessions } from '../features/authentication/revoke-sessions.ts'
import { readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import type { Database } from '../platform/database/database.ts'
import { explain } from '../platform/errors/startup-error.ts'
import { readArguments } from './read-arguments.ts'
import { withDatabase } from './with-database.ts'

const HELP = `Usage: ${howToRun('rotate-signing-key')} [--revoke]

Adds a key for signing access tokens. The key is published at /.well-known/jwks.json at once. It signs ten minutes later,
so that services that verify tokens know it in time. Nobody is signed out: tokens of the old key are accepted until they
expire, and then the gateway removes the old key.

  --revoke   use this after a theft: the new key replaces all others and signs at once. Every gateway refuses tokens of
             the old keys from then on, and all sessions are revoked: users must sign in again, and programs must
             exchange their API keys again. API keys still work. If the command is interrupted, run it again.

With PostgreSQL, the command can run while gateways run: they notice a new key within a minute and a revocation at once.
With SQLite, stop the gateway first.
`

async function main(): Promise<void> {
  const { help, revoke } = readArguments({ revoke: { type: 'boolean' }, help: { type: 'boolean' } }, HELP)
  if (help) {
    process.stdout.write(HELP)
    return
  }
  const config = readConfig(process.env)
  await withDatabase(config, async ({ database, sealer }) => {
    const keys = await openSigningKeys(createSigningKeyStore(database), sealer, config.signingAlgorithm)
    process.stdout.write(revoke ? await revokeAll(database, keys) : await rotate(keys))
  })
}

async function rotate(keys: SigningKeys): Promise<string> {
  const { kid, signsFrom } = await keys.rotate()
  return `The key ${kid} is published. It signs from ${new Date(signsFrom).toISOString()} on.\n`
}

async function revokeAll(database: Database, keys: SigningKeys): Promise<string> {
  const { kid } = await keys.revoke()
  const revokeSessions = createRevokeSessions(createSilentInvalidation(database))
  const ended = await revokeEverySession({ database, revokeSessions }, 'signing_keys_revoked')
  return `The key ${kid} signs from now on, and all other keys are revoked. Sessions revoked: ${ended}.\n`
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
