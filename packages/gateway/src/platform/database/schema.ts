import type { Generated } from 'kysely'
import type { Role } from '../values/roles.ts'

/**
 * The tables as Kysely sees them, the same on both engines (migrations/). Times are milliseconds since the epoch; a
 * flag is the moment it was raised or null, since SQLite binds no booleans. `…_sealed` is AES-256-GCM under the master
 * key (platform/crypto/sealing.ts) unless a comment says otherwise; `…_hash` is one-way.
 */
export type Schema = {
  settings: SettingsTable
  users: UsersTable
  accounts: AccountsTable
  account_name_holds: AccountNameHoldsTable
  sign_ups: SignUpsTable
  sign_up_links: SignUpLinksTable
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
  totp_secrets: TotpSecretsTable
  totp_registrations: TotpRegistrationsTable
  passkeys: PasskeysTable
  passkey_ceremonies: PasskeyCeremoniesTable
  recovery_codes: RecoveryCodesTable
  profile_images: ProfileImagesTable
  profile_image_parts: ProfileImagePartsTable
  email_changes: EmailChangesTable
  account_looks: AccountLooksTable
  account_exports: AccountExportsTable
  account_imports: AccountImportsTable
  account_meshes: AccountMeshesTable
  payment_customers: PaymentCustomersTable
  payment_events: PaymentEventsTable
  outbox: OutboxTable
  audit_events: AuditEventsTable
  throttle: ThrottleTable
  key_budgets: KeyRateLimitsTable
  secret_tries: SecretTriesTable
  factor_failures: FactorFailuresTable
}

/** What the gateway knows of itself: the master key's check value, the NATS operator. */
type SettingsTable = { name: string; value: string; value_sealed: string | null }

/** A user, known by their address everywhere; or a service account, as whom the keys of an account act. */
export type UsersTable = {
  id: string
  /** Trimmed and lower-cased. A service account's is none that a mail could go to or anybody could type. */
  email: string
  /** The account whose service account this is; null for a user. */
  machine_of: string | null
  email_confirmed_at: number | null
  /** argon2id, or null while none was set (an invitation not yet accepted, OAuth only). */
  password_hash: string | null
  /**
   * An invitation met a password while nobody had proven the address, so a squatter may have set it: it
   * goes when the address is confirmed. The mark stays until another password is set.
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

/** A tenant. A deleted one stays as a deleted account for an operator's recovery; its name is free at once. */
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
  /** A JSON object of whatever a user interface wants to remember (updateAccount). */
  onboarding_progress: string | null
  /** When the account will be deleted, unless that is cancelled; null once it is. */
  deletion_scheduled_for: number | null
  deleted_at: number | null
  /** When the deleted account's streams were purged from the message bus; until then a restoration brings them back. */
  streams_purged_at: number | null
  created_at: number
  /** Keys that are live, or deleted but not yet past their expiry: each of the latter is a revocation. */
  key_count: number
  /** The NATS account's public key and sealed seed; null until activation. */
  nats_public_key: string | null
  nats_seed_sealed: string | null
  /** Counts every change that the account claims show; `claims_issued_at` is their `iat`: seconds, and growing with each.  */
  claims_version: number
  claims_issued_at: number
  /** The newest version that the NATS servers confirmed. */
  claims_pushed_version: number
  /** Digest of the exports that were in it, null for none: where it changes, the importers' claims have to follow. */
  exports_pushed: string | null
}

/**
 * A sign-up whose mailbox nobody has proven: neither a user nor an account, and its password opens nothing. One with a
 * known address looks the same and comes to nothing (docs/decisions/0005).
 */
export type SignUpsTable = {
  id: string
  email: string
  /** Normalised, and as it was typed. */
  name: string
  display_name: string
  /** Null if the address was proven before: nothing can come of it. */
  password_hash: string | null
  /** Keyed hash of the password: a sign-in with it is answered that the address is unconfirmed. Null for old ones. */
  password_mark: string | null
  first_name: string
  last_name: string
  country: string | null
  company_name: string | null
  address: string | null
  website: string | null
  phone_number: string | null
  /** From where it came (platform/values/ip-addresses.ts). */
  network: string
  expires_at: number
  created_at: number
}

/** The link and the code of one mail about a sign-up; both are hashed, the code with a key, since it is short. */
export type SignUpLinksTable = { token_hash: string; code_hash: string; sign_up_id: string; created_at: number }

/** For minutes, a sign-up keeps its name from the sign-ups of other addresses; an address keeps one name. */
export type AccountNameHoldsTable = { email: string; name: string; expires_at: number }

