import { createCore } from '../../verifier/src/core.ts'
import type { Time } from '../../verifier/src/time.ts'
import type { Connect, WireEvents } from '../../verifier/src/wire.ts'
import { type Gateway, versionIn } from './gateway.ts'
import type { Process } from './process.ts'
import type { Credential, Holder } from './truth.ts'
import type { End, Network } from './wire.ts'

/** The parts of a verifier that run here as they run in production. A variant replaces one of them. */
export type VerifierParts = {
  core(
    settings: Parameters<typeof createCore>[0],
    deps: Parameters<typeof createCore>[1],
  ): ReturnType<typeof createCore>
  verifierTime(time: Time): Time
}

export const REAL_VERIFIER: VerifierParts = { core: createCore, verifierTime: (time) => time }

export type Verifier = ReturnType<typeof startVerifier>

type Settings = {
  process: Process
  network: Network
  /** Which machines have gateways, or should. */
  urls: readonly string[]
  gatewayOn(machine: string): Gateway | undefined
  maxStaleMs: number
  /** The most that the gateways grant. */
  mostAllowanceMs: number
  parts: VerifierParts
}

/** A service with the library: the real core, wired to the simulated network as its socket wires it to a WebSocket. */
export function startVerifier({ process, network, urls, gatewayOn, maxStaleMs, mostAllowanceMs, parts }: Settings) {
  const time = parts.verifierTime(process.time)

  const connect: Connect = (url, events: WireEvents) => {
    const gateway = gatewayOn(url)
    let isOver = false
    const lost = (code: number, reason: string): void => {
      if (isOver) return
      isOver = true
      events.lost(code, reason)
    }
    if (!gateway) {
      process.time.after(1, () => lost(1006, 'refused'))
      return {
        send() {},
        close() {
          isOver = true
        },
      }
    }
    let end: End<string> | undefined
    const ends = network.connect<string, string>(
      {
        kind: 'verifier',
        typicalMs: 0.5,
        one: process,
        two: gateway.process,
        up: (text) => text,
        down: (text) => text,
        size: (text) => text.length,
      },
      {
        one: () => ({
          message(text) {
            if (isOver) return
            if (text === HANDSHAKE) events.opened()
            else events.received(text)
          },
          closed(reason) {
            const code = Number.parseInt(reason, 10)
            lost(Number.isNaN(code) ? 1006 : code, reason)
          },
        }),
        two(toVerifier) {
          let session: ReturnType<Gateway['accept']> | undefined
          return {
            message(text) {
              if (text !== HANDSHAKE) return session?.message(text)
              toVerifier.send(HANDSHAKE)
              session = gateway.accept(toVerifier, process.name)
              return undefined
            },
            closed: (reason) => session?.closed(reason),
          }
        },
      },
    )
    end = ends.one
    end.send(HANDSHAKE)
    return {
      send: (text) => end?.send(text),
      close(code, reason) {
        isOver = true
        end?.close(`${code} ${reason}`)
      },
    }
  }

  const core = parts.core(
    {
      urls,
      name: process.name,
      version: 'simulated',
      kind: 'verifier',
      maxStaleMs,
      maxEntries: 1000,
      timeoutMs: 2000,
      maxWaiting: 1000,
    },
    { time, random: process.random.next, connect, hash: (credential) => credential },
  )
  const holder: Holder = {
    name: process.name,
    process,
    allowanceMs: Math.min(maxStaleMs, mostAllowanceMs),
    honours({ hash }) {
      const principal = core.holds(hash)
      return principal && versionIn(principal.exp)
    },
  }
  return {
    process,
    holder,
    counts: 'slices' as const,
    /** A request at the service. */
    use({ hash }: Credential, done: (version: number | undefined) => void): void {
      core.verify(hash, {}, (verdict) => done(verdict.allowed ? versionIn(verdict.principal.exp) : undefined))
    },
    leave(ended: () => void): void {
      core.close()
      time.after(process.random.between(5, 500), ended)
    },
    isReady: (): boolean => core.state().connected,
  }
}

const HANDSHAKE = 'GET /verifier'
