import { groupsOf, plainAddress } from './ip-addresses.ts'

/** The networks from which a key may be used, in canonical CIDR form, with a quick look-up. */
export type Networks = { list: readonly string[]; has(address: string): boolean }

/** The addresses of a network as numbers of one range for both families: IPv6 comes after all of IPv4. */
type Range = { network: string; first: bigint; last: bigint }

/** A list in the form in which lists are compared: ordered by address, and no network lies within another. */
export type NetworkRanges = readonly Range[]

/** How many addresses are remembered with their answer, for each list. */
const MOST_JUDGED = 16

const WIDTH = { 4: 32, 6: 128 } as const
const START = { 4: 0n, 6: 1n << 32n } as const

/**
 * The canonical form of a network in CIDR notation (RFC 4632, RFC 4291 §2.3) or of a single address: `10.0.0.0/8`,
 * `2001:db8::/32`, `203.0.113.7/32`. IPv4-mapped ones become IPv4. Undefined for anything else: bits beyond the prefix
 * (`10.1.2.3/8` may mean two things), zone ids, ranges, leading zeros.
 */
export function parseNetwork(text: string): string | undefined {
  return read(text)?.network
}

/**
 * From networks in canonical form. Nothing but the list is kept until somebody asks: there may be a list for each of a
 * hundred thousand keys. (A net.BlockList for each family takes 10 KB outside the heap.)
 */
export function createNetworks(list: readonly string[]): Networks {
  let ranges: NetworkRanges | undefined
  function look(address: string): boolean {
    const plain = plainAddress(address)
    if (plain === undefined) return false
    ranges ??= toRanges(list)
    const place = START[plain.family] + bitsOf(plain)
    return ranges.some(({ first, last }) => first <= place && place <= last)
  }

  // A key is used from few addresses.
  let judged: Map<string, boolean> | undefined
  return {
    list,
    has(address) {
      judged ??= new Map()
      const known = judged.get(address)
      if (known !== undefined) return known
      if (judged.size >= MOST_JUDGED) judged.clear()
      const isIn = look(address)
      judged.set(address, isIn)
      return isIn
    },
  }
}

/** Whether each of the networks lies within one of the others; both lists are in canonical form. */
export function areWithin(networks: readonly string[], others: readonly string[]): boolean {
  const around = toRanges(others)
  return toRanges(networks).every((inner) => around.some((outer) => contains(outer, inner)))
}

/** From networks in canonical form. */
export function toRanges(list: readonly string[]): NetworkRanges {
  const ranges = list.flatMap((text) => read(text) ?? [])
  // Of networks that begin with the same address the widest comes first, and the others lie within it.
  ranges.sort((one, other) => compare(one.first, other.first) || compare(other.last, one.last))
  const apart: Range[] = []
  for (const range of ranges) {
    const before = apart.at(-1)
    if (!before || !contains(before, range)) apart.push(range)
  }
  return apart
}

/**
 * The addresses that both lists contain: of two networks that overlap, one contains the other. One pass over both
 * lists, since a key may have ten lists above it, each of them written by a stranger.
 */
export function intersectNetworks(one: NetworkRanges, other: NetworkRanges): NetworkRanges {
  const common: Range[] = []
  for (let left = 0, right = 0; ; ) {
    const [a, b] = [one[left], other[right]]
    if (!a || !b) return common
    if (contains(a, b)) common.push(b)
    else if (contains(b, a)) common.push(a)
    // The network that ends first has no more in common with the other list.
    if (a.last <= b.last) left += 1
    if (b.last <= a.last) right += 1
  }
}

function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other)
}

function read(text: string): Range | undefined {
  const [address = '', prefixText, ...more] = text.split('/')
  const plain = address.includes('%') ? undefined : plainAddress(address)
  if (!plain || more.length > 0 || (prefixText !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefixText)))
    return undefined
  const { family, text: canonical } = plain
  const written = address.includes(':') ? 6 : 4
  // The prefix of an IPv4-mapped network also counts the 96 bits before the IPv4 address.
  const prefix = Number(prefixText ?? WIDTH[written]) - (WIDTH[written] - WIDTH[family])
  if (prefix < 0 || prefix > WIDTH[family]) return undefined
  const bits = bitsOf(plain)
  const beyond = (1n << BigInt(WIDTH[family] - prefix)) - 1n
  const first = START[family] + bits
  return (bits & beyond) === 0n ? { network: `${canonical}/${prefix}`, first, last: first + beyond } : undefined
}

function bitsOf({ family, text }: { family: 4 | 6; text: string }): bigint {
  return family === 4
    ? text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
    : groupsOf(text).reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}
