import type { IncomingMessage } from 'node:http'
import { createNetworks } from '@quiva/verifier/networks'

/** Whom to believe what they say of their own client: nobody, so many hops, or the proxies in these networks. */
export type TrustProxy = false | number | readonly string[]

type Trusts = (address: string, distance: number) => boolean

const ANYWHERE = createNetworks(['0.0.0.0/0', '::/0'])

/** Reads the addresses of a request as the gateway does (TRUST_PROXY in docs/configuration.md). */
export function createAddresses(trustProxy: TrustProxy) {
  const trusts = createTrusts(trustProxy)
  return {
    trustsPeer: (request: IncomingMessage): boolean => trusts(request.socket.remoteAddress ?? '', 0),

    /**
     * The client's address, if a trusted proxy sent it. Follows X-Forwarded-For from its end, which our own proxy wrote,
     * as long as the writer of each entry is trusted; an entry that can't be read ends the search.
     */
    forwarded(request: IncomingMessage): string | undefined {
      const header = request.headers['x-forwarded-for']
      if (typeof header !== 'string') return undefined
      let from = request.socket.remoteAddress ?? ''
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
    },
  }
}

/** One entry: an address, or one with a port, where an IPv6 address stands in brackets (RFC 7239, §6). */
function readForwarded(entry: string): string | undefined {
  const text = entry.trim()
  if (ANYWHERE.has(text)) return text
  const [, bracketed, dotted] = /^(?:\[([^[\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? []
  const address = bracketed ?? dotted ?? text
  if (bracketed !== undefined && !bracketed.includes(':')) return undefined
  return ANYWHERE.has(address) ? address : undefined
}

function createTrusts(trustProxy: TrustProxy): Trusts {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_address, distance) => distance < trustProxy
  const networks = createNetworks(trustProxy)
  return (address) => networks.has(address)
}
