import type { Kysely } from 'kysely'
import type { Tx } from '../database/database.ts'
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
      'notification_preferences',
      'profile_image_name',
      'profile_image_type',
      'totp_enabled_at',
      'passkey_enabled_at',
    ])
    .where('id', '=', userId)
    .executeTakeFirst()
}

/** What updateUser may set; absent members stay as they are. */
export type ProfileChanges = {
  first_name?: string
  last_name?: string
  theme?: string
  sound?: number
  notification_preferences?: string
}

export async function updateProfile(tx: Tx, userId: string, changes: ProfileChanges): Promise<void> {
  await tx.db.updateTable('users').set(changes).where('id', '=', userId).execute()
}
