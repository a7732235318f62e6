import type { Kysely } from 'kysely'
import type { Schema } from '../database/schema.ts'

/** A person's own profile, as getUserLoginData shows it to them. */
export async function readProfile(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('users')
    .select([
      'first_name',
      'last_name',
      'theme',
      'sound',
      'profile_image_name',
      'profile_image_type',
      'totp_enabled_at',
      'passkey_enabled_at',
    ])
    .where('id', '=', userId)
    .executeTakeFirst()
}