export type MembershipsTable = {
  account_id: string
  user_id: string
  role: Role
  /** Null while an invitation waits to be accepted. */
  accepted_at: number | null
  /** While it waits: the names that the inviter typed, all that the account sees of the user, and when it lapses. */
  invited_first_name: string | null
  invited_last_name: string | null
  invitation_expires_at: number | null
  /** By whose right: asked again when somebody accepts (access/inviter.ts). Null for invitations of older versions. */
  invited_by_user_id: string | null
  invited_by_key_id: string | null
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
  /** The key that issued this one, if a key did: it dies with it. */
  issued_by_key_id: string | null
  /** The key that this one was made to replace. */
  replaces_key_id: string | null
  /** Its successor, if it was rotated: then `expires_at` is the end of its grace. */
  replaced_by_key_id: string | null
  /** The key that made this one by rotating itself: who had that has this one. Null if a user rotated it. */
  rotated_by_key_id: string | null
  created_at: number
  /** When the key ends; of a deleted one, when the last of its creds do, until when the message bus must remember it. */
  expires_at: number
  /** When creds that were handed out before a rotation end by themselves, if that is later than `expires_at`. */
  creds_expire_at: number | null
  /** How many of the mails before its end were sent; null for none. */
  expiry_notices: number | null
  deleted_at: number | null
  last_used_at: number | null
  /** What narrows the key below its owner; null is no limit. Lists are separated by spaces. */
  scopes: string | null
  allowed_ips: string | null
  rate_requests: number | null
  rate_per_seconds: number | null
  /** The first of the keys that this one succeeds: their uses are counted together against the rate. */
  rate_key_id: string | null
  /** Since when the message bus refuses its creds, because the limits of the key are of a kind that it cannot hold. */
  creds_barred_at: number | null
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
  /** SHA-256 of the `jti` of the one access token that is honoured, base64url; a refresh replaces it. */
  access_token_hash: string
  access_expires_at: number
  /** When the session ends, however often it is refreshed. */
  expires_at: number
  ended_at: number | null
  ip: string
  user_agent: string
  /** Where the address is, as GEOIP_DATABASE told when the session began, or `unknown`. */
  location: string
  /** What was proven: `password+totp`, `passkey`, `api_key`, … (features/authentication/methods.ts); `unknown` for old ones. */
  method: string
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
  purpose: 'reset-password' | 'set-password'
  user_id: string
  /** Null where the link is about the user, whatever account. */
  account_id: string | null
  token_hash: string
  /** Keyed hash: ten digits would not survive a search over a bare one. Null where the mail carries only a link. */
  code_hash: string | null
  expires_at: number
  created_at: number
}

/**
 * A sign-in whose first factor was right and that waits for its second one. Completed, it has started its session, and
 * its token serves once more, as the step-up of its user (docs/decisions/0007).
 */
export type SignInChallengesTable = {
  token_hash: string
  user_id: string
  account_id: string
  /** 0: the user is in several accounts and has named none yet; `account_id` is only one of them. */
  account_chosen: Generated<number>
  /** The first factor: `password` or `oauth`. */
  method: string
  /** Codes that may still be tried. */
  tries_left: number
  completed_at: number | null
  expires_at: number
  created_at: number
}

/** The newest code that was mailed to a user for something in one account; six digits, few tries. */
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

/** A provider's issuer and subject, linked to a user; one subject of an issuer per user. */
type OAuthIdentitiesTable = { issuer: string; subject: string; user_id: string; created_at: number }

/** A user's authenticator app. `users.totp_enabled_at` says whether it is asked for. */
type TotpSecretsTable = {
  user_id: string
  secret_sealed: string
  /** The newest time step whose code was accepted (RFC 6238, §5.2: none is accepted twice). */
  last_step: number
  created_at: number
}

/** A secret that was shown and whose first code is awaited; until then it replaces nothing. */
type TotpRegistrationsTable = { user_id: string; secret_sealed: string; expires_at: number }

/** How the name of a living account looks, as SHA-256 (features/accounts/looks-store.ts): one or two rows for each. */
type AccountLooksTable = { look: string; account_id: string }

