import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Credential } from '../../access/authenticate.ts'
import type { OperationId } from '../../access/policy.ts'
import { invalid, type Refusal } from '../../platform/errors/refusal.ts'

/**
 * Operations that OAuth libraries call. These libraries authenticate as OAuth clients (RFC 6749, §2.3.1): the id of an
 * API key is the client's id, and the key is its secret. `form`: whether both may also come in the body.
 */
const TAKES_CLIENT_SECRET: ReadonlyMap<OperationId, { form: boolean }> = new Map([
  ['introspectToken', { form: true }],
  ['introspectTokens', { form: false }],
])

export const readsBasic = (operation: OperationId): boolean => TAKES_CLIENT_SECRET.has(operation)

/** `client_secret_basic`: id and secret, each encoded as in a form, in an Authorization header of the scheme Basic. */
export function readBasic(operation: OperationId, { headers }: IncomingMessage): Credential | undefined {
  if (!readsBasic(operation)) return undefined
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(headers.authorization ?? '') ?? []
  const text = Buffer.from(encoded ?? '', 'base64').toString()
  const colon = text.indexOf(':')
  const [keyId, secret] = [decoded(text.slice(0, colon)), decoded(text.slice(colon + 1))]
  return colon > 0 && keyId && secret ? { type: 'api_key', secret, keyId } : undefined
}

/** Whether the credential may come with the body, which then has to be read first. */
export function mayComeInForm(operation: OperationId, { headers }: FastifyRequest): boolean {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')
  return isForm && TAKES_CLIENT_SECRET.get(operation)?.form === true
}

/** `client_secret_post`: `client_id` and `client_secret` among the form's other fields. */
export function readForm({ body }: FastifyRequest): Credential | undefined {
  const { client_id: keyId, client_secret: secret } = (body ?? {}) as Record<string, unknown>
  return typeof keyId === 'string' && typeof secret === 'string' ? { type: 'api_key', secret, keyId } : undefined
}

/** RFC 6749, §2.3: a client must not use two ways of authentication at once. */
export const twoCredentials = (): Refusal =>
  invalid('/body/client_secret', 'must not be sent together with another credential')

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
