import type { Entry } from './entries.ts'
import type { Answer } from './frames.ts'
import { createGateways } from './gateways.ts'
import { judge, unitsOf } from './judge.ts'
import { isAccessToken, isMistypedKey } from './key-format.ts'
import { type Moment, nowOf } from './lease.ts'
import { createLink, type Link } from './link.ts'
import { createMisses } from './misses.ts'
import type { Time } from './time.ts'
import { createUses } from './uses.ts'
import { type Allowed, type Principal, type Refused, refused, type Verdict, type Wanted } from './verdict.ts'
import type { Connect, Hello } from './wire.ts'

export type CoreSettings = Hello & {
  urls: readonly string[]
  /** How long a request waits for a gateway at most. */
  timeoutMs: number
  /** So many requests wait at most. */
  maxWaiting: number
}

export type CoreDeps = {
  time: Time
  /** At least 0, less than 1. */
  random(): number
  connect: Connect
  /** SHA-256, in any form. */
  hash(credential: string): string
}

export type VerifierState = {
  /** Whether there is a connection to a gateway, with a lease. */
  connected: boolean
  /** Which gateway, and what it calls this connection. */
  url: string | undefined
  holder: string | undefined
  accountId: string | undefined
  /** How many credentials are remembered. */
  entries: number
  /** How many requests wait for a gateway. */
  waiting: number
  /** Since the start: answers from memory, and requests that had to wait. */
  hits: number
  misses: number
  /** Why there is no connection. */
  trouble: string | undefined
}

/** How often uses are reported. */
const REPORT_MS = 5000
/** At once. A gateway takes 2 a second and 20 at once (docs/verifier-protocol.md, "Frames"); what is left comes next. */
const MOST_REPORTS = 10
/** An entry that is used is asked for again after so much of its life, so that no request waits when it is over. */
const REFRESH_AT = 0.75
/** A request that finds its answer taken back asks again, at most so often. */
const MOST_TURNS = 5
/** docs/verifier-protocol.md, "Verify". All credentials come in headers, and so are visible ASCII. */
const CREDENTIAL = /^[\x21-\x7e]{1,4000}$/

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/

type Request = {
  credential: string
  hash: string
  wanted: Wanted
  turns: number
  /** Undefined once the request is answered. */
  done: ((verdict: Verdict) => void) | undefined
}

type Decision = Verdict | 'ask' | { wait: number; link: Link }

/**
 * The state machine of a verifier: everything but clocks, sockets and promises, which it is given. Whatever is honoured
 * is looked up, with its lease, at that very moment; whoever waits looks again from the beginning.
 */
