import { Type } from 'typebox'
import { invalid } from '../../platform/errors/refusal.ts'
import {
  areWithin,
  createNetworks,
  intersectNetworks,
  type NetworkRanges,
  type Networks,
  parseNetwork,
  toRanges,
} from '../../platform/values/ip-networks.ts'
import { defineLimit, distinct, listOf } from './key-limit.ts'

/** How many networks a key may have; each is checked at each request. */
const MOST_NETWORKS = 50
/** The 45 characters of an IPv6 address that ends in an IPv4 address, and the prefix. */
const LONGEST_NETWORK = 49
/** How many lists are remembered: an ancestry is read again at each miss of the cache. */
const MOST_LISTS = 500

/** The networks from which a key may be used; null for anywhere. */
type NetworksInForce = Networks | null

export const allowedNetworks = defineLimit({
  member: 'allowed_ips',
  columns: { allowedIps: 'allowed_ips' },
  setting: Type.Array(Type.String({ minLength: 2, maxLength: LONGEST_NETWORK }), {
    minItems: 1,
    maxItems: MOST_NETWORKS,
    description: 'The allowed networks: IP addresses and networks (CIDR, IPv4 and IPv6) from which the key may be used',
    examples: [['203.0.113.0/24', '2001:db8::/32']],
  }),
  shown: Type.Array(Type.String()),
  shownNull: 'The allowed networks; null: every IP address',

  store(given) {
    const networks = given.map((text, index) => {
      const network = parseNetwork(text)
      if (network === undefined)
        throw invalid(
          `/body/allowed_ips/${index}`,
          'must be an address or a network such as 203.0.113.0/24 or 2001:db8::/32, with no bits beyond the prefix',
        )
      return network
    })
    return { allowedIps: [...new Set(networks)].join(' ') }
  },
  show: ({ allowedIps }) => (allowedIps === null ? null : listOf(allowedIps)),

  combine(ancestry): NetworksInForce {
    const [first, ...others] = distinct(ancestry.map(({ allowedIps }) => allowedIps))
    if (first === undefined) return null
    // A list without others above it is shown as it was typed.
    if (others.length === 0) return createNetworks(listOf(first))
    const common = others.map(rangesOf).reduce(intersectNetworks, rangesOf(first))
    return createNetworks(common.map(({ network }) => network))
  },
  isBeyond: ({ allowedIps }, own) => own !== null && (allowedIps === null || !areWithin(listOf(allowedIps), own.list)),
  isBeyondItself: () => false,

  /** The bus does not know from which address a key is used. */
  blocksBus: ({ allowedIps }) => allowedIps !== null,
  introspected: {
    schema: Type.Array(Type.String()),
    description:
      'The allowed networks: the credential may be used only from these. A service that introspects must compare the IP address of its client with them; GET /verify does this itself',
    show: (networks: NetworksInForce) => networks && [...networks.list],
  },
})

const knownRanges = new Map<string, NetworkRanges>()

function rangesOf(text: string): NetworkRanges {
  const known = knownRanges.get(text)
  if (known) return known
  if (knownRanges.size >= MOST_LISTS) knownRanges.clear()
  const ranges = toRanges(listOf(text))
  knownRanges.set(text, ranges)
  return ranges
}
