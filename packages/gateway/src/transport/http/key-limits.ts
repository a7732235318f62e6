import type { FastifyRequest } from 'fastify'
import type { KeyLimits } from '../../access/key-limits/key-limits.ts'
import type { KeyRateLimits } from '../../access/key-limits/key-rate-limits.ts'
import type { OperationId } from '../../access/policy.ts'
import type { Principal } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'

/** Whether a request comes from where its key may be used. */
export type AllowsAddress = (request: FastifyRequest, limits: KeyLimits, operation: OperationId) => boolean

export function createAllowsAddress(trustsProxy: boolean): AllowsAddress {
  return (request, { networks }, operation) =>
    networks === null || networks.has(addressOf(request, operation, trustsProxy))
}

/**
 * Holds a request to the networks of its key, to what the operator lets one credential do, and to the rates of the key;
 * throws `address_not_allowed` or `too_many_requests`. The address comes first: whoever has a stolen key somewhere else
 * spends nothing of its owner's. Returns a promise only where a count waits for something.
 */
export type HoldToLimits = (
  request: FastifyRequest,
  principal: Pick<Principal, 'limits' | 'apiKeyId' | 'credentialId'>,
  operation: OperationId,
) => Promise<void> | undefined

/** `credentialLimit` is per key, its sessions included, or per session of a user, if the operator wants it. */
export function createHoldToLimits(
  rateLimits: KeyRateLimits,
  allowsAddress: AllowsAddress,
  credentialLimit: Limiter | undefined,
): HoldToLimits {
  const take = (limits: KeyLimits | null) =>
    limits !== null && limits.rateLimits.length > 0 ? rateLimits.take(limits.rateLimits) : undefined
  return (request, { limits, apiKeyId, credentialId }, operation) => {
    if (limits !== null && !allowsAddress(request, limits, operation)) throw new Refusal('address_not_allowed')
    return credentialLimit ? credentialLimit.count(apiKeyId ?? credentialId).then(() => take(limits)) : take(limits)
  }
}

/**
 * The client's address as far as it is known, else the empty text, which is in no network. Behind a proxy of which
 * TRUST_PROXY says nothing, the address is the proxy's, and everybody's alike. Who calls verifyCredential is always a
 * proxy: there it counts only what a trusted one says of its client.
 */
export function addressOf(request: FastifyRequest, operation: OperationId | undefined, trustsProxy: boolean): string {
  if (operation === 'verifyCredential') return request.forwardedAddress ?? ''
  return !trustsProxy && request.headers['x-forwarded-for'] !== undefined ? '' : request.clientAddress
}
