import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const BATCH = 500

/**
 * The hash of `jti` in place of `jti`, with which whoever had the signing key could make the access token. Only tokens
 * that are still honoured need it: the others are forgotten. SQLite has no SHA-256, so that it is made here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions rename column access_token_id to access_token_hash`.execute(db)
  await sql`update sessions set access_token_hash = ''
    where ended_at is not null or access_expires_at <= ${Date.now()}`.execute(db)
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string; jti: string }>`
      select id, access_token_hash as jti from sessions
      where access_token_hash <> '' and id > ${after} order by id limit ${BATCH}`.execute(db)
    for (const { id, jti } of rows)
      await sql`update sessions set access_token_hash = ${hash('sha256', jti, 'base64url')} where id = ${id}`.execute(
        db,
      )
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
