import { isIPv4 } from 'node:net'

/** A value of the MaxMind DB format, as far as location databases use them. */
type Value = string | number | { [key: string]: Value }

type Node = { left: Branch; right: Branch }
type Branch = Node | { data: Value } | undefined

/**
 * A real MaxMind DB file (https://maxmind.github.io/MaxMind-DB/, version 2.0, 24-bit records), from networks in CIDR
 * notation to the values that the file has for them. Nothing is compressed, because there are only a few networks.
 */
export function mmdb(networks: Record<string, Value>, ipVersion: 4 | 6 = 6): Buffer {
  const root: Node = { left: undefined, right: undefined }
  for (const [network, data] of Object.entries(networks)) insert(root, bitsOf(network, ipVersion), data)

  const nodes: Node[] = []
  const indexes = new Map<Node, number>()
  const visit = (branch: Branch) => {
    if (!isNode(branch)) return
    indexes.set(branch, nodes.push(branch) - 1)
    visit(branch.left)
    visit(branch.right)
  }
  visit(root)

  const data: Buffer[] = []
  let dataLength = 0
  const recordOf = (branch: Branch): number => {
    // A record that equals the number of nodes means that there is no value.
    if (branch === undefined) return nodes.length
    if (isNode(branch)) return indexes.get(branch) ?? 0
    const bytes = encode(branch.data)
    const record = nodes.length + 16 + dataLength
    data.push(bytes)
    dataLength += bytes.length
    return record
  }
  const tree = Buffer.concat(
    nodes.map(({ left, right }) => {
      const record = Buffer.alloc(6)
      record.writeUIntBE(recordOf(left), 0, 3)
      record.writeUIntBE(recordOf(right), 3, 3)
      return record
    }),
  )
  const metadata = encode({
    node_count: nodes.length,
    record_size: 24,
    ip_version: ipVersion,
    database_type: 'GeoLite2-City',
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_780_000_000,
  })
  const marker = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex')
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata])
}

function isNode(branch: Branch): branch is Node {
  return branch !== undefined && 'left' in branch
}

function insert(root: Node, bits: string, data: Value): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const side = bit === '1' ? 'right' : 'left'
    const next = node[side]
    const child: Node = isNode(next) ? next : { left: undefined, right: undefined }
    node[side] = child
    node = child
  }
  node[bits.endsWith('1') ? 'right' : 'left'] = { data }
}

/** The bits of a network's prefix. In a tree for IPv6, IPv4 lies at ::/96. */
function bitsOf(network: string, ipVersion: 4 | 6): string {
  const [address = '', length = ''] = network.split('/')
  if (isIPv4(address)) {
    const bits = address.split('.').map((part) => Number(part).toString(2).padStart(8, '0'))
    return (ipVersion === 6 ? '0'.repeat(96) : '') + bits.join('').slice(0, Number(length))
  }
  const [head = '', tail = ''] = address.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail.split(':').filter(Boolean)
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back]
  const bits = groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
  return bits.join('').slice(0, Number(length))
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return Buffer.concat([control(2, text.length), text])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(6, 4), bytes])
  }
  const entries = Object.entries(value).flatMap(([key, member]) => [encode(key), encode(member)])
  return Buffer.concat([control(7, entries.length / 2), ...entries])
}

/**
 * The control byte: type in the three high bits, size in the five low ones; 29 means that the size continues in the
 * next byte.
 */
function control(type: number, size: number): Buffer {
  return size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29])
}
