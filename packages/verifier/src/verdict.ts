import { type RefusalCode, refusals } from './refusals.ts'

export type Environment = 'live' | 'test'
export type Metadata = { readonly [name: string]: string | number | boolean }

/** Whose credential it is, and what it may do. */
export type Principal = {
  accountId: string
  /** For a key of the account, the id of its service account. */
  userId: string
  role: string
  /** `key`: an API key, or a session made from one. */
  kind: 'interactive' | 'key'
  /** The API key, or the key that the session was made from; null for a signed-in user. */
  keyId: string | null
  /** Null if no limit narrows them. */
  scopes: readonly string[] | null
  /** The same as OAuth writes them: separated by spaces; `*:*` for no limit. */
  scope: string
  environment: Environment
  metadata: Metadata | null
  /** What the owner of the key calls it by. */
  tags: readonly string[]
  /** The user's email address; undefined for a key of the account. */
  username: string | undefined
  /** In Unix seconds. */
  exp: number
}

/** What a request needs. */
export type Wanted = {
  /** Scopes, separated by spaces, all of which the credential must have. */
  scope?: string | undefined
  /** The account that the credential must belong to. A verifier knows credentials of its own account only. */
  account?: string | undefined
  environment?: Environment | undefined
  /** The client's IP address. Without it, a key that may be used from some networks only is refused. */
  address?: string | undefined
  /** The units that the request uses of the key's quota: 0 to 1000, by default 1. 0 only asks. */
  cost?: number | undefined
  /** What the request is refused with once its credential is found good: its form is wrong. */
  refuseWith?: { code: RefusalCode; details?: readonly Detail[] } | undefined
}

export type Detail = { path: string; message: string }

/** What is left of a rate limit (`key`) or a quota (`quota`). */
export type LimitState = {
  name: 'key' | 'quota'
  quota: number
  windowSeconds: number
  remaining: number
  /** Until the window is over. */
  resetSeconds: number
}

/** When a key ends (ISO 8601), and the id of its successor if it was replaced. */
export type KeyEnding = { endsOn: string; replacedBy: string | null }

type Told = {
  /** What is left of the key's limits that count; empty without any. */
  limits: readonly LimitState[]
  /** Set if the key expires soon or was replaced. */
  ending?: KeyEnding
}

export type Allowed = Told & {
  allowed: true
  principal: Principal
  /** No gateway could be reached: this was remembered, within `maxStaleMs`. */
  stale?: true
}

export type Refused = Told & {
  allowed: false
  status: 400 | 401 | 402 | 403 | 429 | 503
  code: RefusalCode
  /** In seconds; with 429 and 503. */
  retryAfter?: number
  /** When the quota has something again (ISO 8601). */
  refillsOn?: string
  /** The scopes that were asked for, where they are lacking. */
  scope?: string
  details?: readonly Detail[]
}

export type Verdict = Allowed | Refused

export function refused(code: RefusalCode, more: Omit<Partial<Refused>, 'allowed' | 'status' | 'code'> = {}): Refused {
  return { allowed: false, status: refusals[code].status, code, limits: [], ...more }
}
