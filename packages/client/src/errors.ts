/** One problem of a request: where it is (`/body/key_name`) and what is wrong there. */
export type ProblemDetail = { path: string; message: string }

/**
 * The gateway answered with a failure: a refusal (4xx) or a fault of its own (5xx). `code` is stable and for programs
 * (`invalid_request`, `unauthorized`, …), `error` is a short text for people, and `message` says what to do.
 */
export class QuivaError extends Error {
  override readonly name = 'QuivaError'
  readonly status: number
  readonly code: string
  readonly error: string
  /** Each problem of the request; empty unless `code` is `invalid_request` or `nats_server_too_old`. */
  readonly details: readonly ProblemDetail[]
  /** Seconds until another try makes sense; only with status 429. */
  readonly retryAfterSeconds: number | undefined
  /** Names of the accounts to choose from; empty unless `code` is `account_required`. */
  readonly accounts: readonly string[]
  /** The page where the owner of the card confirms the payment; only with `payment_confirmation_required`. */
  readonly confirmationUrl: string | undefined
  /** What the operator of the gateway finds this request by in the logs (`X-Request-Id`). */
  readonly requestId: string | undefined

  constructor(status: number, body: ErrorBody, { retryAfterSeconds, requestId }: FromHeaders = {}) {
    super(body.message ?? body.error)
    this.status = status
    this.code = body.code ?? 'unknown'
    this.error = body.error
    this.details = body.details ?? []
    this.accounts = body.accounts ?? []
    this.confirmationUrl = body.confirmation_url
    this.retryAfterSeconds = body.retry_after ?? retryAfterSeconds
    this.requestId = requestId
  }
}

/** What the headers of a failure say. */
type FromHeaders = { retryAfterSeconds?: number | undefined; requestId?: string | undefined }

/**
 * No gateway answered. `no_answer`: nothing listens at the address, the connection broke, or the time limit was reached;
 * it is then unknown whether a change was made. `not_a_gateway`: the answer did not come from a gateway (but from a proxy,
 * another server, or a redirect).
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly kind: 'no_answer' | 'not_a_gateway'
  /** Whether the next try may succeed: not after a redirect, an answer of another server, or the time limit. */
  readonly isMomentary: boolean

  constructor(
    kind: ConnectionError['kind'],
    message: string,
    { isMomentary = false, ...options }: ConnectionOptions = {},
  ) {
    super(message, options)
    this.kind = kind
    this.isMomentary = isMomentary
  }
}

type ConnectionOptions = ErrorOptions & { isMomentary?: boolean }

/** The body of a failure; other implementations of the contract may send only `error`. */
export type ErrorBody = {
  error: string
  message?: string
  code?: string
  details?: ProblemDetail[]
  retry_after?: number
  accounts?: string[]
  confirmation_url?: string
}

/** What is used of the body of a failure; undefined if it is not one. */
export function parseErrorBody(body: Record<string, unknown>): ErrorBody | undefined {
  const { error, message, code, details, retry_after, accounts, confirmation_url: confirmationUrl } = body
  if (typeof error !== 'string') return undefined
  return {
    error,
    ...(typeof message === 'string' && { message }),
    ...(typeof code === 'string' && { code }),
    ...(Array.isArray(details) && { details: details.filter(isProblem) }),
    ...(typeof retry_after === 'number' && { retry_after }),
    ...(Array.isArray(accounts) && { accounts: accounts.flatMap(nameOf) }),
    ...(typeof confirmationUrl === 'string' && { confirmation_url: confirmationUrl }),
  }
}

function nameOf(account: unknown): string[] {
  if (typeof account !== 'object' || account === null || !('name' in account)) return []
  return typeof account.name === 'string' ? [account.name] : []
}

function isProblem(detail: unknown): detail is ProblemDetail {
  if (typeof detail !== 'object' || detail === null) return false
  return (
    'path' in detail && typeof detail.path === 'string' && 'message' in detail && typeof detail.message === 'string'
  )
}
