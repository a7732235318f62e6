import { Resolver } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { performance } from 'node:perf_hooks'
import { createSecureContext, getCACertificates } from 'node:tls'
import { StartupError } from '../errors/startup-error.ts'
import { createNetworks } from '../values/ip-networks.ts'
import { isPublicAddress } from './public-addresses.ts'

/** For all of a request: the name, the connection, the answer. */
const PATIENCE_MS = 10_000
/** How much of an answer is read. */
const MOST_BYTES = 65_536

/** What became of a request; `status` is null without an answer, `error` null if it was a success (2xx). */
export type Posted = { status: number | null; error: PostError | null; durationMs: number }

export type PostError =
  /** Or the name has no address: the answer must not tell which names there are in the gateway's network. */
  'address_not_allowed' | 'connection_failed' | 'tls_failed' | 'timeout' | 'redirect' | 'refused'

/** One connection at a time to one place, which is kept between requests. */
export type Line = {
  post(url: string, headers: Record<string, string>, body: string, stop?: AbortSignal): Promise<Posted>
  close(): void
}

/** Opens lines to servers that somebody else has named. */
export type OpenLine = () => Line

/** Addresses of a name. */
export type Resolve = (name: string) => Promise<string[]>

type Deps = {
  /** Networks in canonical form that are allowed although they are not public. */
  allowed: readonly string[]
  /** A PEM file of certificates that are trusted beside those of Node.js. */
  caFile?: string | undefined
  resolve?: Resolve
  patienceMs?: number
}

/** An address that may not be connected to. */
class NotAllowed extends Error {}

/**
 * Posts to servers that users name, without reaching what is not public (server-side request forgery). https alone, no
 * redirect; a name is resolved once, all of its addresses must be allowed, and the connection goes to one of those.
 */
export function createOpenLine({ allowed, caFile, resolve = resolveName, patienceMs = PATIENCE_MS }: Deps): OpenLine {
  const networks = createNetworks(allowed)
  const mayReach = (address: string) => isPublicAddress(address) || networks.has(address)
  // Made once: with the certificates themselves, each request would join and compare all of them (0.3 ms).
  const trust = caFile !== undefined && {
    secureContext: createSecureContext({ ca: [...getCACertificates('default'), readPem(caFile)] }),
  }

  const lookup: LookupFunction = (name, options, done) => {
    resolve(name).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }))
        const [first] = found
        if (!first) return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
        if (!addresses.every(mayReach)) return done(new NotAllowed('address not allowed'), '')
        if (options.all) done(null, found)
        else done(null, first.address, first.family)
      },
      (error: Error) => done(error, ''),
    )
  }

  return function openLine() {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, lookup, rejectUnauthorized: true, ...trust })

    /** Resolves with the status, once the answer is read or cut off. */
    function once(
      url: URL,
      headers: Record<string, string>,
      body: string,
      signal: AbortSignal,
    ): Promise<{ status: number }> {
      return new Promise((done, failed) => {
        if (signal.aborted) return failed(signal.reason)
        // Whatever becomes of the request: a request that Node.js destroyed without an answer tells nobody.
        signal.addEventListener('abort', () => failed(signal.reason), { once: true })
        const request = httpsRequest(url, { method: 'POST', headers, agent, signal }, (answer) => {
          drain(answer).then(() => done({ status: answer.statusCode ?? 0 }), failed)
        })
        // An answer 101 to what asked for no upgrade.
        request.on('upgrade', (answer, socket) => {
          socket.destroy()
          done({ status: answer.statusCode ?? 0 })
        })
        request.on('error', (error) => {
          failed(request.reusedSocket ? Object.assign(error, { reusedSocket: true }) : error)
        })
        request.end(body)
      })
    }

    return {
      async post(text, headers, body, stop) {
        const begun = performance.now()
        const ended = (status: number | null, error: PostError | null): Posted => ({
          status,
          error,
          durationMs: Math.round(performance.now() - begun),
        })
        const url = new URL(text)
        const host = url.hostname.replace(/^\[|\]$/g, '')
        // What is an address already is not looked up.
        if (url.protocol !== 'https:' || (isIP(host) !== 0 && !mayReach(host)))
          return ended(null, 'address_not_allowed')
        const patience = AbortSignal.timeout(patienceMs)
        const signal = stop ? AbortSignal.any([patience, stop]) : patience
        const sent = { ...headers, 'content-length': String(Buffer.byteLength(body)) }
        try {
          const { status } = await once(url, sent, body, signal).catch((error: unknown) => {
            // The server closed a kept connection at the same moment: it has read nothing.
            if (isStaleConnection(error)) return once(url, sent, body, signal)
            throw error
          })
          if (status >= 200 && status < 300) return ended(status, null)
          return ended(status, status >= 300 && status < 400 ? 'redirect' : 'refused')
        } catch (error) {
          if (stop?.aborted) throw error
          return ended(null, patience.aborted ? 'timeout' : reasonOf(error))
        }
      },
      close: () => agent.destroy(),
    }
  }
}

/** Reads as much as is allowed; what is beyond is cut off, and the connection with it. */
function drain(answer: IncomingMessage): Promise<void> {
  return new Promise((done, failed) => {
    let size = 0
    answer.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= MOST_BYTES) return
      done()
      answer.destroy()
    })
    answer.on('end', () => done())
    answer.on('error', failed)
  })
}

function isStaleConnection(error: unknown): boolean {
  if (!(error instanceof Error) || !('reusedSocket' in error) || !('code' in error)) return false
  return error.code === 'ECONNRESET' || error.code === 'EPIPE'
}

function reasonOf(error: unknown): PostError {
  if (error instanceof NotAllowed) return 'address_not_allowed'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^(ENOTFOUND|ENODATA|ESERVFAIL|ETIMEOUT|EREFUSED|EBADNAME|EAI_\w+)$/.test(code)) return 'address_not_allowed'
  if (/CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) return 'tls_failed'
  return 'connection_failed'
}

/**
 * Asks the name servers. Not the function of the operating system, which has few threads: names that are slow on purpose
 * would hold up everything else that needs one, such as passwords. So /etc/hosts is not read.
 */
async function resolveName(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const found = [four, six].flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  if (found.length === 0 && four.status === 'rejected') throw four.reason
  return found
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new StartupError(`WEBHOOK_CA_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
