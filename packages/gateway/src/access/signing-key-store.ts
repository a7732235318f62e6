import type { Database } from '../database/database.ts'

type StoredSigningKey = { kid: string; publicJwk: string; privateJwkSealed: string }

export type SigningKeyStore = ReturnType<typeof createSigningKeyStore>

/** The keys that sign access tokens, newest first. */
export function createSigningKeyStore(database: Database) {
  return {
    async list(): Promise<StoredSigningKey[]> {
      return database.read
        .selectFrom('token_signing_keys')
        .select(['kid', 'public_jwk as publicJwk', 'private_jwk_sealed as privateJwkSealed'])
        .orderBy('created_at', 'desc')
        .orderBy('kid')
        .execute()
    },
    /** Adds the first key, unless another gateway that starts at the same time has added its own. */
    async addFirst({ kid, publicJwk, privateJwkSealed }: StoredSigningKey): Promise<void> {
      await database.transaction(async ({ db }) => {
        const row = { name: 'first_token_signing_key', value: kid, value_sealed: null }
        const won = await db
          .insertInto('settings')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (Number(won.numInsertedOrUpdatedRows) === 0) return
        await db
          .insertInto('token_signing_keys')
          .values({ kid, public_jwk: publicJwk, private_jwk_sealed: privateJwkSealed, created_at: Date.now() })
          .execute()
      })
    },
  }
}
