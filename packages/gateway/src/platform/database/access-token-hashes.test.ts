import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { up } from './migrations/0020-access-token-hashes.ts'
import { openDatabase } from './open.ts'

const HOUR = 3_600_000

describeEngines('the migration to hashes of access tokens', (engine) => {
  it('hashes the ids of tokens that are still honoured, and forgets all others', async () => {
    const place = await openPlace(engine, { ownDatabase: true })
    const database = await openDatabase(readConfig(place.environment))
    try {
      const found = await database.transaction(async ({ db }) => {
        // As it was before.
        await sql`alter table sessions rename column access_token_hash to access_token_id`.execute(db)
        await sql`insert into users (id, email, first_name, last_name, created_at) values ('usr', 'a@b.c', '', '', 0)`.execute(
          db,
        )
        await sql`insert into accounts (id, name, display_name, root_user_id, subscription_status, created_at)
          values ('1', 'acme', 'acme', 'usr', 'active', 0)`.execute(db)
        const now = Date.now()
        const add = (id: string, jti: string, accessExpiresAt: number, endedAt: number | null) =>
          sql`insert into sessions (id, account_id, user_id, kind, method, access_token_id, access_expires_at, expires_at,
            ended_at, ip, user_agent, location, created_at)
            values (${id}, '1', 'usr', 'interactive', 'password', ${jti}, ${accessExpiresAt}, ${now + HOUR}, ${endedAt},
            '', '', '', 0)`.execute(db)
        // More than a batch.
        for (let n = 0; n < 501; n += 1) await add(`live-${n}`, `jti-${n}`, now + HOUR, null)
        await add('run-out', 'jti', now - 1, null)
        await add('ended', 'jti', now + HOUR, now)
        await up(db as unknown as Kysely<unknown>)
        return db.selectFrom('sessions').select(['id', 'access_token_hash']).execute()
      })
      expect(found).toHaveLength(503)
      for (const { id, access_token_hash } of found) {
        const [, n] = /^live-(\d+)$/.exec(id) ?? []
        expect([id, access_token_hash]).toEqual([id, n === undefined ? '' : hash('sha256', `jti-${n}`, 'base64url')])
      }
    } finally {
      await database.close()
      await place.remove()
    }
  })
})
