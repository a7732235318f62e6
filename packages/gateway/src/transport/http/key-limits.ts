import { type RateLimitHeaders, rateLimitHeaders } from '@quiva/verifier/rate-limit-headers'
import type { FastifyRequest } from 'fastify'
import type { KeyLimits } from '../../access/key-limits/key-limits.ts'
import type { KeyQuotas } from '../../access/key-limits/key-quotas.ts'
import type { KeyRateLimits } from '../../access/key-limits/key-rate-limits.ts'
import type { Counted } from '../../access/plan-defaults.ts'
import type { OperationId } from '../../access/policy.ts'
import { countedOf, type Principal } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'

/** What a request says of its client's address. */
export type FromWhere = Pick<FastifyRequest, 'headers' | 'clientAddress' | 'forwardedAddress'>

/** Whether a request comes from one of the key's allowed networks. */
export type AllowsAddress = (request: FromWhere, limits: KeyLimits, operation: OperationId) => boolean

export function createAllowsAddress(trustsProxy: boolean): AllowsAddress {
  return (request, { networks }, operation) =>
    networks === null || networks.has(addressOf(request, operation, trustsProxy))
}

/**
 * Checks a request against the allowed networks of its key, the operator's limit for one credential, and the key's rate
 * limits and quotas; throws `address_not_allowed`, `too_many_requests` or `quota_exhausted`. The address is checked
 * first, so that a thief in another network uses up nothing of the owner's. Returns a promise only if something cannot
 * be counted at once.
 */
export type EnforceKeyLimits = (
  request: FastifyRequest,
  principal: Pick<Principal, 'limits' | 'plan' | 'apiKeyId' | 'credentialId'>,
  operation: OperationId,
) => Promise<void> | undefined

/** `credentialLimit`, if the operator has set one, counts per key (its sessions included), or per session of a user. */
export function createEnforceKeyLimits(
  { keyRateLimits, keyQuotas }: Counters,
  allowsAddress: AllowsAddress,
  credentialLimit: Limiter | undefined,
): EnforceKeyLimits {
  function takeQuota({ quotas }: Counted, { query }: FastifyRequest, operation: OperationId) {
    return quotas.length > 0 ? keyQuotas.take(quotas, unitsOf(query, operation)) : undefined
  }
  /** The rate limits first: what they refuse must use nothing of a quota. */
  function take(limits: Counted | null, request: FastifyRequest, operation: OperationId) {
    if (limits === null) return undefined
    const counted = limits.rateLimits.length > 0 ? keyRateLimits.take(limits.rateLimits) : undefined
    return counted ? counted.then(() => takeQuota(limits, request, operation)) : takeQuota(limits, request, operation)
  }
  return (request, principal, operation) => {
    const { limits, apiKeyId, credentialId } = principal
    const counted = countedOf(principal)
    if (limits !== null && !allowsAddress(request, limits, operation)) throw new Refusal('address_not_allowed')
    return credentialLimit
      ? credentialLimit.count(apiKeyId ?? credentialId).then(() => take(counted, request, operation))
      : take(counted, request, operation)
  }
}

/**
 * Counts a request as `EnforceKeyLimits` does, if that needs no wait and refuses nothing; otherwise it returns false and
 * has counted nothing.
 */
export type CountAtOnce = (limits: Counted | null, query: unknown, operation: OperationId) => boolean

export function createCountAtOnce({ keyRateLimits, keyQuotas }: Counters): CountAtOnce {
  return (limits, query, operation) => {
    if (limits === null) return true
    const now = Date.now()
    const { rateLimits, quotas } = limits
    const units = quotas.length > 0 ? unitsOf(query, operation) : 0
    if (!keyRateLimits.mayTake(rateLimits, now) || !keyQuotas.mayTake(quotas, units, now)) return false
    keyRateLimits.count(rateLimits, now)
    keyQuotas.count(quotas, units, now)
    return true
  }
}

/** The counters of what keys may use. */
export type Counters = { keyRateLimits: KeyRateLimits; keyQuotas: KeyQuotas }

/** The most units that one request may use of a quota, and the form of `cost` at GET /verify. */
export const COST_PATTERN = '^(0|[1-9][0-9]{0,2}|1000)$'
const COST = new RegExp(COST_PATTERN)

/** One unit, or what verifyCredential is asked to take. Its schema refuses any other form. */
function unitsOf(query: unknown, operation: OperationId): number {
  if (operation !== 'verifyCredential' || typeof query !== 'object' || query === null) return 1
  const cost: unknown = 'cost' in query ? query.cost : undefined
  return typeof cost === 'string' && COST.test(cost) ? Number(cost) : 1
}

/** Headers that say what is left of a key's quota, or, at verifyCredential, of its rate limit. */
export type WhatIsLeft = (limits: Counted | null, operation: OperationId) => RateLimitHeaders | undefined

export function createWhatIsLeft({ keyRateLimits, keyQuotas }: Counters): WhatIsLeft {
  return (limits, operation) => {
    if (limits === null || (limits.quotas.length === 0 && operation !== 'verifyCredential')) return undefined
    const rate = keyRateLimits.tightest(limits.rateLimits)
    const quota = keyQuotas.tightest(limits.quotas)
    if (rate === undefined) return quota && rateLimitHeaders([quota])
    return rateLimitHeaders(quota === undefined ? [rate] : [rate, quota])
  }
}

/**
 * The client's address as far as it is known, otherwise the empty text, which is in no network. Behind a proxy that
 * TRUST_PROXY does not name, the address is the proxy's, and the same for everybody. verifyCredential is always called by
 * a proxy: only the address that a trusted proxy sends counts there.
 */
export function addressOf(request: FromWhere, operation: OperationId | undefined, trustsProxy: boolean): string {
  if (operation === 'verifyCredential') return request.forwardedAddress ?? ''
  return !trustsProxy && request.headers['x-forwarded-for'] !== undefined ? '' : request.clientAddress
}
