import type { Kysely } from 'kysely'
import type { Schema } from '../../platform/database/schema.ts'
import { versionOf } from '../../platform/values/versions.ts'

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

type Profile = NonNullable<Awaited<ReturnType<typeof readProfile>>>

/** Of everything that updateUser lets a user change of themselves. */
export function versionOfProfile(profile: Profile): string {
  const { first_name, last_name, theme, sound, notification_preferences: preferences } = profile
  return versionOf(
    first_name,
    last_name,
    theme,
    sound,
    preferences,
    profile.totp_enabled_at,
    profile.passkey_enabled_at,
  )
}
