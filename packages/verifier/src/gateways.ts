import { nowOf } from './lease.ts'
import type { Link, LinkEvents } from './link.ts'
import type { Time } from './time.ts'

type Deps = {
  urls: readonly string[]
  time: Time
  /** At least 0, less than 1. */
  random(): number
  open(url: string, events: LinkEvents): Link
}

type Events = {
  /** There is a connection to ask on, with a lease. */
  ready(): void
  /** What was asked on it gets no answer. */
  ended(link: Link): void
}

/** How long one gateway may take before the next one is tried beside it. */
const STAGGER_MS = 300
const FIRST_DELAY_MS = 250
/** Longer waits would keep a verifier from its gateway after a fault has ended. */
const LONGEST_DELAY_MS = 2000
/** After a refusal that only a person can end. */
const REFUSED_DELAY_MS = 10_000
const REFUSALS = new Set([4400, 4401, 4403, 4409, 4429])
/** How often it is looked whether the lease of a former connection is over. */
const LOOK_MS = 100

/**
 * Keeps a connection to one of several gateways: the first that gives a lease. Connections that are over, or whose
 * gateway is about to stop, stay until their lease is over, because what they brought is good until then.
 */
export function createGateways({ urls, time, random, open }: Deps, events: Events) {
  let primary: Link | undefined
  let isLeaving = false
  const attempts = new Set<Link>()
  const former = new Set<Link>()
  /** Attempts that failed since there was a connection. */
  let failures = 0
  let next = Math.floor(random() * urls.length)
  let cancelNext: (() => void) | undefined
  let closed = false
  let trouble: { code: number; reason: string } | undefined

  function tryAfter(ms: number): void {
    cancelNext?.()
    cancelNext = time.after(ms, () => {
      cancelNext = undefined
      attempt()
    })
  }

  function attempt(): void {
    const url = urls[next % urls.length]
    if (url === undefined || closed || attempts.size >= urls.length) return
    next += 1
    let opened: Link | undefined
    let failed: number | undefined
    opened = open(url, {
      ready: () => opened && ready(opened),
      renewed: () => opened === primary && events.ready(),
      leaving: (withinMs) => opened && leaving(opened, withinMs),
      ended(code, reason) {
        trouble = { code, reason }
        if (opened) ended(opened, code)
        else failed = code
      },
    })
    if (failed !== undefined) {
      failure(failed)
      return
    }
    attempts.add(opened)
    if (attempts.size < urls.length) tryAfter(STAGGER_MS)
  }

  function ready(link: Link): void {
    cancelNext?.()
    cancelNext = undefined
    attempts.delete(link)
    if (primary) {
      primary.retire()
      former.add(primary)
    }
    primary = link
    isLeaving = false
    failures = 0
    trouble = undefined
    const others = [...attempts]
    attempts.clear()
    for (const other of others) other.close()
    events.ready()
  }

  function leaving(link: Link, withinMs: number): void {
    if (link !== primary || isLeaving) return
    isLeaving = true
    if (urls[next % urls.length] === link.url) next += 1
    tryAfter(random() * withinMs)
  }

  function ended(link: Link, code: number): void {
    if (closed) return
    if (link === primary) {
      primary = undefined
      former.add(link)
      if (attempts.size === 0) tryAfter(REFUSALS.has(code) ? delay(code) : random() * FIRST_DELAY_MS)
    } else if (attempts.delete(link)) failure(code)
    events.ended(link)
  }

  function failure(code: number): void {
    failures += 1
    if (attempts.size === 0 || !cancelNext) tryAfter(delay(code))
  }

  function delay(code: number): number {
    if (REFUSALS.has(code)) return REFUSED_DELAY_MS * (1 + random())
    // The others are tried at once: one of them may be well.
    const rounds = Math.floor(failures / urls.length)
    return rounds === 0 ? 0 : (0.25 + 0.75 * random()) * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** rounds)
  }

  function look(): void {
    const now = nowOf(time)
    for (const link of former) {
      if (primary?.isReady() ? link.holds(now) : link.holdsOrIsAllowed(now)) continue
      former.delete(link)
      link.close()
    }
    cancelLook = time.after(LOOK_MS, look)
  }

  let cancelLook = time.after(LOOK_MS, look)
  attempt()

  return {
    /** The connection to ask on. */
    primary: () => primary,
    /** All whose entries may hold, the best one first. */
    links: (): Iterable<Link> => (primary ? [primary, ...former] : former),
    /** Each gateway was tried in vain since there was a connection. */
    areAway: () => primary === undefined && failures >= urls.length,
    trouble: () => trouble,
    close(): void {
      closed = true
      cancelNext?.()
      cancelLook()
      for (const link of [...attempts, ...former, ...(primary ? [primary] : [])]) link.close()
      primary = undefined
      attempts.clear()
      former.clear()
    },
  }
}
