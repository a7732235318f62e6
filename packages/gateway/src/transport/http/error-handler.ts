import { rateLimitHeaders } from '@quiva/verifier/rate-limit-headers'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isForeignKeyViolation } from '../../platform/database/database.ts'
import { databaseFault } from '../../platform/database/faults.ts'
import { type ProblemDetail, Refusal } from '../../platform/errors/refusal.ts'
import { type ErrorCode, errorTable } from '../../platform/errors/table.ts'
import type { Log } from '../../platform/log.ts'
import type { AnsweredRequest } from './answered.ts'
import { readsBasic } from './client-secret.ts'
import { throwAwayUnread } from './throw-away.ts'

export type ErrorBody = {
  error: string
  message: string
  code: ErrorCode
  details?: ProblemDetail[]
  retry_after?: number
  refills_on?: string
  accounts?: { name: string; display_name: string }[]
  confirmation_url?: string
}

/** RFC 6750, §3. */
const CHALLENGE = 'Bearer realm="quiva"'

/** The body of a failure: its texts come from the table, never from the error itself. */
export function errorBody(refusal: Refusal): ErrorBody {
  const { error, message } = errorTable[refusal.code]
  return {
    error,
    message,
    code: refusal.code,
    ...(refusal.details && { details: refusal.details }),
    ...(refusal.retryAfterSeconds !== undefined && { retry_after: refusal.retryAfterSeconds }),
    ...(refusal.refillsAt !== undefined && { refills_on: new Date(refusal.refillsAt).toISOString() }),
    ...(refusal.accounts && { accounts: refusal.accounts }),
    ...(refusal.confirmationUrl !== undefined && { confirmation_url: refusal.confirmationUrl }),
  }
}

/** The codes of RFC 6749, §5.2, and RFC 8628, §3.5, that are codes of ours too. */
const OAUTH_CODES: ReadonlySet<string> = new Set([
  'invalid_request',
  'authorization_pending',
  'slow_down',
  'access_denied',
  'expired_token',
  'invalid_grant',
  'unsupported_grant_type',
  'invalid_scope',
] satisfies ErrorCode[])

/**
 * The same for clients of OAuth (RFC 6749, §5.2), which read a code in `error`: `slow_down` makes them wait, and is their
 * only word for too many requests.
 */
function oauthBody(refusal: Refusal): Omit<ErrorBody, 'error'> & { error: string; error_description: string } {
  const { code, message, ...rest } = errorBody(refusal)
  const known = OAUTH_CODES.has(code) ? code : oauthCodeOf(errorTable[code].status)
  return { ...rest, error: known, error_description: message, message, code }
}

function oauthCodeOf(status: number): string {
  if (status === 429) return 'slow_down'
  return status < 500 ? 'invalid_request' : 'temporarily_unavailable'
}

/** Answers a refusal. The body is sent as text: the response schemas describe it, but must not change it. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status } = errorTable[refusal.code]
  const isOAuth = reply.request.routeOptions.config.failures === 'oauth'
  const body = isOAuth ? oauthBody(refusal) : errorBody(refusal)
  throwAwayUnread(reply.request.raw)
  if (status === 401) reply.header('www-authenticate', challengeFor(reply.request))
  if (refusal.scope !== undefined)
    reply.header('www-authenticate', `${CHALLENGE}, error="insufficient_scope", scope="${refusal.scope}"`)
  if (refusal.retryAfterSeconds !== undefined) reply.headers(waitHeaders(refusal, refusal.retryAfterSeconds))
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ ...body, ...(status >= 500 && { request_id: reply.request.id }) }))
}

/** RFC 6749, §5.2: a client that tried Basic gets a challenge for Basic, where the operation takes it. */
function challengeFor(request: FastifyRequest): string {
  const { operation } = request.routeOptions.config
  return operation !== undefined && readsBasic(operation) && /^basic /i.test(request.headers.authorization ?? '')
    ? 'Basic realm="quiva"'
    : CHALLENGE
}

/** `Retry-After` (RFC 9110, §10.2.3) and the RateLimit fields (draft-ietf-httpapi-ratelimit-headers). */
function waitHeaders({ limit }: Refusal, retryAfterSeconds: number): Record<string, string> {
  return {
    'retry-after': String(retryAfterSeconds),
    ...(limit && rateLimitHeaders([{ remaining: 0, ...limit, resetSeconds: retryAfterSeconds }])),
  }
}

