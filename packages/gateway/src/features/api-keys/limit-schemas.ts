import { Type } from 'typebox'
import { type LimitColumns, listOf } from '../../access/key-limits/key-limits.ts'
import { LONGEST_SCOPE, MOST_SCOPES } from '../../access/scopes.ts'
import type { LimitChanges } from './limits.ts'

/** Networks of one key; each is looked through at each request. */
const MOST_NETWORKS = 50
/** 45 characters of an IPv6 address with an IPv4 one in it, and the prefix. */
const LONGEST_NETWORK = 49
/** A day. */
const LONGEST_WINDOW_SECONDS = 86_400

const Scopes = Type.Array(Type.String({ minLength: 3, maxLength: LONGEST_SCOPE }), {
  minItems: 1,
  maxItems: MOST_SCOPES,
  description:
    'What the key may do at most: resource:action in lower case, "*" for any resource or action. Without it, all that its owner may',
  examples: [['account:read', 'orders:*']],
})

const Networks = Type.Array(Type.String({ minLength: 2, maxLength: LONGEST_NETWORK }), {
  minItems: 1,
  maxItems: MOST_NETWORKS,
  description: 'Addresses and networks (CIDR, IPv4 and IPv6) from which alone the key may be used',
  examples: [['203.0.113.0/24', '2001:db8::/32']],
})

const RateLimit = Type.Object(
  {
    requests: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    per_seconds: Type.Integer({ minimum: 1, maximum: LONGEST_WINDOW_SECONDS }),
  },
  {
    title: 'RateLimit',
    description:
      'So many requests in each window of so many seconds, with the key, its sessions and the keys it issued',
    examples: [{ requests: 100, per_seconds: 60 }],
  },
)

/** What may be asked for when a key is issued. */
export const limitsToIssue = {
  scopes: Type.Optional(Scopes),
  allowed_ips: Type.Optional(Networks),
  rate_limit: Type.Optional(RateLimit),
}

/** What a change may set; null takes the limit away. */
export const limitsToChange = {
  scopes: Type.Optional(Type.Union([Scopes, Type.Null()])),
  allowed_ips: Type.Optional(Type.Union([Networks, Type.Null()])),
  rate_limit: Type.Optional(Type.Union([RateLimit, Type.Null()])),
}

/** A key's own limits as lists show them; null is no limit. Those of the key that issued it hold too. */
export const shownLimits = {
  scopes: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null: all that the owner may' }),
  allowed_ips: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null: from anywhere' }),
  rate_limit: Type.Union([RateLimit, Type.Null()], { description: 'Null: no limit of its own' }),
}

type WireLimits = {
  scopes?: string[] | null
  allowed_ips?: string[] | null
  rate_limit?: { requests: number; per_seconds: number } | null
}

export function toChanges({ scopes, allowed_ips: allowedIps, rate_limit: rate }: WireLimits): LimitChanges {
  return { scopes, allowedIps, rate: rate && { requests: rate.requests, perSeconds: rate.per_seconds } }
}

export function shownLimitsOf({ scopes, allowedIps, rateRequests, ratePerSeconds }: LimitColumns) {
  return {
    scopes: scopes === null ? null : listOf(scopes),
    allowed_ips: allowedIps === null ? null : listOf(allowedIps),
    rate_limit:
      rateRequests === null || ratePerSeconds === null ? null : { requests: rateRequests, per_seconds: ratePerSeconds },
  }
}
