import type { Generated } from 'kysely'
import type { Environment } from '../../values/environments.ts'
import type { Period } from '../../values/periods.ts'

export type ApiKeysTable = {
  id: string
  account_id: string
  user_id: string
  name: string
  /**
   * SHA-256 of the key, base64url. Of an imported key: its digest and the account, or the secret, that it belongs to
   * (access/imported-keys/names.ts).
   */
  key_hash: string
  /** The last four characters; empty for an imported key of which they are not known. */
  last_4: string
  /** Public key of the NATS user that stands for this key on the message bus. Empty until an imported key has creds. */
  nats_user_key: string
  /** The NATS user's seed, sealed under a key derived from the API key itself; emptied on deletion. */
  nats_seed_sealed: string
  /** The key that issued this one, if a key did: when that key is deleted, this one is too. */
  issued_by_key_id: string | null
  /** The key that this one was made to replace. */
  replaces_key_id: string | null
  /** Its successor, if it was rotated: then `expires_at` is the end of its grace. */
  replaced_by_key_id: string | null
  /** The key that made this one by rotating itself: whoever had that key has this one. Null if a user rotated it. */
  rotated_by_key_id: string | null
  created_at: number
  /**
   * When the key expires. For a deleted key: when the last of its creds expire, so that the message bus need not know
   * it any more.
   */
  expires_at: number
  /** When creds that were handed out before a rotation expire, if that is later than `expires_at`. */
  creds_expire_at: number | null
  /** A rotated key also ends after so many days without a use; null if only the end of its grace ends it. */
  retire_silent_days: number | null
  /** Since when these days count, if it was not used later: its rotation, or its last known connection to the bus. */
  retire_counts_from: number | null
  /** How many of the mails before its expiry were sent; null for none. */
  expiry_notices: number | null
  deleted_at: number | null
  last_used_at: number | null
  /** What narrows the key below its owner; null is no limit. Lists are separated by spaces. */
  scopes: string | null
  allowed_ips: string | null
  rate_requests: number | null
  rate_per_seconds: number | null
  quota_requests: number | null
  quota_per: Period | null
  /** Whether the periods of the quota are those of the calendar, or are counted from when the key was issued. */
  quota_resets: 'calendar' | 'issued' | null
  /** The first of the keys that this one succeeds: their uses count together against the rate limit and the quota. */
  rate_key_id: string | null
  /**
   * Since when the message bus refuses its creds: the bus cannot enforce a limit that the key has. Null if it doesn't.
   */
  creds_barred_at: number | null
  /** When the audit log last said that the key was tried after it had been deleted. */
  misused_at: number | null
  /** What its owner says of it: a JSON object of strings, numbers and booleans; null for none. */
  metadata: string | null
  /** Sorted and separated by spaces, to be shown; `api_key_tags` has them to be looked for. Null for none. */
  tags: string | null
  environment: Generated<Environment>
  /** Since when it is disabled: refused everywhere, until somebody enables it. */
  disabled_at: number | null
  /** SHA-256 or HMAC-SHA-256 of a key that was issued elsewhere, base64url; null for our own. */
  imported_digest: string | null
  /** How an imported key begins, as far as its owner has said; null for our own. */
  key_start: string | null
}

/** Secrets under which imported keys were hashed with HMAC-SHA-256 (RFC 2104). */
export type ImportSecretsTable = { id: string; account_id: string; secret_sealed: string; created_at: number }

/** The tags of keys, one a row. Rows of deleted keys stay until these are purged. */
export type ApiKeyTagsTable = { account_id: string; tag: string; api_key_id: string }

/** How often a key was used on one day; days are counted from the epoch, in UTC. */
export type ApiKeyUsageTable = { api_key_id: string; day: number; uses: number; last_used_at: number }

/** How often the keys of a member were used on one day, also those that are gone. */
export type AccountUsageTable = { account_id: string; day: number; user_id: string; uses: number }

/** As ApiKeyUsageTable, for each of the latest networks of that day; other networks count only in the sum. */
export type ApiKeyNetworksTable = ApiKeyUsageTable & { network: string }

/** How much of a key's rate limit all gateways have used in the newest window; `budget` is `<key id>/<seconds>`. */
export type KeyRateLimitsTable = { budget: string; window_ends_at: number; used: number }

/**
 * How much of a key's quota all gateways have used in its newest period, and what was added to it. `quota` is the name
 * of access/key-limits/quota.ts.
 */
export type KeyQuotasTable = { quota: string; window_ends_at: number; used: number; topped_up: number }
