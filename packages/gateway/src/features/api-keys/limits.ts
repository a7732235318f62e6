import { type KeyLimits, type LimitColumns, listOf, type Rate } from '../../access/key-limits/key-limits.ts'
import { MESSAGING_SCOPE } from '../../access/scope-table.ts'
import { covers, isScope, LONGEST_SCOPE } from '../../access/scopes.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { areWithin, parseNetwork } from '../../platform/values/ip-networks.ts'

/** What a request sets of a key's limits: null takes a limit away, undefined leaves it as it is. */
export type LimitChanges = {
  scopes?: string[] | null | undefined
  allowedIps?: string[] | null | undefined
  rate?: Rate | null | undefined
}

export const NO_LIMITS: LimitColumns = { scopes: null, allowedIps: null, rateRequests: null, ratePerSeconds: null }

/** The columns after the changes; throws `invalid_request` for scopes and networks that are none. */
export function applyChanges(columns: LimitColumns, { scopes, allowedIps, rate }: LimitChanges): LimitColumns {
  return {
    scopes: scopes === undefined ? columns.scopes : scopes && parseScopes(scopes),
    allowedIps: allowedIps === undefined ? columns.allowedIps : allowedIps && parseNetworks(allowedIps),
    ...(rate === undefined
      ? { rateRequests: columns.rateRequests, ratePerSeconds: columns.ratePerSeconds }
      : { rateRequests: rate?.requests ?? null, ratePerSeconds: rate?.perSeconds ?? null }),
  }
}

function parseScopes(scopes: string[]): string {
  for (const [index, scope] of scopes.entries()) {
    if (!isScope(scope))
      throw invalid(
        `/body/scopes/${index}`,
        `must be resource:action with a–z, 0–9, ".", "_" and "-", or "*" for either part, and at most ${LONGEST_SCOPE} characters`,
      )
  }
  return [...new Set(scopes)].join(' ')
}

function parseNetworks(texts: string[]): string {
  const networks = texts.map((text, index) => {
    const network = parseNetwork(text)
    if (network === undefined)
      throw invalid(
        `/body/allowed_ips/${index}`,
        'must be an address or a network such as 203.0.113.0/24 or 2001:db8::/32, with no address bits after the prefix',
      )
    return network
  })
  return [...new Set(networks)].join(' ')
}

/**
 * Throws `beyond_own_limits` if a key would give another more than it has itself. It could not be used (access/key-limits/key-limits.ts),
 * but whoever asks for it would believe that it can.
 */
export function refuseBeyond(own: KeyLimits | null, changes: LimitChanges, columns: LimitColumns): void {
  if (own === null) return
  const { scopes, networks, rateLimits } = own
  const isBeyond =
    (changes.scopes !== undefined &&
      scopes !== null &&
      (columns.scopes === null || !listOf(columns.scopes).every((scope) => covers(scopes, scope)))) ||
    (changes.allowedIps !== undefined &&
      networks !== null &&
      (columns.allowedIps === null || !areWithin(listOf(columns.allowedIps), networks.list))) ||
    (changes.rate !== undefined && rateLimits.some((rateLimit) => !isSlower(changes.rate ?? null, rateLimit)))
  if (isBeyond) throw new Refusal('beyond_own_limits')
}

/**
 * Throws `beyond_own_limits` if a key would change its own rate to more, or to another window: that one's count begins
 * anew, so that a key which goes from window to window has no rate at all.
 */
export function refuseFasterSelf({ rateRequests, ratePerSeconds }: LimitColumns, { rate }: LimitChanges): void {
  if (rate === undefined || rateRequests === null) return
  if (rate?.perSeconds !== ratePerSeconds || rate.requests > rateRequests) throw new Refusal('beyond_own_limits')
}

/** By the average: how much of it may come at once, the issuer's own count decides. */
function isSlower(rate: Rate | null, than: Rate): boolean {
  return rate !== null && rate.requests * than.perSeconds <= than.requests * rate.perSeconds
}

/**
 * Whether a key may have creds. The message bus knows roles, but neither scopes nor the addresses of a key: what it
 * could not hold, it must not let in.
 */
export function blocksBus({ scopes, allowedIps }: Pick<LimitColumns, 'scopes' | 'allowedIps'>): boolean {
  return allowedIps !== null || (scopes !== null && !covers(new Set(listOf(scopes)), MESSAGING_SCOPE))
}

/** What differs between the limits of a key before and after, for the audit log; null is no limit. */
export function differences(before: LimitColumns, after: LimitColumns): Record<string, string | null> {
  const shown = ({ scopes, allowedIps, rateRequests, ratePerSeconds }: LimitColumns) => ({
    scopes,
    allowed_ips: allowedIps,
    rate_limit: rateRequests === null ? null : `${rateRequests}/${ratePerSeconds}`,
  })
  const had: Record<string, string | null> = shown(before)
  return Object.fromEntries(Object.entries(shown(after)).filter(([name, value]) => value !== had[name]))
}
