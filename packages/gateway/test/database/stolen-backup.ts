import { importJWK, type JWK, SignJWT } from 'jose'
import { readConfig } from '../../src/platform/config/config.ts'
import { createSettingsStore } from '../../src/platform/database/settings-store.ts'
import { openSealer } from '../../src/platform/secrets/master-key.ts'
import { sealedColumns } from '../../src/platform/secrets/sealed-columns.ts'
import type { TestGateway } from '../gateway.ts'

/** What a thief with a copy of the database and of the master key, both as they are now, can do. */
export async function stealBackup({ database, place }: Pick<TestGateway, 'database' | 'place'>) {
  const sealer = await openSealer(readConfig(place.environment), createSettingsStore(database))
  const all = (table: 'sessions' | 'token_signing_keys' | 'totp_secrets' | 'outbox') =>
    database.read.selectFrom(table).selectAll().execute()
  const [sessions, keys, apps, outbox] = await Promise.all([
    database.read.selectFrom('sessions').selectAll().execute(),
    database.read.selectFrom('token_signing_keys').selectAll().orderBy('created_at', 'desc').execute(),
    database.read.selectFrom('totp_secrets').selectAll().execute(),
    all('outbox') as Promise<{ id: string; payload_sealed: string | null }[]>,
  ])

  return {
    /** An access token for a session as the database has it, signed as the gateway would. */
    async forge(sessionId: string): Promise<string> {
      const session = sessions.find(({ id }) => id === sessionId)
      const [key] = keys
      if (!session || !key) throw new Error('the backup has no such session')
      const opened = sealer.open(key.private_jwk_sealed, sealedColumns.tokenSigningKey.context(key.kid))
      return new SignJWT({ sid: session.id, account_id: session.account_id, role: 'root' })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
        .setIssuer('http://gateway.test')
        .setAudience('http://gateway.test')
        .setSubject(session.user_id)
        .setJti(session.access_token_hash)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(await importJWK(JSON.parse(opened) as JWK, 'EdDSA'))
    },
    /** The secret of a user's authenticator app. */
    appSecretOf(userId: string): string {
      const sealed = apps.find((app) => app.user_id === userId)?.secret_sealed ?? ''
      return sealer.open(sealed, sealedColumns.totpSecret.context(userId))
    },
    /** The payloads that wait in the outbox, among them mails with their links. */
    waiting: (): string[] =>
      outbox.flatMap(({ id, payload_sealed: sealed }) =>
        sealed === null ? [] : sealer.open(sealed, sealedColumns.outboxPayload.context(id)),
      ),
  }
}
