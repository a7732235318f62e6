import { plainAddress } from '../values/ip-addresses.ts'
import { createNetworks } from '../values/ip-networks.ts'

/**
 * IPv4 that is not of the public internet (IANA IPv4 Special-Purpose Address Registry, RFC 6890), multicast, and
 * broadcast. 169.254.0.0/16 has the metadata services of clouds.
 */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** The only part of IPv6 that is routed as global unicast (RFC 4291, §2.4), so NAT64 (64:ff9b::/96) is outside. */
const GLOBAL_6 = ['2000::/3']

/**
 * What within it is not public: protocol assignments with Teredo and ORCHID, 6to4 (which carries an IPv4 address),
 * documentation.
 */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const notPublic4 = createNetworks(NOT_PUBLIC_4)
const global6 = createNetworks(GLOBAL_6)
const notPublic6 = createNetworks(NOT_PUBLIC_6)

/** Whether an address is one of the public internet. IPv4-mapped IPv6 counts as the IPv4 address that it means. */
export function isPublicAddress(address: string): boolean {
  const plain = plainAddress(address)
  if (!plain || address.includes('%')) return false
  if (plain.family === 4) return !notPublic4.has(plain.text)
  return global6.has(plain.text) && !notPublic6.has(plain.text)
}
