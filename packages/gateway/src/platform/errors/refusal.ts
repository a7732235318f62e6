import { type ErrorCode, errorTable } from './table.ts'

/** One problem of a request: where it is (JSON pointer style, `/body/key_name`) and what is wrong there. */
export type ProblemDetail = { path: string; message: string }

export type RefusalOptions = {
  /** Shown to the client beside the code; only for `invalid_request` and `nats_server_too_old`. */
  details?: ProblemDetail[]
  /** Seconds until a retry makes sense; only for `too_many_requests` and `quota_exhausted`. */
  retryAfterSeconds?: number
  /** For the same: which limit, so that the RateLimit headers can name it; `remaining` is 0 by default. */
  limit?: { name: string; quota: number; windowSeconds: number; remaining?: number }
  /** For `quota_exhausted`: when the next period begins, in milliseconds since the epoch. */
  refillsAt?: number
  /** For `insufficient_scope`: the scope that is missing, for the header WWW-Authenticate (RFC 6750, §3). */
  scope?: string
  /** For `payment_confirmation_required`: the page on which the user confirms the payment. */
  confirmationUrl?: string
  /** For `account_required`: the accounts to choose from. */
  accounts?: { name: string; display_name: string }[]
  /** The body was refused as unreadable: counts against its sender (transport/http/refused-bodies.ts). */
  ofBody?: boolean
  /**
   * For the log only, in a few words: the cause, where several causes have the same answer. No secret, and of the
   * request at most an origin that was parsed.
   */
  reason?: string
  /** For the log only, never for the client. */
  cause?: unknown
}

/**
 * A deliberate refusal: the caller may read its code and texts (platform/errors/table.ts). Any other error is a fault
 * of the gateway and is answered with a bare `internal_error`.
 */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly details: ProblemDetail[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly limit: RefusalOptions['limit']
  readonly refillsAt: number | undefined
  readonly scope: string | undefined
  readonly accounts: RefusalOptions['accounts']
  readonly confirmationUrl: string | undefined
  readonly ofBody: boolean
  readonly reason: string | undefined

  constructor(code: ErrorCode, options: RefusalOptions = {}) {
    super(errorTable[code].error, { cause: options.cause })
    this.name = 'Refusal'
    this.code = code
    this.details = options.details
    this.retryAfterSeconds = options.retryAfterSeconds
    this.limit = options.limit
    this.refillsAt = options.refillsAt
    this.scope = options.scope
    this.accounts = options.accounts
    this.confirmationUrl = options.confirmationUrl
    this.ofBody = options.ofBody ?? false
    this.reason = options.reason
  }
}

/** A refusal that names one member of the request, for checks that a schema cannot express. */
export function invalid(path: string, message: string, options: Pick<RefusalOptions, 'ofBody'> = {}): Refusal {
  return new Refusal('invalid_request', { ...options, details: [{ path, message }] })
}
