import { BlockList } from 'node:net'
import { groupsOf, plainAddress } from '../throttle/network.ts'

/** Networks from which a key may be used, in canonical CIDR form, ready to be asked. */
export type Networks = { list: readonly string[]; has(address: string): boolean }

type Network = { family: 4 | 6; text: string; bits: bigint; prefix: number }

/** Addresses whose answer is remembered for each key. */
const MOST_JUDGED = 100

const WIDTH = { 4: 32, 6: 128 } as const

/**
 * A network in CIDR form (RFC 4632, RFC 4291 §2.3) or a lone address, in canonical form: `10.0.0.0/8`, `2001:db8::/32`,
 * `203.0.113.7/32`. IPv4-mapped ones become IPv4. Undefined for what is no network: bits beyond the prefix (whoever writes
 * `10.1.2.3/8` means one of two things), zone ids, ranges, leading zeros.
 */
export function parseNetwork(text: string): string | undefined {
  const network = read(text)
  return network && `${network.text}/${network.prefix}`
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

/** Whether a network, in canonical form, lies wholly in one of the others. */
export function isWithin(network: string, others: readonly string[]): boolean {
  return others.some((other) => contains(other, network))
}

/** What two lists of networks have in common: of two that overlap, one contains the other. */
export function intersectNetworks(one: readonly string[], other: readonly string[]): string[] {
  return [
    ...new Set([
      ...one.filter((network) => isWithin(network, other)),
      ...other.filter((network) => isWithin(network, one)),
    ]),
  ]
}

function contains(outer: string, inner: string): boolean {
  const [around, inside] = [read(outer), read(inner)]
  if (!around || !inside || around.family !== inside.family || around.prefix > inside.prefix) return false
  const rest = BigInt(WIDTH[around.family] - around.prefix)
  return around.bits >> rest === inside.bits >> rest
}

function read(text: string): Network | undefined {
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
  return (bits & beyond) === 0n ? { family, text: canonical, bits, prefix } : undefined
}

function bitsOf({ family, text }: { family: 4 | 6; text: string }): bigint {
  return family === 4
    ? text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
    : groupsOf(text).reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}
