import type { Kysely } from 'kysely'
import type { Schema } from '../../platform/database/schema.ts'

/** A user's own profile, as getUserLoginData shows it to them. */
export async function readProfile(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('users')
    .leftJoin('profile_images as i', (join) =>
      join.onRef('i.user_id', '=', 'users.id').on('i.shown_at', 'is not', null),
    )
    .select([
      'first_name',
      'last_name',
      'theme',
      'sound',
      'notification_preferences',
      'i.name as image_name',
      'i.file_name as image_file_name',
      'i.content_type as image_type',
      'totp_enabled_at',
      'passkey_enabled_at',
    ])
    .where('users.id', '=', userId)
    .executeTakeFirst()
}
