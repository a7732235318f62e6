import { type CoreDeps, createCore, type VerifierState } from './core.ts'
import { hashOf } from './hash.ts'
import { isName, NAME_RULE } from './name.ts'
import { createConnect } from './socket.ts'
import { systemTime } from './time.ts'
import type { Verdict, Wanted } from './verdict.ts'

export type VerifierOptions = {
  /** Of a key with the scope `tokens:introspect`. Credentials of its account are known, and of no other. */
  apiKey: string
  /** What people who list the verifiers see; 1 to 100 characters in one line. */
  name?: string
  /**
   * For how long credentials are honoured from memory if no gateway can be reached, beyond the two seconds of a lease;
   * by default 0, at most an hour, and never longer than the operator of the gateway allows. Revocations are confirmed
   * later then (docs/verifier-protocol.md).
   */
  maxStaleMs?: number
  /** How many credentials are remembered; by default 100,000, at most 10,000,000. */
  maxEntries?: number
  /** How long a request waits for a gateway at most; by default 2000. */
  timeoutMs?: number
  /** How many requests wait at most; by default 10,000. */
  maxWaiting?: number
  /** What people who list the verifiers see: `edge` if it answers proxies; by default `verifier`. */
  kind?: 'verifier' | 'edge'
} & (
  | { /** The gateway, or a load balancer before several. */ url: string; urls?: undefined }
  | { /** Several gateways of one database. */ urls: readonly string[]; url?: undefined }
)

export type Verifier = {
  /** Whether a request with this credential may pass. Never rejects. */
  verify(credential: string, wanted?: Wanted): Promise<Verdict>
  /** The verdict if it needs no gateway, without a promise; undefined says nothing about the credential. */
  known(credential: string, wanted?: Wanted): Verdict | undefined
  state(): VerifierState
  /** Reports what was used and closes the connection. From then on, every verdict is `verification_unavailable`. */
  close(): void
}

const VERSION = 'quiva-verifier/0.1.0'

/** Connects at once, and again whenever the connection is lost, until it is closed. */
export function createVerifier(options: VerifierOptions): Verifier {
  return createVerifierWith(options, {
    time: systemTime,
    random: Math.random,
    connect: createConnect(options.apiKey),
    hash: hashOf,
  })
}

/** The same with other clocks and sockets. */
export function createVerifierWith(options: VerifierOptions, deps: CoreDeps): Verifier {
  const { name = 'verifier', maxStaleMs = 0, maxEntries = 100_000, timeoutMs = 2000, maxWaiting = 10_000 } = options
  const { kind = 'verifier' } = options
  const urls = options.urls ?? [options.url]
  if (urls.length === 0) throw new TypeError('urls must name a gateway')
  for (const url of urls) requireHttp(url)
  if (!/^\S{1,1000}$/.test(options.apiKey)) throw new TypeError('apiKey must be an API key')
  if (!isName(name)) throw new TypeError(`name ${NAME_RULE}`)
  requireWithin('maxStaleMs', maxStaleMs, 0, 3_600_000)
  requireWithin('maxEntries', maxEntries, 1, 10_000_000)
  requireWithin('timeoutMs', timeoutMs, 1, 600_000)
  requireWithin('maxWaiting', maxWaiting, 1, 1_000_000)

  const core = createCore({ urls, name, version: VERSION, kind, maxStaleMs, maxEntries, timeoutMs, maxWaiting }, deps)
  return {
    verify: (credential, wanted = {}) => new Promise((resolve) => core.verify(credential, wanted, resolve)),
    known: (credential, wanted = {}) => core.known(credential, wanted),
    state: core.state,
    close: core.close,
  }
}

function requireHttp(url: string): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new TypeError('the URL of a gateway must begin with https:// or http://')
}

function requireWithin(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new TypeError(`${name} must be a whole number from ${least} to ${most}`)
}
