import { BlockList } from 'node:net'
import { groupsOf, plainAddress } from './ip-addresses.ts'

/** Networks from which a key may be used, in canonical CIDR form, ready to be asked. */
export type Networks = { list: readonly string[]; has(address: string): boolean }

/** The addresses of a network on one line that both families share: those of IPv6 lie behind all of IPv4. */
type Range = { network: string; first: bigint; last: bigint }

/** A list as it is compared with others: in the order of their addresses, and none lies in another. */
export type NetworkRanges = readonly Range[]

/** Addresses whose answer is remembered for each key. */
const MOST_JUDGED = 100

const WIDTH = { 4: 32, 6: 128 } as const
const START = { 4: 0n, 6: 1n << 32n } as const

/**
 * A network in CIDR form (RFC 4632, RFC 4291 §2.3) or a lone address, in canonical form: `10.0.0.0/8`, `2001:db8::/32`,
 * `203.0.113.7/32`. IPv4-mapped ones become IPv4. Undefined for what is no network: bits beyond the prefix (whoever writes
 * `10.1.2.3/8` means one of two things), zone ids, ranges, leading zeros.
 */
export function parseNetwork(text: string): string | undefined {
  return read(text)?.network
}

/** From networks in canonical form. */
export function createNetworks(list: readonly string[]): Networks {
  const lists = { 4: new BlockList(), 6: new BlockList() }
  for (const text of list) {
    const [address = '', prefix] = text.split('/')
    const family = text.includes(':') ? 6 : 4
    lists[family].addSubnet(address, Number(prefix), `ipv${family}`)
  }
  function look(address: string): boolean {
    const plain = plainAddress(address)
    // Each family by itself: `::/0` is all of IPv6, not the IPv4 addresses that can be written in it.
    return plain !== undefined && lists[plain.family].check(plain.text, `ipv${plain.family}`)
  }

  // A key is used from few addresses.
  const judged = new Map<string, boolean>()
  return {
    list,
    has(address) {
      const known = judged.get(address)
      if (known !== undefined) return known
      if (judged.size >= MOST_JUDGED) judged.clear()
      const isIn = look(address)
      judged.set(address, isIn)
      return isIn
    },
  }
}

/** Whether each of the networks lies wholly in one of the others; both lists in canonical form. */
export function areWithin(networks: readonly string[], others: readonly string[]): boolean {
  const around = toRanges(others)
  return toRanges(networks).every((inner) => around.some((outer) => contains(outer, inner)))
}

/** From networks in canonical form. */
export function toRanges(list: readonly string[]): NetworkRanges {
  const ranges = list.flatMap((text) => read(text) ?? [])
  // Of those that begin alike the widest comes first, and the others lie in it.
  ranges.sort((one, other) => compare(one.first, other.first) || compare(other.last, one.last))
  const apart: Range[] = []
  for (const range of ranges) {
    const before = apart.at(-1)
    if (!before || !contains(before, range)) apart.push(range)
  }
  return apart
}

/**
 * What two lists have in common: of two networks that overlap, one contains the other. One pass over both, since a key
 * may have ten lists above it, each of which a stranger wrote.
 */
export function intersectNetworks(one: NetworkRanges, other: NetworkRanges): NetworkRanges {
  const common: Range[] = []
  for (let left = 0, right = 0; ; ) {
    const [a, b] = [one[left], other[right]]
    if (!a || !b) return common
    if (contains(a, b)) common.push(b)
    else if (contains(b, a)) common.push(a)
    // What ends first meets nothing more of the other list.
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
  // The prefix of an IPv4-mapped network counts the 96 bits before the IPv4 address too.
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
