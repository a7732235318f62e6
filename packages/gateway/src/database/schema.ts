import type { Role } from '../access/roles.ts'

/**
 * The tables as Kysely sees them, the same on both engines (migrations/). Times are milliseconds since the epoch; a
 * flag is the moment it was raised or null, since SQLite binds no booleans. `…_sealed` is AES-256-GCM under the master
 * key (crypto/sealing.ts) unless a comment says otherwise; `…_hash` is one-way.
 */
export type Schema = {
  settings: SettingsTable
  users: UsersTable
  accounts: AccountsTable
  account_name_holds: AccountNameHoldsTable
  memberships: MembershipsTable
  api_keys: ApiKeysTable
  api_key_usage: ApiKeyUsageTable
  api_key_networks: ApiKeyNetworksTable
  idempotent_answers: IdempotentAnswersTable
  sessions: SessionsTable
  refresh_tokens: RefreshTokensTable
  token_signing_keys: TokenSigningKeysTable
  mailed_tokens: MailedTokensTable
  sign_in_challenges: SignInChallengesTable
  email_codes: EmailCodesTable
  oauth_states: OAuthStatesTable
  oauth_identities: OAuthIdentitiesTable
  outbox: OutboxTable
  audit_events: AuditEventsTable
  throttle: ThrottleTable
}

/** What the gateway knows of itself: the master key's check value, the NATS operator. */
type SettingsTable = { name: string; value: string; value_sealed: string | null }

/** A person, known by their address everywhere; or a machine member, as whom the keys of an account act. */
export type UsersTable = {
  id: string
  /** Trimmed and lower-cased. A machine member's is none that a mail could go to or anybody could type. */
  email: string
  /** The account whose machine member this is; null for a person. */
  machine_of: string | null
  email_confirmed_at: number | null
  /** argon2id, or null while none was set (an invitation not yet accepted, OAuth only). */
  password_hash: string | null
  first_name: string
  last_name: string
  /** `light`, `dark` or `auto`. */
  theme: string
  /** 1 or 0. */
  sound: number
  profile_image_name: string | null
  profile_image_type: string | null
  totp_enabled_at: number | null
  passkey_enabled_at: number | null
  created_at: number
}

/** A tenant. A deleted one stays as a shell for an operator's recovery; its name is free at once. */
export type AccountsTable = {
  /** Ten random digits. */
  id: string
  /** Normalised; unique among accounts that are not deleted. */
  name: string
  display_name: string
  root_user_id: string
  /** Null until the root's address is confirmed; nobody can sign in before. */
  activated_at: number | null
  subscription_status: 'active' | 'pending' | 'cancelled'
  subscription_plan: string | null
  emergency_credit: number
  country: string | null
  company_name: string | null
  address: string | null
  website: string | null
  phone_number: string | null
  region: string | null
  provider: string | null
  bstier: number
  /** 1 or 0. */
  cloud: number
  /** 1 or 0. */
  hub: number
  deletion_scheduled_for: number | null
  deleted_at: number | null
  created_at: number
  /** Keys that are live, or deleted but not yet past their expiry: each of the latter is a revocation (Decision 5). */
  key_count: number
  /** The NATS account's public key and sealed seed; null until activation. */
  nats_public_key: string | null
  nats_seed_sealed: string | null
  /** Counts every change that the account claims show; `claims_issued_at` is their `iat`: seconds, and growing with each.  */
  claims_version: number
  claims_issued_at: number
  /** The newest version that the NATS servers confirmed. */
  claims_pushed_version: number
}

/**
 * Account names that look taken although no account has them: kept where createAccount was answered like a new one
 * without making anything (Decision 14), so that asking twice finds out nothing either.
 */
type AccountNameHoldsTable = {
  name: string
  user_id: string
  expires_at: number
  /** Keyed hash of the password that was sent: a sign-in with it is answered as for a new person. */
  password_mark: string
}

export type MembershipsTable = {
  account_id: string
  user_id: string
  role: Role
  /** Null while an invitation waits to be accepted (Decision 10). */
  accepted_at: number | null
  suspended_at: number | null
  /** The member's scoped NATS signing key; null for who was never allowed to hold keys. */
  nats_signing_key: string | null
  nats_signing_seed_sealed: string | null
  /** The `claims_version` with which the signing key came: creds work once that one is pushed. */
  nats_signing_version: number
  created_at: number
}

export type ApiKeysTable = {
  id: string
  account_id: string
  user_id: string
  name: string
  /** SHA-256 of the key, base64url. */
  key_hash: string
  last_4: string
  /** Public key of the NATS user that this key is on the message bus. */
  nats_user_key: string
  /** The NATS user's seed, sealed under a key derived from the API key itself; emptied on deletion. */
  nats_seed_sealed: string
  /** The key that issued this one, if a key did: it dies with it (Decision 11). */
  issued_by_key_id: string | null
  /** The key that this one was made to replace. */
  replaces_key_id: string | null
  /** Its successor, if it was rotated: then `expires_at` is the end of its grace. */
  replaced_by_key_id: string | null
  created_at: number
  /** When the key ends; of a deleted one, when the last of its creds do, until when the message bus must remember it. */
  expires_at: number
  /** When creds that were handed out before a rotation end by themselves, if that is later than `expires_at`. */
  creds_expire_at: number | null
  /** How many of the mails before its end were sent; null for none. */
  expiry_notices: number | null
  deleted_at: number | null
  last_used_at: number | null
  /** When the audit log last said that the key was tried after it had been deleted. */
  misused_at: number | null
}

