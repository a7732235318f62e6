import {
  createNetworks,
  intersectNetworks,
  type NetworkRanges,
  type Networks,
  toRanges,
} from '../../platform/values/ip-networks.ts'
import { intersectScopes } from '../scopes.ts'

/** `requests` in each window of `perSeconds`. */
export type Rate = { requests: number; perSeconds: number }

/**
 * A rate of one key, which counts what is done with it, its sessions, the keys that it issued, and those that it succeeds
 * or that succeed it: rotating a key makes no second rate of one. `name` is the first of these and the length of the
 * window: a rate with another window begins anew.
 */
export type RateLimit = Rate & { name: string }

/** What narrows a key below its owner, as its row has it; null is no limit of that kind. Lists are separated by spaces. */
export type LimitColumns = {
  scopes: string | null
  allowedIps: string | null
  rateRequests: number | null
  ratePerSeconds: number | null
}

/** The limits of one key of an ancestry; `rateKey` is the first of the keys that it succeeds: their uses count together. */
export type LimitRow = LimitColumns & { id: string; rateKey: string | null }

/**
 * What narrows a credential below its owner, ready to be asked at each request. A key has the limits of the keys that it
 * descends from too, as they are now: a key that is narrowed narrows what it issued.
 */
export type KeyLimits = {
  scopes: ReadonlySet<string> | null
  networks: Networks | null
  /** All that a request draws on: the key's own first, then those of the keys above it. */
  rateLimits: readonly RateLimit[]
}

/** The limits of a key from its row and those above it, its own first; null if there are none. */
export function combineLimits(ancestry: readonly LimitRow[]): KeyLimits | null {
  if (ancestry.every(isUnlimited)) return null
  return {
    scopes: combineScopes(ancestry.map(({ scopes }) => scopes)),
    networks: combineNetworks(ancestry.map(({ allowedIps }) => allowedIps)),
    rateLimits: ancestry.flatMap(rateLimitOf),
  }
}

/** Generations mostly have the same limits, or none. */
function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts)].filter((text) => text !== null)
}

function combineScopes(texts: readonly (string | null)[]): ReadonlySet<string> | null {
  const [first, ...others] = distinct(texts).map((text): ReadonlySet<string> => new Set(listOf(text)))
  return first ? others.reduce(intersectScopes, first) : null
}

function combineNetworks(texts: readonly (string | null)[]): Networks | null {
  const [first, ...others] = distinct(texts)
  if (first === undefined) return null
  // Alone, it is shown as it was typed.
  if (others.length === 0) return createNetworks(listOf(first))
  const common = others.map(rangesOf).reduce(intersectNetworks, rangesOf(first))
  return createNetworks(common.map(({ network }) => network))
}

/** Lists that are remembered: what a key's limits are made of is read again at each miss of the cache. */
const MOST_LISTS = 500
const knownRanges = new Map<string, NetworkRanges>()

function rangesOf(text: string): NetworkRanges {
  const known = knownRanges.get(text)
  if (known) return known
  if (knownRanges.size >= MOST_LISTS) knownRanges.clear()
  const ranges = toRanges(listOf(text))
  knownRanges.set(text, ranges)
  return ranges
}

function isUnlimited({ scopes, allowedIps, rateRequests }: LimitColumns): boolean {
  return scopes === null && allowedIps === null && rateRequests === null
}

function rateLimitOf({ id, rateKey, rateRequests: requests, ratePerSeconds: perSeconds }: LimitRow): RateLimit[] {
  return requests === null || perSeconds === null
    ? []
    : [{ name: `${rateKey ?? id}/${perSeconds}`, requests, perSeconds }]
}

/** A column's list; the empty text is an empty list. */
export function listOf(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}
