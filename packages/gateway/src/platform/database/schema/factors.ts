/** A user's authenticator app. `users.totp_enabled_at` says whether it is asked for. */
export type TotpSecretsTable = {
  user_id: string
  secret_sealed: string
  /** The newest time step whose code was accepted (RFC 6238, §5.2: none is accepted twice). */
  last_step: number
  created_at: number
}

/** A secret that was shown and waits for its first code; until then it replaces nothing. */
export type TotpRegistrationsTable = { user_id: string; secret_sealed: string; expires_at: number }

/** A credential record (WebAuthn Level 3, §4). `users.passkey_enabled_at` says whether passkeys are accepted. */
export type PasskeysTable = {
  /** base64url; of one user only. */
  credential_id: string
  user_id: string
  /** COSE_Key, base64url. */
  public_key: string
  /** The authenticator's signature counter; 0 for those that have none. */
  counter: number
  /** 0 or 1: whether it may be copied to other devices (BE). Null for those that were made before it was kept. */
  backup_eligible: number | null
  /** JSON array. */
  transports: string
  alias: string
  created_at: number
  last_used_at: number | null
}

/** A WebAuthn ceremony under way, by the hash of its challenge. */
export type PasskeyCeremoniesTable = {
  challenge_hash: string
  purpose: 'registration' | 'authentication'
  /** The id of who registers; or a keyed hash of the address that wants to sign in, which need not be anybody's. */
  subject: string
  /** As typed when an authentication was begun. */
  account_name: string | null
  expires_at: number
}

/** The recovery codes that a user has left: a JSON array. */
export type RecoveryCodesTable = { user_id: string; codes_sealed: string; created_at: number }

/** How often a second factor was wrong in sign-ins of a user that were never completed, and when they were told. */
export type FactorFailuresTable = { user_id: string; failures: number; since: number; told_at: number | null }
