import { type CredentialCache, createCredentialCache } from '../src/access/cache.ts'
import { createKeyRateLimits, type KeyRateLimits } from '../src/access/key-limits/key-rate-limits.ts'
import type { RateLimit } from '../src/access/key-limits/rate-limit.ts'
import type { CredentialAccess } from '../src/access/principal.ts'
import { type Barrier, type Barriers, createBarriers } from '../src/access/revocation/barrier.ts'
import { createGateways, type Gateways, type Wires } from '../src/access/revocation/gateways.ts'
import type { Registered } from '../src/access/revocation/leases.ts'
import { evictTexts } from '../src/access/revocation/messages.ts'
import { closings, FORGOTTEN } from '../src/features/verifiers/closing.ts'
import { createHolders, type Holders } from '../src/features/verifiers/local-holders.ts'
import type { Found, LookUp } from '../src/features/verifiers/verifying.ts'
import { type CountExchange, createCountExchange } from '../src/platform/throttle/count-exchange.ts'
import type { Time } from '../src/platform/time.ts'
import { type Budgets, countRates } from './gateway-rates.ts'
import type { Postgres, Session } from './postgres.ts'
import type { Process } from './process.ts'
import type { Rates } from './rates.ts'
import type { Credential, Holder } from './truth.ts'
import type { End, Handlers } from './wire.ts'
import type { World } from './world.ts'

const CHANNEL = 'quiva'
const RECONNECT_MS = 500
const CACHED = 1000

/** The parts of a gateway that run here as they run in production. A variant replaces one of them. */
export type GatewayParts = {
  time(time: Time): Time
  cache(time: Time, random: () => number): CredentialCache
  barriers(deps: Parameters<typeof createBarriers>[0]): Barriers
  gateways(deps: Parameters<typeof createGateways>[0]): Gateways
  holders(deps: Parameters<typeof createHolders>[0]): Holders
  exchange(deps: Parameters<typeof createCountExchange>[0]): CountExchange
  rateLimits(...deps: Parameters<typeof createKeyRateLimits>): KeyRateLimits
}

export const REAL_GATEWAY: GatewayParts = {
  time: (time) => time,
  cache: ({ monotonic }, random) => createCredentialCache({ monotonic, random, maxEntries: CACHED }),
  barriers: createBarriers,
  gateways: createGateways,
  holders: createHolders,
  exchange: createCountExchange,
  rateLimits: createKeyRateLimits,
}

/** What the answer of a change said. `by` is in milliseconds of the gateway's wall clock. */
export type Outcome = { confirmed: true } | { confirmed: false; by: number }
export type Change = {
  tags: string[]
  /** What the transaction does, at the moment of its commit. */
  apply(): void
  /** For how long the answer waits for the barrier; 0 as with `Prefer: wait=0`. */
  waitMs: number
  answer(outcome: Outcome): void
}

export type Gateway = ReturnType<typeof startGateway>
export type GatewaySettings = {
  process: Process
  postgres: Postgres
  /** The table of gateways in the database. */
  registrations: Map<string, Registered>
  /** The table of what was used of rate limits in their newest windows. */
  budgets: Budgets
  rates: Rates
  world: World
  /** Of each start another one. */
  id: string
  mostAllowanceMs: number
  /** Finds by what a client presents. */
  find(hash: string): Credential | undefined
  /** More bytes than this are not kept for a verifier that does not read. */
  mostBuffered: number
  parts: GatewayParts
}

