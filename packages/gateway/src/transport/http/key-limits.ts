import type { FastifyRequest } from 'fastify'
import type { KeyLimits } from '../../access/key-limits/key-limits.ts'
import type { KeyRateLimits } from '../../access/key-limits/key-rate-limits.ts'
import type { OperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'

/** Whether a request comes from one of the key's allowed networks. */
export type AllowsAddress = (request: FastifyRequest, limits: KeyLimits, operation: OperationId) => boolean

export function createAllowsAddress(trustsProxy: boolean): AllowsAddress {
  return (request, { networks }, operation) =>
    networks === null || networks.has(addressOf(request, operation, trustsProxy))
}

/**
 * Checks a request against the allowed networks of its key, the operator's limit for one credential, and the key's rate
 * limits; throws `address_not_allowed` or `too_many_requests`. The address is checked first, so that a thief in another
 * network uses up nothing of the owner's rate limit. Returns a promise only if a rate limit cannot be counted at once.
 */
export type EnforceKeyLimits = (
  request: FastifyRequest,
  principal: Pick<Principal, 'limits' | 'apiKeyId' | 'credentialId'>,
  operation: OperationId,
) => Promise<void> | undefined

/** `credentialLimit`, if the operator has set one, counts per key (its sessions included), or per session of a user. */
export function createEnforceKeyLimits(
  rateLimits: KeyRateLimits,
  allowsAddress: AllowsAddress,
  credentialLimit: Limiter | undefined,
): EnforceKeyLimits {
  const take = (limits: KeyLimits | null) =>
    limits !== null && limits.rateLimits.length > 0 ? rateLimits.take(limits.rateLimits) : undefined
  return (request, { limits, apiKeyId, credentialId }, operation) => {
    if (limits !== null && !allowsAddress(request, limits, operation)) throw new Refusal('address_not_allowed')
    return credentialLimit ? credentialLimit.count(apiKeyId ?? credentialId).then(() => take(limits)) : take(limits)
  }
}

/**
 * The client's address as far as it is known, otherwise the empty text, which is in no network. Behind a proxy that
 * TRUST_PROXY does not name, the address is the proxy's, and the same for everybody. verifyCredential is always called by
 * a proxy: only the address that a trusted proxy sends counts there.
 */
export function addressOf(request: FastifyRequest, operation: OperationId | undefined, trustsProxy: boolean): string {
  if (operation === 'verifyCredential') return request.forwardedAddress ?? ''
  return !trustsProxy && request.headers['x-forwarded-for'] !== undefined ? '' : request.clientAddress
}
