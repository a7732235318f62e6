import { type Kysely, sql } from 'kysely'
import { countInParts } from '../../platform/database/count-in-parts.ts'
import type { Tx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { isNotDeleted } from '../directory/live.ts'

/** The digests of all imported keys, in their order, `limit` after `after`. */
export async function pageOfDigests(db: Kysely<Schema>, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('api_keys')
    .select('imported_digest as digest')
    .where('imported_digest', '>', after)
    .orderBy('imported_digest')
    .limit(limit)
    .execute()
  return rows.flatMap(({ digest }) => digest ?? [])
}

export const countDigests = (db: Kysely<Schema>): Promise<number> =>
  countInParts(db, (after, limit) =>
    db
      .selectFrom('api_keys')
      .select('imported_digest as it')
      .where('imported_digest', '>', after)
      .orderBy('imported_digest')
      .limit(limit),
  )

const findFirst = prepared((db, { digest }: { digest: string }) =>
  db
    .selectFrom('api_keys')
    .select(['id', 'key_hash as name', 'account_id as accountId'])
    .where('imported_digest', '=', digest)
    // Not one that is said to be an HMAC.
    .where(sql<string>`imported_digest || '@' || account_id`, '=', (eb) => eb.ref('key_hash'))
    .orderBy('id')
    .limit(1),
)

/** The key that was imported first with this SHA-256, in whichever account; also a deleted one that has its row still. */
export async function findFirstImport(db: Kysely<Schema>, digest: string): Promise<Stored | undefined> {
  const [first] = await findFirst(db, { digest })
  return first
}

export type Stored = { id: string; name: string; accountId: string }

/** The imported keys with these names, deleted ones too, the first import first. */
export async function findNames(db: Kysely<Schema>, names: readonly string[]): Promise<Stored[]> {
  if (names.length === 0) return []
  return db
    .selectFrom('api_keys')
    .select(['id', 'key_hash as name', 'account_id as accountId'])
    .where('key_hash', 'in', names)
    .orderBy('id')
    .execute()
}

export type SealedImportSecret = { id: string; accountId: string; secretSealed: string }

function secrets(db: Kysely<Schema>) {
  return db
    .selectFrom('import_secrets as s')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .select(['s.id', 's.account_id as accountId', 's.secret_sealed as secretSealed'])
    .where(isNotDeleted)
    .orderBy('s.id')
}

/** The first secrets of all accounts that are not deleted. */
export async function listFirstSecrets(db: Kysely<Schema>, limit: number): Promise<SealedImportSecret[]> {
  return secrets(db).limit(limit).execute()
}

export async function listSecretsOf(db: Kysely<Schema>, accountId: string): Promise<SealedImportSecret[]> {
  return secrets(db).where('s.account_id', '=', accountId).execute()
}

export async function addSecret(tx: Tx, secret: SealedImportSecret & { createdAt: number }): Promise<void> {
  await tx.db
    .insertInto('import_secrets')
    .values({
      id: secret.id,
      account_id: secret.accountId,
      secret_sealed: secret.secretSealed,
      created_at: secret.createdAt,
    })
    .execute()
}
