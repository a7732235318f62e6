import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OperationId } from '../../access/policy.ts'
import type { Retryable } from '../../platform/idempotency/idempotent.ts'
import { readCredential } from './credential.ts'
import { principalOf } from './gate.ts'

/** The API key in the request's headers, if there is one. */
export function presentedKey(request: FastifyRequest): string | undefined {
  const presented = readCredential(request.raw)
  return typeof presented === 'object' && presented.type === 'api_key' ? presented.secret : undefined
}

/** What identifies a request that may be sent again; undefined without the header. The schema has checked its form. */
export function retryableOf(request: FastifyRequest, operation: OperationId): Retryable | undefined {
  const header = request.headers['idempotency-key']
  if (typeof header !== 'string') return undefined
  return {
    operation,
    idempotencyKey: header.replace(/^"(.*)"$/, '$1'),
    credentialId: principalOf(request).credentialId,
    apiKey: presentedKey(request),
    request: request.body,
  }
}

/** Tells the client, in a header, that this answer repeats an earlier one and nothing was done. */
export function markReplay(reply: FastifyReply): void {
  reply.header('idempotency-replayed', 'true')
}