/** How often a key was used on one day, which counts from the epoch in UTC. */
type ApiKeyUsageTable = { api_key_id: string; day: number; uses: number; last_used_at: number }

/** From where, for the latest networks of that day; the rest of them is only in the sum. */
type ApiKeyNetworksTable = ApiKeyUsageTable & { network: string }

/** Answers that a retry with the same Idempotency-Key gets again. */
type IdempotentAnswersTable = {
  /** Keyed hash of the caller and the idempotency key. */
  id: string
  /** Keyed hash of what was asked for: another request with the same key is refused. */
  request_hash: string
  /** Sealed under a key derived from the idempotency key and the caller's credential. */
  answer_sealed: string
  expires_at: number
}

export type SessionsTable = {
  id: string
  account_id: string
  user_id: string
  kind: 'interactive' | 'key'
  /** The key that a `key` session was made from; it ends with it. */
  api_key_id: string | null
  /** `jti` of the one access token that is honoured; a refresh replaces it. */
  access_token_id: string
  access_expires_at: number
  /** When the session ends whatever happens (Decision 16). */
  expires_at: number
  ended_at: number | null
  ip: string
  user_agent: string
  /** Where the address is, as GEOIP_DATABASE told when the session began, or `unknown`. */
  location: string
  created_at: number
}

/** Every refresh token of a session, used ones too: that is how reuse is noticed. */
export type RefreshTokensTable = {
  token_hash: string
  session_id: string
  expires_at: number
  /** When it was exchanged. */
  used_at: number | null
  /** Hash of the token it was exchanged for. */
  successor_hash: string | null
  /** The pair it was exchanged for, sealed under a key derived from this token itself. */
  successor_sealed: string | null
}

/** Keys that sign access tokens; the newest one signs, all are published (JWKS) until their tokens have expired. */
type TokenSigningKeysTable = { kid: string; public_jwk: string; private_jwk_sealed: string; created_at: number }

/** Links and codes sent by mail. One row is one mail: using the token burns the code and the other way round. */
export type MailedTokensTable = {
  id: string
  purpose: 'confirm-email' | 'reset-password' | 'set-password'
  user_id: string
  /** Null where the link is about the person, whatever account. */
  account_id: string | null
  token_hash: string
  /** Keyed hash: ten digits would not survive a search over a bare one. Null where the mail carries only a link. */
  code_hash: string | null
  expires_at: number
  created_at: number
}

/** A sign-in whose password was right and that waits for its second factor. */
export type SignInChallengesTable = {
  token_hash: string
  user_id: string
  account_id: string
  expires_at: number
  created_at: number
}

/** The newest code that was mailed to a person for something in one account; six digits, few tries. */
type EmailCodesTable = {
  user_id: string
  account_id: string
  code_hash: string
  tries_left: number
  expires_at: number
}

/** An OAuth sign-in under way: what has to be the same when the provider sends the browser back. */
type OAuthStatesTable = {
  state_hash: string
  /** As asked for, normalised: there need not be such an account, and nobody finds out before the callback. */
  account_name: string
  /** The allow-listed origin that asked. */
  origin: string
  /** Hash of the cookie that binds the sign-in to one browser. */
  browser_hash: string
  /** JSON of PKCE verifier and nonce. */
  secrets_sealed: string
  expires_at: number
}

/** A provider's issuer and subject, linked to a person for good (Decision 15); one subject of an issuer per person. */
type OAuthIdentitiesTable = { issuer: string; subject: string; user_id: string; created_at: number }

/** Work to do after a commit (outbox/). */
export type OutboxTable = {
  /** Random, or `<kind>:<key>` for work of which one pending item is enough. */
  id: string
  kind: string
  key: string
  payload_sealed: string | null
  /** Raised by each request for the same keyed work; an item is done only if none came meanwhile. */
  version: number
  due_at: number
  /** A worker has it until then. */
  leased_until: number
  attempts: number
  last_error: string | null
  /** Given up on; kept for the operator to see, its payload erased. */
  failed_at: number | null
  created_at: number
}

/** Append-only (audit/). */
export type AuditEventsTable = {
  id: string
  /** Null where no account is known, such as a refused sign-in of an unknown person. */
  account_id: string | null
  occurred_at: number
  action: string
  actor_user_id: string | null
  actor_kind: 'interactive' | 'key' | 'anonymous' | 'system'
  /** The session or API key that acted. */
  credential_id: string | null
  target_type: string | null
  target_id: string | null
  ip: string | null
  user_agent: string | null
  /** JSON object, never with a secret in it. */
  details: string
}

/** Counters of rate-limiter-flexible, where several gateways share them. */
type ThrottleTable = { key: string; points: number; expire: number | null }
