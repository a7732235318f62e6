import type { FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { isAnonymous, type OperationId } from '../../access/policy.ts'
import { type ErrorCode, errorTable } from '../../platform/errors/table.ts'
import { readsBasic } from './client-secret.ts'
import { withPreferences, withRevocation } from './revocation-schemas.ts'

export type Tag =
  | 'Account Management'
  | 'User Management'
  | 'Authentication'
  | 'API Keys'
  | 'Verification'
  | 'Multi-Factor Authentication'
  | 'Payment'
  | 'Mesh Nodes'
  | 'Webhooks'
  | 'Console'
  | 'Embedding'
  | 'Operator'

const errorCodes = Object.keys(errorTable) as ErrorCode[]

/** Name of the shared schema, `#/components/schemas/Error` in the document. */
const ERROR_ID = 'Error'

/** The body of every failure. */
export const ErrorSchema = Type.Object(
  {
    error: Type.String({ description: 'Short text for users: what went wrong' }),
    message: Type.String({ description: 'What to do about it' }),
    code: Type.String({ description: `Stable, for programs: ${errorCodes.join(', ')}` }),
    error_description: Type.Optional(
      Type.String({
        description:
          'Where `error` is a code of OAuth, as at POST /device/token (RFC 6749, §5.2): the same as `message`',
      }),
    ),
    details: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'Each problem of the request and where it is; with code invalid_request or nats_server_too_old',
      }),
    ),
    confirmation_url: Type.Optional(
      Type.String({
        description: 'A page of Stripe where the payment is confirmed; with code payment_confirmation_required',
      }),
    ),
    retry_after: Type.Optional(Type.Integer({ description: 'Seconds to wait; with status 429' })),
    refills_on: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'With quota_exhausted: when the next period of the quota begins',
      }),
    ),
    request_id: Type.Optional(
      Type.String({
        description:
          'With status 5xx, the same as the header X-Request-Id: with it the operator finds the reason in the log',
      }),
    ),
    accounts: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), display_name: Type.String() }), {
        description: 'The accounts to choose from; with code account_required',
      }),
    ),
  },
  { $id: ERROR_ID, description: 'The answer to a request that failed' },
)

const statusTexts: Record<number, string> = {
  400: 'The request cannot be carried out; `code` says why',
  401: 'There is no valid credential',
  402: 'A payment of the account is overdue',
  403: 'The credential is valid, but may not do this',
  404: 'Not found',
  409: 'The request conflicts with the current state; `code` says why',
  412: 'What the request changes is not what `If-Match` names: somebody has changed it',
  413: 'The body is too large',
  422: 'The Idempotency-Key was used for another request',
  426: 'The operation is a WebSocket, and the request is no handshake for it',
  429: 'Too many requests; `retry_after` and the header Retry-After say how many seconds to wait',
  500: 'A fault of the gateway, or of a server that it depends on',
  503: 'Not configured on this gateway, or not available at the moment',
}

/** Either credential is enough. */
const eitherCredential: Record<string, string[]>[] = [{ bearerAuth: [] }, { apiKeyAuth: [] }]

function credentialsFor(id: OperationId): Record<string, string[]>[] {
  if (isAnonymous(id)) return []
  return readsBasic(id) ? [...eitherCredential, { clientSecretBasic: [] }] : eitherCredential
}

/** A body that was left out is an empty one. Another value, `null` too, is a body, and the schema refuses it. */
async function fillInMissingBody(request: FastifyRequest): Promise<void> {
  if (request.body === undefined) request.body = {}
}

/** Whether a client may leave the body out: it is `Type.Optional`. */
export const isOptionalBody = (body: unknown): boolean => Type.IsSchema(body) && Type.IsOptional(body)

type Documentation = { tags: Tag[]; summary: string; description: string }

/**
 * The part of a route that describes it: the operation (which decides who may call it), its documentation, its schemas,
 * and the statuses of its failures. A client may leave out a body that is
 * `Type.Optional`; the framework's validation, which would refuse that, then sees an empty one.
 */
export function operation<
  const Schemas extends { body?: TSchema; querystring?: TSchema; headers?: TSchema },
  Response extends TSchema,
>(
  id: OperationId,
  documentation: Documentation,
  schemas: Schemas,
  response: Response,
  failures: readonly (400 | 401 | 402 | 403 | 404 | 409 | 412 | 413 | 422 | 426 | 429 | 500 | 503)[],
) {
  const errors = Object.fromEntries(
    failures.map((status) => [status, { $ref: `${ERROR_ID}#`, description: statusTexts[status] }]),
  )
  return {
    config: { operation: id },
    ...(isOptionalBody(schemas.body) && { preValidation: fillInMissingBody }),
    schema: {
      operationId: id,
      ...documentation,
      security: credentialsFor(id),
      ...withPreferences(id, schemas, response),
      response: { 200: withRevocation(id, response), ...errors },
    },
  }
}

/** A success with a payload: `{ "data": … }`. */
export function dataOf<Payload extends TSchema>(payload: Payload, description: string) {
  return Type.Object({ data: payload }, { description })
}

/** A success without a payload: the contract's SuccessResponse. */
export const MessageResponse = Type.Object(
  { message: Type.String() },
  { title: 'SuccessResponse', description: 'Done' },
)
