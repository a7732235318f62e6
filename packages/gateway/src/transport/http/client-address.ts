import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import type { Config } from '../../platform/config/config.ts'
import { plainAddress } from '../../platform/values/ip-addresses.ts'
import { parseNetwork } from '../../platform/values/ip-networks.ts'
import type { Server } from './server.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * The client's address in canonical form, as far as TRUST_PROXY lets us believe it; the empty text on a socket that
     * has none. Nothing here reads Fastify's own `ip`, which is the peer's address.
     */
    clientAddress: string
    /** The client's address if a trusted proxy sent it, otherwise undefined. */
    forwardedAddress: string | undefined
  }
}

/** Whether to believe what the hop at `distance` (0 is the peer) says about its own client. */
type Trusts = (address: string, distance: number) => boolean

/** The client's address if a trusted proxy sent it. */
export type ForwardedFor = (request: IncomingMessage) => string | undefined

/** Sets the two addresses of each request; returns how the second is read. */
export function useClientAddress(app: Server, trustProxy: Config['trustProxy']): ForwardedFor {
  const trusts = createTrusts(trustProxy)
  const forwardedFor: ForwardedFor = (request) => forwarded(request, trusts)
  app.decorateRequest('clientAddress', {
    getter() {
      return forwardedFor(this.raw) ?? peerOf(this.raw)
    },
  })
  app.decorateRequest('forwardedAddress', {
    getter() {
      return forwardedFor(this.raw)
    },
  })
  return forwardedFor
}

/**
 * Follows X-Forwarded-For from its end, which our own proxy wrote, as long as the writer of each entry is trusted. An
 * entry that can't be read ends the search: the client is then the hop that passed it on.
 */
function forwarded(request: IncomingMessage, trusts: Trusts): string | undefined {
  const header = request.headers['x-forwarded-for']
  if (typeof header !== 'string') return undefined
  let from = peerOf(request)
  let told: string | undefined
  let end = header.length
  for (let distance = 0; end >= 0 && trusts(from, distance); distance += 1) {
    const comma = end === 0 ? -1 : header.lastIndexOf(',', end - 1)
    const address = readForwarded(header.slice(comma + 1, end))
    if (address === undefined) break
    from = address
    told = address
    end = comma
  }
  return told
}

/**
 * One entry of X-Forwarded-For, in the forms of RFC 7239 §6: an address, or one with a port (Azure's gateway sends it),
 * where an IPv6 address stands in brackets. Undefined for anything else: names, `unknown`, leading zeros.
 */
function readForwarded(entry: string): string | undefined {
  const text = entry.trim()
  // Most entries are an address and nothing else.
  const alone = plainAddress(text)
  if (alone) return alone.text
  const [, bracketed, dotted] = /^(?:\[([^[\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? []
  const plain = plainAddress(bracketed ?? dotted ?? '')
  // Only an IPv4-mapped address may stand in brackets, a bare IPv4 address may not.
  return bracketed !== undefined && !bracketed.includes(':') ? undefined : plain?.text
}

/** Whether the gateway believes what the peer says about a request: true if the peer is a trusted proxy. */
export function createTrustsPeer(trustProxy: Config['trustProxy']): (request: IncomingMessage) => boolean {
  const trusts = createTrusts(trustProxy)
  return (request) => trusts(peerOf(request), 0)
}

/** The address of the socket's other end, in canonical form. */
export function peerOf(request: IncomingMessage): string {
  const address = request.socket.remoteAddress ?? ''
  return plainAddress(address)?.text ?? ''
}

function createTrusts(trustProxy: Config['trustProxy']): Trusts {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_address, distance) => distance < trustProxy
  const lists = { 4: new BlockList(), 6: new BlockList() }
  for (const written of trustProxy) {
    // An IPv4-mapped network becomes the IPv4 one that it means.
    const [address = '', prefix] = (parseNetwork(written) ?? written).split('/')
    const family = address.includes(':') ? 6 : 4
    if (prefix === undefined) lists[family].addAddress(address, `ipv${family}`)
    else lists[family].addSubnet(address, Number(prefix), `ipv${family}`)
  }
  return (address) => {
    const plain = plainAddress(address)
    return plain !== undefined && lists[plain.family].check(plain.text, `ipv${plain.family}`)
  }
}
