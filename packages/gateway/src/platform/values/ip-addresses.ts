import { isIPv4, isIPv6, SocketAddress } from 'node:net'

/** An address without zone id or IPv4 mapping, and its family; the text is canonical (RFC 5952). */
export type PlainAddress = { readonly family: 4 | 6; readonly text: string }

/**
 * Reads an address: an IPv6 address loses its zone id (RFC 4007, §11), an IPv4-mapped one (RFC 4291, §2.5.5.2) becomes
 * IPv4. Undefined for anything else, such as the text that a proxy passes on if it does not know the address.
 */
export function plainAddress(address: string): PlainAddress | undefined {
  const known = recent.get(address)
  if (known) return known
  const read = readAddress(address)
  if (read) {
    if (recent.size >= MOST_RECENT) recent.clear()
    recent.set(address, read)
  }
  return read
}

/** The same few clients and proxies come again and again, and each of their requests asks several times. */
const recent = new Map<string, PlainAddress>()
const MOST_RECENT = 200

function readAddress(address: string): PlainAddress | undefined {
  if (isIPv4(address)) return { family: 4, text: address }
  const bare = address.split('%')[0] ?? address
  if (!isIPv6(bare)) return undefined
  // SocketAddress writes the canonical form, in which an IPv4-mapped address has only one spelling.
  const canonical = new SocketAddress({ address: bare, family: 'ipv6' }).address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical)?.[1]
  return mapped ? { family: 4, text: mapped } : { family: 6, text: canonical }
}

/** The eight groups of a canonical IPv6 address, as hex digits. */
export function groupsOf(canonical: string): string[] {
  const [head = '', tail = ''] = canonical.split('::')
  const groups = (text: string) => (text ? text.split(':').flatMap(unquad) : [])
  const [front, back] = [groups(head), groups(tail)]
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  return [...front, ...zeros, ...back]
}

/** The last two groups may be written as four bytes: `::1.2.3.4`. */
function unquad(group: string): string[] {
  if (!group.includes('.')) return [group]
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)]
}

/**
 * The unit that limits count by: an IPv4 address, or the /64 of an IPv6 address, since whoever has one address of such
 * a network has all of them. IPv4-mapped addresses count as IPv4.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address)
  if (!plain) return address.split('%')[0] ?? address
  // The first four groups are the network.
  return plain.family === 4 ? plain.text : `${groupsOf(plain.text).slice(0, 4).join(':')}::/64`
}

/**
 * The network that a user usually comes from: the /24 of an IPv4 address, the /48 of an IPv6 one. Providers give a
 * household or a phone another address every day, mostly from the same network, and that deserves no notice. For
 * notices only: limits count by `networkOf`.
 */
export function neighbourhoodOf(address: string): string {
  const plain = plainAddress(address)
  if (!plain) return networkOf(address)
  return plain.family === 4
    ? `${plain.text.split('.').slice(0, 3).join('.')}.0/24`
    : `${groupsOf(plain.text).slice(0, 3).join(':')}::/48`
}