/** A credential record (WebAuthn Level 3, §4). `users.passkey_enabled_at` says whether passkeys are accepted. */
type PasskeysTable = {
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
type PasskeyCeremoniesTable = {
  challenge_hash: string
  purpose: 'registration' | 'authentication'
  /** The id of who registers; or a keyed hash of the address that wants to sign in, which need not be anybody's. */
  subject: string
  /** As typed when an authentication was begun. */
  account_name: string | null
  expires_at: number
}

/** The recovery codes that a user has left: a JSON array. */
type RecoveryCodesTable = { user_id: string; codes_sealed: string; created_at: number }

/**
 * An image in the storage, under a name that nobody can guess and that is its public address. The row is there before
 * the image is, and until after it is gone (features/profile-images/profile-image.ts says why).
 */
export type ProfileImagesTable = {
  name: string
  /** Null once the user is gone; then the image goes too. */
  user_id: string | null
  /** As the user's file was called. */
  file_name: string
  content_type: string
  created_at: number
  /** Null until the image lies in the storage; a user shows one at most. */
  shown_at: number | null
}

/** A part of an image that comes in parts; the bytes lie in the storage under its name. */
export type ProfileImagePartsTable = {
  name: string
  user_id: string | null
  /** Hash of what makes parts belong together. */
  upload: string
  /** From 0. */
  part_index: number
  /** SHA-256 of the bytes: the same part sent again is known by it. */
  digest: string
  byte_count: number
  created_at: number
  /** Null until the bytes lie in the storage. */
  stored_at: number | null
}

/** A change of a user's address under way; a new one replaces it. */
export type EmailChangesTable = {
  user_id: string
  /** The account in which it was asked for, whose log tells of it. */
  account_id: string
  /** The session that asked, which goes on when all others end. */
  session_id: string
  /** Normalised. */
  new_email: string
  /** Whose link is out: that to the old address, or the second one to the new address. */
  stage: 'approve' | 'prove'
  token_hash: string
  expires_at: number
  created_at: number
}

/** What an account offers to others on the message bus (addExport). */
export type AccountExportsTable = {
  account_id: string
  name: string
  subject: string
  type: 'stream' | 'service'
  /** Counts from 1: the `*` that has to be the importer's account key. */
  token_position: number | null
  /** JSON array of account ids; null where every account may import it. */
  allowed_accounts: string | null
  /** `claims_issued_at` of the change that added it, in seconds: activations from before are worth nothing. */
  issued_at: number
  created_at: number
}

/** What an account takes from another (addImport). Whether an export covers it is looked up each time. */
export type AccountImportsTable = {
  account_id: string
  name: string
  /** As the exporter has it, with `*` at the token position. */
  subject: string
  /** Null for the same subject. */
  local_subject: string | null
  /** May name an account that is gone. */
  exporter_id: string
  type: 'stream' | 'service'
  token_position: number | null
  created_at: number
}

/** Where an account wants its streams, and how far that has come (updateMeshNodes). */
export type AccountMeshesTable = {
  account_id: string
  num_nodes: number
  /** JSON array, sorted. */
  regions: string
  requested_at: number
  /** How many copies of a stream the claims allow: more than wished while streams still have more. */
  most_replicas: number
  /** The version of the account's claims with which that came. */
  claims_version: number
  /** The wish that was last wholly met. */
  applied_num_nodes: number | null
  applied_regions: string | null
  /** When the streams were last seen to be as the present wish has it; null while they are not. */
  met_at: number | null
  /** As of `checked_at`; null before the first look. */
  streams_total: number | null
  streams_placed: number | null
  /** JSON array of `{name, reason}`. */
  failing: string
  /** What keeps the whole wish from being met. */
  problem: string | null
  checked_at: number | null
  /** Since when the streams could not be looked at; null while they can. */
  unseen_since: number | null
}

/** Which customer of Stripe an account is, in live and in test mode. Everything else about payments Stripe knows. */
type PaymentCustomersTable = {
  account_id: string
  mode: 'live' | 'test'
  /** `cus_…`; of one account only. */
  customer_id: string
  /** Raised by each writing of the account's subscription: what was read from Stripe before is stale. */
  version: number
  /** Somebody changes the subscription until then, at the latest. */
  busy_until: number
  created_at: number
}

/** Events of Stripe that were received: each counts once. */
type PaymentEventsTable = {
  /** `evt_…` */
  event_id: string
  type: string
  customer_id: string
  received_at: number
  /** When what happens only once for it was done: the mail about a failed payment. */
  done_at: number | null
}

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
  /** Null where no account is known, such as a refused sign-in of an unknown user. */
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
  /** As X-Request-Id of the answer; null for what no request did. */
  request_id: string | null
  /** JSON object, never with a secret in it. */
  details: string
}

/** Counters of rate-limiter-flexible, where several gateways share them. */
type ThrottleTable = { key: string; points: number; expire: number | null }

/** How much of the rate of a key all gateways have used in the newest window; `rate limit` is `<key id>/<seconds>`. */
export type KeyRateLimitsTable = { budget: string; window_ends_at: number; used: number }

/** Tries at a secret in one window (platform/throttle/tries.ts): those that failed, and among `tries` those that are under way. */
type SecretTriesTable = {
  key: string
  tries: number
  under_way: number
  window_ends_at: number
  /** When the newest of them began, by the clock of its gateway. */
  begun_at: number
}

/** How often a second factor was wrong in sign-ins of a user that were never completed, and when they were told. */
type FactorFailuresTable = { user_id: string; failures: number; since: number; told_at: number | null }