export function createCore(settings: CoreSettings, { time, random, connect, hash }: CoreDeps) {
  const uses = createUses()
  const counts = { hits: 0, misses: 0, waiting: 0 }
  let closed = false

  const gateways = createGateways(
    {
      urls: settings.urls,
      time,
      random,
      open: (url, events) => createLink(url, { time, random, connect, hello: settings }, events),
    },
    { ready: () => misses.flush(), ended: (link) => misses.lost(link) },
  )
  const misses = createMisses<Request>(
    { time, primary: gateways.primary, isWaiting: ({ done }) => done !== undefined, most: settings.maxWaiting },
    learn,
  )
  let cancelReport = time.after(REPORT_MS, report)

  function report(): void {
    cancelReport = time.after(REPORT_MS, report)
    sendUses()
  }

  function sendUses(): void {
    const link = gateways.primary()
    for (let sent = 0; sent < MOST_REPORTS && uses.size() > 0; sent += 1)
      if (!link?.report(() => uses.take(time.monotonic()))) return
  }

  /** An answer of a gateway; false if it may not be used, and is to be asked for again. */
  function learn(question: { hash: string; requests: Request[] }, answer: Answer, since: Moment, link: Link): boolean {
    const requests = question.requests
    if (answer === 'unavailable') {
      for (const request of requests) answerWith(request, unavailable())
      return true
    }
    if (answer === 'inactive' || answer === 'unpaid') {
      const code = answer === 'unpaid' ? 'payment_required' : 'unauthorized'
      for (const one of gateways.links()) one.forget(question.hash)
      for (const request of requests) answerWith(request, refused(code))
      return true
    }
    // It may have lain in a socket while this process was stopped, and nobody waits for this holder any more.
    if (!link.holds(nowOf(time))) return false
    const entry = link.remember(question.hash, answer, since)
    for (const request of requests)
      if (request.done) proceed(request, use(entry, link, false, request.wanted, nowOf(time)))
    return true
  }

  /** What was learnt on any connection, the present one first. */
  function find(hashed: string, now: Moment): { entry: Entry; link: Link; stale: boolean } | undefined {
    const hasLease = gateways.primary()?.holds(now) === true
    for (const link of gateways.links()) {
      const stale = !link.holds(now)
      if (stale && (hasLease || !link.holdsOrIsAllowed(now))) continue
      const entry = link.find(hashed, now)
      if (entry) return { entry, link, stale }
    }
    return undefined
  }

  function decide(hashed: string, credential: string, wanted: Wanted, now: Moment): Decision {
    const primary = gateways.primary()
    const entry = primary?.holds(now) ? primary.find(hashed, now) : undefined
    if (primary && entry) {
      const isOld = now.monotonic - entry.since.monotonic > entry.access.freshMs * REFRESH_AT
      if (isOld) misses.refresh(hashed, credential)
      return use(entry, primary, false, wanted, now)
    }
    const former = find(hashed, now)
    if (!former) return 'ask'
    if (primary?.holds(now)) misses.refresh(hashed, credential)
    return use(former.entry, former.link, former.stale, wanted, now)
  }

  /** What docs/verifier-protocol.md calls the judgement, of an entry that holds now. */
  function use(entry: Entry, link: Link, stale: boolean, wanted: Wanted, now: Moment): Decision {
    const { access } = entry
    const { principal, networks, budgets } = access
    // Slices hold only under a lease, and a limit that is not known cannot be kept.
    if (access.unknownLimit || (stale && budgets.length > 0)) return unavailable()
    // A program in JavaScript may give anything, such as the list of a header that came twice.
    const address = typeof wanted.address === 'string' ? wanted.address : undefined
    if (networks && !networks.has(address ?? '')) return refused('address_not_allowed', endingOf(entry))
    const taken = budgets.length === 0 ? 'taken' : link.slices.take(budgets, unitsOf(wanted), now)
    if (typeof taken === 'object' && 'wait' in taken) return link.hasEnded() ? 'ask' : { wait: taken.wait, link }
    if (principal.keyId !== null) entry.counted = uses.count(principal.keyId, address, now.monotonic, entry.counted)
    const limits = budgets.length === 0 ? NONE : link.slices.states(budgets, now)
    if (taken !== 'taken') return { ...taken, limits: taken.limits.length > 0 ? taken.limits : limits }
    const problem = judge(access, wanted)
    if (problem) return { ...problem, limits, ...endingOf(entry) }
    if (budgets.length > 0 || stale) {
      const allowed: Allowed = { allowed: true, principal, limits }
      if (access.ending) allowed.ending = access.ending
      if (stale) allowed.stale = true
      return allowed
    }
    entry.plain ??= { allowed: true, principal, limits, ...endingOf(entry) }
    return entry.plain
  }

  function attempt(request: Request): void {
    if (!request.done) return
    proceed(request, decide(request.hash, request.credential, request.wanted, nowOf(time)))
  }

  function proceed(request: Request, decided: Decision): void {
    if (decided === 'ask') {
      request.turns += 1
      if (closed || request.turns > MOST_TURNS) answerWith(request, unavailable())
      else misses.ask(request)
    } else if ('wait' in decided) decided.link.slices.whenAnswered(decided.wait, () => attempt(request))
    else answerWith(request, decided)
  }

  function answerWith(request: Request, verdict: Verdict): void {
    const { done } = request
    request.done = undefined
    done?.(verdict)
  }

  function known(credential: string, wanted: Wanted): Verdict | undefined {
    if (closed) return unavailable()
    const decided = decide(hash(credential), credential, wanted, nowOf(time))
    if (decided === 'ask') return mayBeOne(credential) ? undefined : refused('unauthorized')
    if ('wait' in decided) return undefined
    counts.hits += 1
    return decided
  }

  return {
    /** The verdict, if it needs no gateway; undefined says nothing about the credential. */
    known,

    /** The verdict, which may have to wait for a gateway; `done` is called once. */
    verify(credential: string, wanted: Wanted, done: (verdict: Verdict) => void): void {
      const verdict = known(credential, wanted)
      if (verdict || gateways.areAway() || counts.waiting >= settings.maxWaiting) {
        done(verdict ?? unavailable())
        return
      }
      counts.misses += 1
      counts.waiting += 1
      const request: Request = {
        credential,
        hash: hash(credential),
        wanted,
        turns: 0,
        done(verdict) {
          counts.waiting -= 1
          cancel()
          done(verdict)
        },
      }
      const cancel = time.after(settings.timeoutMs, () => answerWith(request, unavailable()))
      attempt(request)
    },

    /** Whose credential would be honoured now, from memory; asking has no effect. */
    holds(credential: string): Principal | undefined {
      return closed ? undefined : find(hash(credential), nowOf(time))?.entry.access.principal
    },

    state(): VerifierState {
      const primary = gateways.primary()
      const welcome = primary?.welcome()
      const trouble = gateways.trouble()
      let entries = 0
      for (const link of gateways.links()) entries += link.entries()
      return {
        connected: primary?.holds(nowOf(time)) === true,
        url: primary?.url,
        holder: welcome?.holder,
        accountId: welcome?.accountId,
        entries,
        waiting: counts.waiting,
        hits: counts.hits,
        misses: counts.misses,
        trouble: trouble && `${trouble.code} ${trouble.reason}`.trim(),
      }
    },

    /** Reports what was used, says goodbye, and refuses everything from now on. */
    close(): void {
      if (closed) return
      sendUses()
      closed = true
      cancelReport()
      gateways.close()
      for (const request of misses.end()) answerWith(request, unavailable())
    },
  }
}

const NONE: readonly [] = []

function unavailable(): Refused {
  return refused('verification_unavailable', { retryAfter: 1 })
}

function mayBeOne(credential: string): boolean {
  if (!CREDENTIAL.test(credential)) return false
  return isAccessToken(credential) ? TOKEN.test(credential) : !isMistypedKey(credential)
}

function endingOf({ access }: Entry) {
  return access.ending && { ending: access.ending }
}
