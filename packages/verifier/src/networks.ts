import { isIPv4, isIPv6 } from 'node:net'

/** The networks from which a key may be used. */
export type Networks = { has(address: string): boolean }

/** The groups of 16 bits of an address: two of IPv4, eight of IPv6. */
type Groups = readonly number[]

/** How many addresses are remembered with their answer, for each key: a key is used from few. */
const MOST_JUDGED = 100

/**
 * From networks in canonical CIDR form, as the gateway sends them. IPv4 and IPv6 are apart: `::/0` has no IPv4 address.
 * An IPv4-mapped address (RFC 4291, §2.5.5.2) counts as IPv4. What is no address is in no network.
 */
export function createNetworks(list: readonly string[]): Networks {
  const networks = list.flatMap((text) => {
    const [address = '', prefix] = text.split('/')
    const groups = groupsOf(address)
    return groups ? [{ groups, prefix: prefix === undefined ? 16 * groups.length : Number(prefix) }] : []
  })
  const judged = new Map<string, boolean>()
  return {
    has(address) {
      const known = judged.get(address)
      if (known !== undefined) return known
      const groups = groupsOf(address)
      const isIn = groups !== undefined && networks.some((network) => contains(network, groups))
      if (judged.size >= MOST_JUDGED) judged.clear()
      judged.set(address, isIn)
      return isIn
    },
  }
}

function contains({ groups, prefix }: { groups: Groups; prefix: number }, address: Groups): boolean {
  if (groups.length !== address.length) return false
  return groups.every((group, index) => {
    const bits = Math.min(16, Math.max(0, prefix - 16 * index))
    return (group ^ (address[index] ?? 0)) >> (16 - bits) === 0
  })
}

/** Without the zone by which a machine knows a neighbour (RFC 4007, §11). */
function groupsOf(address: string): Groups | undefined {
  if (isIPv4(address)) return quad(address)
  const bare = address.split('%')[0] ?? address
  if (!isIPv6(bare)) return undefined
  const [front = [], back = []] = bare.split('::').map((half) => half.split(':').flatMap(readGroup))
  const groups = [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
  return isMapped ? groups.slice(6) : groups
}

function readGroup(group: string): Groups {
  if (group.includes('.')) return quad(group)
  return group === '' ? [] : [Number.parseInt(group, 16)]
}

function quad(address: string): Groups {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}
