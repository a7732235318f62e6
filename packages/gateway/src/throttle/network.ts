import { isIPv6, SocketAddress } from 'node:net'

/**
 * What counts as one place for a limit: an IPv4 address, or the /64 of an IPv6 one, since whoever has one address of
 * that network has all of them. IPv4-mapped addresses (RFC 4291, §2.5.5.2) count as IPv4.
 */
export function networkOf(address: string): string {
  const plain = address.split('%')[0] ?? address
  if (!isIPv6(plain)) return plain
  // SocketAddress writes the canonical form (RFC 5952), in which an IPv4-mapped address has only one spelling.
  const canonical = new SocketAddress({ address: plain, family: 'ipv6' }).address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical)?.[1]
  if (mapped) return mapped
  // The first four groups are the network.
  const [head = '', tail = ''] = canonical.split('::')
  const front = head ? head.split(':') : []
  const back = tail ? tail.split(':') : []
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`
}
