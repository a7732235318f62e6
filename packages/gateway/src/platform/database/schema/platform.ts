import type { Generated } from 'kysely'

/** What the gateway stores about itself, such as the check value of the master key and the NATS operator. */
export type SettingsTable = { name: string; value: string; value_sealed: string | null }

/** Answers that a retry with the same Idempotency-Key gets again. */
export type IdempotentAnswersTable = {
  /** Keyed hash of the caller and the idempotency key. */
  id: string
  /** Keyed hash of the request: another request with the same idempotency key is refused. */
  request_hash: string
  /** Sealed under a key derived from the idempotency key and the caller's credential. */
  answer_sealed: string
  expires_at: number
}

/** Work to do after a commit (outbox/). */
export type OutboxTable = {
  /** Random, or `<kind>:<key>` for work of which one pending item is enough. */
  id: string
  kind: string
  key: string
  payload_sealed: string | null
  /** Raised by each request for the same keyed work; an item is deleted only if none came meanwhile. */
  version: number
  due_at: number
  /** The item belongs to a worker until then. */
  leased_until: number
  attempts: number
  last_error: string | null
  /** When the gateway gave up; the row stays for the operator to see, without its payload. */
  failed_at: number | null
  /** When the payload of an item that failed was deleted: without it, nobody can do it. Null if there was none. */
  payload_dropped_at: Generated<number | null>
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
  actor_kind: 'interactive' | 'key' | 'embedded' | 'anonymous' | 'system'
  /** The session or API key that acted. */
  credential_id: string | null
  target_type: string | null
  target_id: string | null
  ip: string | null
  user_agent: string | null
  /** As X-Request-Id of the answer; null for what the gateway did without a request. */
  request_id: string | null
  /** JSON object, never with a secret in it. */
  details: string
}

/**
 * What all gateways on this database did in one minute or one hour (features/operator/samples.ts). `ms_…`: requests that
 * took at most so many milliseconds, and more than the bound before.
 */
export type SamplesTable = {
  span_ms: number
  begins_at: number
  client_errors: number
  server_errors: number
  sign_ins: number
  issued_keys: number
  ms_1: number
  ms_2_5: number
  ms_5: number
  ms_10: number
  ms_25: number
  ms_50: number
  ms_100: number
  ms_250: number
  ms_1000: number
  ms_5000: number
  ms_more: number
  /** The most that there was at any reading. */
  outbox_waiting: number
  outbox_failed: number
}

/** Counters of rate-limiter-flexible, where several gateways share them. */
export type ThrottleTable = { key: string; points: number; expire: number | null }

/**
 * Attempts at a secret in one window (platform/throttle/tries.ts): `tries` counts those that failed or are under way.
 */
export type SecretTriesTable = {
  key: string
  tries: number
  under_way: number
  window_ends_at: number
  /** When the newest attempt began, by the clock of its gateway. */
  begun_at: number
}

/**
 * Gateways on this PostgreSQL (access/revocation/gateways.ts): a row stands for as long as what its gateway remembers, or
 * what hangs on it, may be honoured. No rows on SQLite.
 */
export type GatewaysTable = {
  /** A registration: the gateway's id and a number. */
  id: string
  since: number
  /** Its VERIFIER_MAX_STALE_SECONDS: how long its verifiers may go on at most after their leases. */
  most_allowance_ms: number
}

/** Verifiers that are connected to a gateway (features/verifiers): what their gateway said of them at `seen_at`. */
export type VerifiersTable = {
  id: string
  account_id: string
  gateway_id: string
  kind: 'verifier' | 'edge'
  name: string
  version: string
  since: number
  entries: number
  renewed_at: number | null
  seen_at: number
}