/** One gateway: the real cores, wired to the simulated database as the real wiring does it with pg. */
export function startGateway(settings: GatewaySettings) {
  const { process, postgres, registrations, id, mostAllowanceMs, parts, mostBuffered } = settings
  const time = parts.time(process.time)
  const cache = parts.cache(time, process.random.next)
  const local = parts.holders({
    time,
    gateway: id,
    trustedMs: () => gateways.trustLeftMs(),
    announce: (done) => gateways.announce(done),
    mostEntries: 1000,
    mostStaleMs: mostAllowanceMs,
  })
  let listener: Session | undefined
  let sender: Session | undefined
  let pool: Session | undefined
  let attempt = 0
  let isLeaving = false

  const wires: Wires = {
    send(text) {
      sender?.transaction((tx) => tx.notify(CHANNEL, text), nothing)
    },
    register(mine, done) {
      sender?.transaction(() => void registrations.set(mine.registration, mine), nothing)
      sender?.transaction(() => [...registrations.values()].filter((other) => other !== mine), done)
    },
    forget(names) {
      sender?.transaction(() => {
        for (const name of names) registrations.delete(name)
      }, nothing)
    },
    giveUp: () => lose(),
  }
  const barriers = parts.barriers({
    time,
    id,
    local,
    mostAllowanceMs,
    others(done) {
      if (!pool) return done(undefined)
      pool.transaction(others, done, () => done(undefined))
    },
  })
  const others = () => [...registrations.values()].filter(({ registration }) => !registration.startsWith(`${id}.`))
  cache.trustUntil(0)
  const gateways = parts.gateways({ time, id, wires, cache, local, barriers, mostAllowanceMs })

  function connect(): void {
    attempt += 1
    const mine = attempt
    const isMine = (): boolean => mine === attempt
    const opened: Session[] = []
    /** Both connections are there, and one of them listens. */
    const ready = (session: Session): void => {
      opened.push(session)
      if (opened.length === 2) gateways.listening()
    }
    const closed = (): void => {
      if (isMine()) lose()
    }
    postgres.connect(process, 'listener', {
      opened(session) {
        if (!isMine()) return session.close()
        listener = session
        session.listen([CHANNEL], () => {
          if (isMine()) ready(session)
        })
      },
      notified({ payload }) {
        if (isMine()) gateways.received(payload)
      },
      closed,
    })
    postgres.connect(process, 'sender', {
      opened(session) {
        if (!isMine()) return session.close()
        sender = session
        ready(session)
      },
      notified() {},
      closed,
    })
  }

  function lose(): void {
    attempt += 1
    for (const session of [listener, sender]) session?.close()
    listener = undefined
    sender = undefined
    gateways.lost()
    if (!isLeaving) time.after(RECONNECT_MS, connect)
  }

  function openPool(): void {
    postgres.connect(process, 'pool', {
      opened(session) {
        // As at the start: before the first revocation.
        session.transaction(others, (known) => {
          for (const { mostAllowanceMs: most } of known) barriers.mayAllow(most)
          pool = session
        })
      },
      notified() {},
      closed() {
        pool = undefined
        time.after(RECONNECT_MS, openPool)
      },
    })
  }

  function answerAfter(barrier: Barrier, { waitMs, answer }: Change): void {
    const outcome = (): Outcome => {
      const { isOver, by } = barrier.state()
      return isOver ? { confirmed: true } : { confirmed: false, by }
    }
    if (waitMs === 0 || barrier.state().isOver) {
      answer(outcome())
      return
    }
    const stopWaiting = time.after(waitMs, () => {
      unsubscribe()
      answer(outcome())
    })
    const unsubscribe = barrier.whenOver(() => {
      stopWaiting()
      answer(outcome())
    })
  }

  /** As authentication looks up the credentials that verifiers ask for: the cache first, then one query for the rest. */
  const lookUp: LookUp = (asked, done) => {
    const fill = cache.beginFill()
    const now = time.wall()
    const cached = asked.map((hash) => cache.get(hash, now))
    const missing = asked.filter((_, index) => !cached[index])
    const answer = (read: ReadonlyMap<string, CredentialAccess>): void => {
      done(
        asked.map((hash, index) => {
          const access = cached[index] ?? read.get(hash)
          return access && foundIn(access, settings.find(hash)?.limit ?? null)
        }),
      )
    }
    if (missing.length === 0) answer(new Map())
    else if (!pool) done('unavailable')
    else
      pool.transaction(
        () => {
          const found = missing.flatMap((hash) => settings.find(hash) ?? []).filter(({ isActive }) => isActive)
          return new Map(found.map((one) => [one.hash, accessOf(one)]))
        },
        (read) => {
          for (const [hash, access] of read) cache.set(hash, access, fill, time.wall())
          answer(read)
        },
        () => done('unavailable'),
      )
  }

  const counting = countRates(settings, time, () => pool)

  let verifiers = 0
  /** A verifier has connected. */
  function accept(end: End<string>, verifier: string): Handlers<string> {
    verifiers += 1
    const holderId = `${id}-v${verifiers}`
    let isLost = false
    const lost = (isForgotten: boolean): void => {
      if (isLost) return
      isLost = true
      open.delete(close)
      connected.lost(isForgotten)
    }
    const close = (closing: keyof typeof closings, reason = ''): void => {
      end.close(`${closings[closing]} ${closing} ${reason}`)
      lost(false)
    }
    const connected = local.open(
      { id: holderId, accountId: 'acc_1', tags: [`key_of_${holderId}`], expiresAt: Number.MAX_SAFE_INTEGER },
      {
        send(text) {
          end.send(text)
          if (end.buffered() > mostBuffered) close('too_slow')
        },
        close,
        lookUp,
        takeSlices: (wanted, done) => counting.takeSlices(verifier, local.connected(), wanted, done),
        used: (_items, done) => done(),
        usesLost: nothing,
        recheck(done) {
          if (pool)
            pool.transaction(
              nothing,
              () => done('allowed'),
              () => close('stopping'),
            )
          else time.after(1, () => close('stopping'))
        },
      },
    )
    open.add(close)
    return {
      message: (text) => connected.received(text),
      closed: (reason) => lost(reason.startsWith(String(FORGOTTEN))),
    }
  }
  const open = new Set<(closing: 'stopping') => void>()

  openPool()
  connect()
  const holder: Holder = {
    name: `${id}'s cache`,
    process,
    allowanceMs: 0,
    honours(credential) {
      const access = cache.get(credential.hash, process.time.wall())
      return access && versionOf(access)
    },
  }

  return {
    process,
    accept,
    holder,
    counts: 'requests' as const,
    /** A request with a credential: from the cache, or by a query that may be cached. */
    use(credential: Credential, answer: (version: number | undefined) => void): void {
      const done = (version: number | undefined): void => {
        if (version === undefined || !credential.limit) answer(version)
        else counting.take(credential.limit, (isLeft) => answer(isLeft ? version : undefined))
      }
      const known = cache.get(credential.hash, time.wall())
      if (known) {
        done(versionOf(known))
        return
      }
      const fill = cache.beginFill()
      pool?.transaction(
        () => (credential.isActive ? accessOf(credential) : undefined),
        (access) => {
          if (access) cache.set(credential.hash, access, fill, time.wall())
          done(access && versionOf(access))
        },
      )
    },
    change(change: Change): void {
      const number = barriers.next()
      pool?.transaction(
        (tx) => {
          change.apply()
          for (const text of evictTexts(id, number, change.tags)) tx.notify(CHANNEL, text)
        },
        () => {
          for (const tag of change.tags) cache.evict(tag)
          answerAfter(barriers.committed(number, change.tags), change)
        },
      )
    },
    /** Verifiers first: what they may still honour the others are told of with the goodbye. */
    leave(ended: () => void): void {
      const patienceMs = process.random.pick([0, 500, 4000])
      const startedAt = time.monotonic()
      local.stop()
      const look = (): void => {
        if (local.leftMs() > 0 && time.monotonic() - startedAt < patienceMs) {
          time.after(50, look)
          return
        }
        isLeaving = true
        for (const close of open) close('stopping')
        gateways.leave()
        time.after(process.random.between(5, 1500), ended)
      }
      look()
    },
    isReady: (): boolean => gateways.trustLeftMs() > 0,
  }
}

