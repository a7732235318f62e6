/**
 * better-auth as a server that does what `GET /verify` does: node:http reads the key from a header and asks
 * verifyApiKey, which has no route of its own. It runs in the folder into which peer.ts installed better-auth.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'

process.once('message', async ({ storage, file, driver }) => {
  const { default: SqliteDriver } = await import(driver)
  const database = new SqliteDriver(file)
  database.pragma('journal_mode = WAL')
  // Faster than the gateway's FULL: a verification writes to the key's row, and need not wait for the disk.
  database.pragma('synchronous = NORMAL')
  const options = {
    database,
    secret: randomBytes(32).toString('base64url'),
    baseURL: 'http://127.0.0.1',
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    ...(storage === 'memory' && { secondaryStorage: inMemory() }),
    plugins: [
      apiKey({
        rateLimit: { enabled: false },
        storage: storage === 'memory' ? 'secondary-storage' : 'database',
      }),
    ],
  }
  const auth = betterAuth(options)
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
  const password = randomBytes(16).toString('base64url')
  const { user } = await auth.api.signUpEmail({ body: { email: 'bench@example.com', name: 'bench', password } })
  const { key } = await auth.api.createApiKey({ body: { userId: user.id } })
  serve(auth, (port) => process.send({ port, key }))
})
process.on('disconnect', () => process.exit())

/** In place of Redis, which would have to be asked over a socket. */
function inMemory() {
  const entries = new Map()
  return {
    get: (name) => entries.get(name) ?? null,
    set: (name, value) => void entries.set(name, value),
    delete: (name) => void entries.delete(name),
  }
}

/** The answer has no body, as that of `GET /verify`. */
function serve(auth, listening) {
  const server = createServer(async (request, response) => {
    const { valid, key } = await auth.api.verifyApiKey({ body: { key: request.headers['x-api-key'] ?? '' } })
    if (valid) response.writeHead(200, { 'x-key': key.id, 'x-user': key.referenceId, 'content-length': '0' })
    else response.writeHead(401, { 'content-length': '0' })
    response.end()
  })
  server.keepAliveTimeout = 75_000
  server.listen(0, '127.0.0.1', () => listening(server.address().port))
}
