import type { Database } from '../platform/database/database.ts'
import { evictEverything } from './invalidation.ts'

export type StoredSigningKey = { kid: string; publicJwk: string; privateJwkSealed: string; createdAt: number }

export type SigningKeyStore = ReturnType<typeof createSigningKeyStore>

/** The keys that sign access tokens, newest first. */
export function createSigningKeyStore(database: Database) {
  return {
    async list(): Promise<StoredSigningKey[]> {
      return database.read
        .selectFrom('token_signing_keys')
        .select(['kid', 'public_jwk as publicJwk', 'private_jwk_sealed as privateJwkSealed', 'created_at as createdAt'])
        .orderBy('created_at', 'desc')
        .orderBy('kid')
        .execute()
    },
    /** Adds the first key, unless another gateway that starts at the same time has added its own. */
    async addFirst(key: StoredSigningKey): Promise<void> {
      await database.transaction(async ({ db }) => {
        const row = { name: 'first_token_signing_key', value: key.kid, value_sealed: null }
        const won = await db
          .insertInto('settings')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (Number(won.numInsertedOrUpdatedRows) > 0)
          await db.insertInto('token_signing_keys').values(toRow(key)).execute()
      })
    },
    async add(key: StoredSigningKey): Promise<void> {
      await database.transaction(({ db }) => db.insertInto('token_signing_keys').values(toRow(key)).execute())
    },
    /** Deletes all keys but this one, and makes every gateway drop the keys and credentials that it has cached. */
    async replaceAll(key: StoredSigningKey): Promise<void> {
      await database.transaction(async (tx) => {
        await tx.db.deleteFrom('token_signing_keys').execute()
        await tx.db.insertInto('token_signing_keys').values(toRow(key)).execute()
        await evictEverything(database, tx)
      })
    },
    async remove(kids: string[]): Promise<void> {
      if (kids.length === 0) return
      await database.transaction(({ db }) => db.deleteFrom('token_signing_keys').where('kid', 'in', kids).execute())
    },
  }
}

function toRow({ kid, publicJwk, privateJwkSealed, createdAt }: StoredSigningKey) {
  return { kid, public_jwk: publicJwk, private_jwk_sealed: privateJwkSealed, created_at: createdAt }
}