/** Says in the log why a request was refused, where the client is not told. Pages call it for what they explain. */
export function logReason(log: Log, request: FastifyRequest, { code, reason }: Refusal): void {
  if (reason !== undefined) log.debug({ operation: nameOf(request), requestId: request.id, code, reason }, 'refused')
}

/**
 * The one place where a failure becomes HTTP: refusals by their table entry, anything unknown as a 500 without details.
 */
export function useErrorHandler(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = error instanceof Refusal ? error : fromFramework(error)
    if (refusal) {
      logReason(log, request, refusal)
      return sendRefusal(reply, refusal)
    }
    const fields = { err: error, operation: nameOf(request), requestId: request.id }
    // A row that the change refers to was deleted after it was looked up. Services check again in their transactions.
    // This answers the cases that they miss, and counts them so that somebody notices (transport/http/metrics.ts).
    if (isForeignKeyViolation(error)) {
      log.warn(fields, 'something that a request refers to was deleted at the same moment')
      return sendRefusal(reply, new Refusal('deleted_meanwhile', { cause: error }))
    }
    log.error(fields, 'a request failed')
    return sendRefusal(reply, new Refusal(codeOfFault(error)))
  })
}

function codeOfFault(error: unknown): ErrorCode {
  switch (databaseFault(error)) {
    case 'away':
      return 'unavailable'
    case 'not_writable':
      return 'database_not_writable'
    case undefined:
      return 'internal_error'
  }
}

/** The operation, or the path of the route. */
export function nameOf({ routeOptions }: Pick<AnsweredRequest, 'routeOptions'>): string {
  return routeOptions.config.operation ?? routeOptions.url ?? 'unknown'
}

const frameworkCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_BAD_URL: 'malformed_request',
  FST_ERR_ASYNC_CONSTRAINT: 'malformed_request',
  FST_ERR_MAX_PARAM_LENGTH: 'malformed_request',
}

function fromFramework(error: FastifyError): Refusal | undefined {
  if (error.validation) {
    const details = error.validation.flatMap((problem) => describe(problem, error.validationContext ?? 'body'))
    return new Refusal('invalid_request', { details, cause: error })
  }
  const code = frameworkCodes[error.code]
  if (code) return new Refusal(code, { cause: error })
  // If a body broke off, the framework sets the status 400; without it, the connection to the database was reset.
  if (error.code === 'ECONNRESET' && error.statusCode === 400) return new Refusal('malformed_request', { cause: error })
  // Any other error that the framework blames on the client (an unknown parser error, for example) must not become a
  // 500.
  if (error.code?.startsWith('FST_') && (error.statusCode ?? 500) < 500)
    return new Refusal('malformed_request', { cause: error })
  return undefined
}

/** The validator only names the format; people read these sentences too. */
const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an email address',
  uri: 'must be a URL',
  date: 'must be a date, such as 2026-11-30',
  'date-time': 'must be a time, such as 2026-11-30T12:00:00Z',
}

type Problem = NonNullable<FastifyError['validation']>[number]

function describe({ keyword, instancePath, message, params }: Problem, where: string): ProblemDetail[] {
  // The validator adds this problem for each unknown member, beside another one that says more.
  if (keyword === 'boolean') return []
  const path = `/${where}${instancePath}`
  const unknown: unknown = params.additionalProperties
  if (Array.isArray(unknown))
    return unknown
      .slice(0, 20)
      .map((name) => ({ path: `${path}/${String(name).slice(0, 100)}`, message: 'is unknown; check the spelling' }))
  const format = keyword === 'format' ? FORMATS[String(params.format)] : undefined
  return [{ path: `${path}${missingMember(params)}`, message: format ?? message ?? 'is invalid' }]
}

function missingMember(params: unknown): string {
  if (typeof params !== 'object' || params === null || !('requiredProperties' in params)) return ''
  const [first] = Array.isArray(params.requiredProperties) ? params.requiredProperties : []
  return typeof first === 'string' ? `/${first}` : ''
}
