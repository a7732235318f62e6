/** A user's authenticator app. `users.totp_enabled_at` says whether it is asked for. */
export type TotpSecretsTable = {
  user_id: string
  secret_sealed: string
  /** The newest time step whose code was accepted (RFC 6238, §5.2: none is accepted twice). */
  last_step: number
  created_at: number
}

/** A secret that was shown and waits for its first code; until then the old one stays. */
export type TotpRegistrationsTable = { user_id: string; secret_sealed: string; expires_at: number }

/** A credential record (WebAuthn Level 3, §4). `users.passkey_enabled_at` says whether the user may use passkeys. */
export type PasskeysTable = {
  /** base64url; of one user only. */
  credential_id: string
  user_id: string
  /** COSE_Key, base64url. */
  public_key: string
  /** The authenticator's signature counter; 0 for those that have none. */
  counter: number
  /** 0 or 1: whether it may be copied to other devices (BE). Null for passkeys from before this was stored. */
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
  /** The id of the user who registers; or a keyed hash of the address that wants to sign in, which may be nobody's. */
  subject: string
  /** As typed when the authentication began. */
  account_name: string | null
  expires_at: number
}

/** The recovery codes that a user has not used yet: a JSON array. */
export type RecoveryCodesTable = { user_id: string; codes_sealed: string; created_at: number }

/** Wrong second factors in sign-ins of a user that were never completed: how many, and when the user was told. */
export type FactorFailuresTable = { user_id: string; failures: number; since: number; told_at: number | null }
