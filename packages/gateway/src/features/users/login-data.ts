import type { Access } from '../../access/principal.ts'
import type { PublicAccount } from '../../access/public-account.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type NotificationPreferences, readPreferences } from './notification-preferences.ts'
import { readProfile, versionOfProfile } from './store.ts'

/** The contract's login data: the caller, and the account they are signed in to. */
export type LoginData = {
  account: PublicAccount
  user: string
  user_id: string
  role: string
  first_name: string
  last_name: string
  mfa: { passkey_enabled: boolean; totp_enabled: boolean }
  theme: string
  sound: boolean
  notification_preferences: NotificationPreferences
  /** Of the names and settings. */
  version: string
  profile_image?: { name: string; contentType: string; url: string }
}

/** getUserLoginData */
export function createGetLoginData(database: Database, publicUrl: string): (access: Access) => Promise<LoginData> {
  return async ({ principal, account }) => {
    const profile = await readProfile(database.read, principal.userId)
    if (!profile) throw new Refusal('unauthorized')
    const { image_name: image, image_file_name: name, image_type: contentType } = profile
    return {
      account,
      user: principal.email,
      user_id: principal.userId,
      role: principal.role,
      first_name: profile.first_name,
      last_name: profile.last_name,
      mfa: { passkey_enabled: profile.passkey_enabled_at !== null, totp_enabled: profile.totp_enabled_at !== null },
      theme: profile.theme,
      sound: profile.sound === 1,
      notification_preferences: readPreferences(profile.notification_preferences),
      version: versionOfProfile(profile),
      ...(name !== null &&
        contentType !== null && { profile_image: { name, contentType, url: `${publicUrl}/profile-images/${image}` } }),
    }
  }
}