function nothing(): void {}

const versionOf = (access: CredentialAccess): number => versionIn(access.principal.expiresAt / 1000)

const VERSION_0 = 8_000_000_000

/** By the second in which the credential would end. */
export const versionIn = (exp: number): number => exp - VERSION_0

function foundIn({ principal }: CredentialAccess, limit: RateLimit | null): Found {
  const { credentialId, userId, accountId, role, kind, email, expiresAt } = principal
  return {
    tags: [[credentialId], [userId, `${accountId}/${userId}`], [accountId]],
    expiresAt,
    limits: limit && { scopes: null, allowed_ips: null },
    budgets: limit ? [{ name: 'key', limit, windowSeconds: limit.perSeconds }] : [],
    principal: {
      ...{ active: true, account_id: accountId, sub: userId, role, kind, key_id: credentialId, username: email },
      ...{ scope: '*:*', environment: 'live', exp: Math.floor(expiresAt / 1000) },
    },
  }
}

/** The version goes where every holder keeps it: it decides in which second of a far future the credential ends. */
function accessOf({ userId, version, accountId, id }: Credential): CredentialAccess {
  return {
    principal: {
      kind: 'key',
      userId,
      isServiceAccount: false,
      email: `${userId}@example.com`,
      accountId,
      role: 'developer',
      credentialId: id,
      apiKeyId: id,
      expiresAt: (VERSION_0 + version) * 1000,
      limits: null,
      keyDescription: null,
    },
    account: {} as CredentialAccess['account'],
  }
}
