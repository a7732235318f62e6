import type { Role } from '../../values/roles.ts'

/** A user, with one address for all accounts; or a service account, the member that owns the keys of an account. */
export type UsersTable = {
  id: string
  /** Trimmed and lower-cased. For a service account it is a text that is no address, so that no mail goes there. */
  email: string
  /** The account whose service account this is; null for a user. */
  machine_of: string | null
  email_confirmed_at: number | null
  /** argon2id, or null while none was set (an invitation not yet accepted, OAuth only). */
  password_hash: string | null
  /**
   * Set when an invitation came to a user with a password and an unproven address: a squatter may have set that
   * password. So it is dropped when the address is confirmed. This mark stays until another password is set.
   */
  password_disowned_at: number | null
  first_name: string
  last_name: string
  /** `light`, `dark` or `auto`. */
  theme: string
  /** 1 or 0. */
  sound: number
  /** JSON (features/users/notification-preferences.ts); null for the defaults. */
  notification_preferences: string | null
  totp_enabled_at: number | null
  passkey_enabled_at: number | null
  created_at: number
}

export type MembershipsTable = {
  account_id: string
  user_id: string
  role: Role
  /** Null while an invitation waits to be accepted. */
  accepted_at: number | null
  /**
   * While the invitation waits: the names that the inviter typed, which are all that the account sees of the user, and
   * when the invitation expires.
   */
  invited_first_name: string | null
  invited_last_name: string | null
  invitation_expires_at: number | null
  /**
   * The inviter: their right is checked again when the invitation is accepted (access/inviter.ts). Null for invitations
   * from older versions.
   */
  invited_by_user_id: string | null
  invited_by_key_id: string | null
  suspended_at: number | null
  /** The member's scoped NATS signing key; null for a member who was never allowed to have API keys. */
  nats_signing_key: string | null
  nats_signing_seed_sealed: string | null
  /** The `claims_version` that added the signing key: creds work once that version is pushed. */
  nats_signing_version: number
  created_at: number
}

/** A change of a user's address under way; a new one replaces it. */
export type EmailChangesTable = {
  user_id: string
  /** The account in which the user asked for it, and whose audit log records it. */
  account_id: string
  /** The session that asked for it; it stays when all others are revoked. */
  session_id: string
  /** Normalised. */
  new_email: string
  /** Which link was mailed: the one to the old address, or the second one to the new address. */
  stage: 'approve' | 'prove'
  token_hash: string
  expires_at: number
  created_at: number
}

/**
 * An image in the storage. Its name there cannot be guessed and is its public address. The row exists before the image
 * does, and until after it is gone (features/profile-images/profile-image.ts says why).
 */
export type ProfileImagesTable = {
  name: string
  /** Null once the user is gone; then the image goes too. */
  user_id: string | null
  /** The name of the file that the user uploaded. */
  file_name: string
  content_type: string
  created_at: number
  /** Null until the image is in the storage; a user shows at most one. */
  shown_at: number | null
}

/** A part of an image that is uploaded in parts; the bytes are in the storage under the image's name. */
export type ProfileImagePartsTable = {
  name: string
  user_id: string | null
  /** Hash of what the parts of one upload have in common. */
  upload: string
  /** From 0. */
  part_index: number
  /** SHA-256 of the bytes: tells whether the same part was sent again. */
  digest: string
  byte_count: number
  created_at: number
  /** Null until the bytes are in the storage. */
  stored_at: number | null
}
