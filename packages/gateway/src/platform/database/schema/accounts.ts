import type { Generated } from 'kysely'
/** A tenant. A deleted account stays, so that the operator can restore it; its name is free at once. */
export type AccountsTable = {
  /** Ten random digits. */
  id: string
  /** Normalised; unique among accounts that are not deleted. */
  name: string
  display_name: string
  root_user_id: string
  /** Null until the root's address is confirmed; until then nobody can sign in. */
  activated_at: number | null
  subscription_status: 'active' | 'pending' | 'cancelled'
  subscription_plan: string | null
  /** What the plan sets for keys (access/plan-defaults.ts); null for nothing. */
  default_rate: string | null
  default_quota: string | null
  max_keys: number | null
  /** While a payment is late: when keys begin to be refused. */
  payment_grace_until: number | null
  /** When the members were told that keys are refused; null if they were not. */
  payment_overdue_told_at: number | null
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
  /** A JSON object, whatever a user interface wants to remember (updateAccount). */
  onboarding_progress: string | null
  /** When the account will be deleted, unless that is cancelled; null once it is. */
  deletion_scheduled_for: number | null
  deleted_at: number | null
  /** Since when an operator has it suspended, and why; null if it is not. */
  suspended_at: number | null
  suspension_reason: string | null
  /** When the deleted account's streams were purged from the message bus; until then a restoration brings them back. */
  streams_purged_at: number | null
  created_at: number
  /** Keys that are live, or deleted but not yet past their expiry: each of the latter is a revocation. */
  key_count: number
  /** Imported keys that have a row; those that ever had creds are in `key_count`, too. */
  imported_key_count: Generated<number>
  /** The NATS account's public key and sealed seed; null until activation. */
  nats_public_key: string | null
  nats_seed_sealed: string | null
  /**
   * Counts every change that the account's claims show. `claims_issued_at` is their `iat`: seconds, higher each time.
   */
  claims_version: number
  claims_issued_at: number
  /** The newest version that the NATS servers confirmed. */
  claims_pushed_version: number
  /** Digest of the exports in that version, null for none: when it changes, the importers' claims have to follow. */
  exports_pushed: string | null
}

/**
 * A sign-up whose mailbox nobody has proven: neither a user nor an account, and nobody can sign in with its password. A
 * sign-up with a known address looks the same, but nothing comes of it (docs/decisions/0005).
 */
export type SignUpsTable = {
  id: string
  email: string
  /** Normalised, and as it was typed. */
  name: string
  display_name: string
  /** Null if somebody has proven the address before: nothing can come of this sign-up. */
  password_hash: string | null
  /** Keyed hash of the password: a sign-in with it is told that the address is unconfirmed. Null for old sign-ups. */
  password_mark: string | null
  first_name: string
  last_name: string
  country: string | null
  company_name: string | null
  address: string | null
  website: string | null
  phone_number: string | null
  /** The client's network (platform/values/ip-addresses.ts). */
  network: string
  expires_at: number
  created_at: number
}

/** The link and the code of one mail about a sign-up; both are hashed, the code with a key, since it is short. */
export type SignUpLinksTable = { token_hash: string; code_hash: string; sign_up_id: string; created_at: number }

/** A sign-up keeps its name for minutes from the sign-ups of other addresses; an address keeps one name at a time. */
export type AccountNameHoldsTable = { email: string; name: string; expires_at: number }

/** How the name of a living account looks, as SHA-256 (features/accounts/looks-store.ts): one or two rows for each. */
export type AccountLooksTable = { look: string; account_id: string }
