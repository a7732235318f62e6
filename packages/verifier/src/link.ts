import type { Access } from './access.ts'
import { type Answer, BadFrame, type Frame, readFrame } from './frames.ts'
import { createLease, isWithin, type Moment, nowOf } from './lease.ts'
import { createPace } from './pace.ts'
import { createSlices } from './slices.ts'
import { createTaggedCache } from './tagged-cache.ts'
import type { Time } from './time.ts'
import type { Use } from './uses.ts'
import type { Verdict } from './verdict.ts'

/** One connection, as the core sees it. Nothing that arrives after `close` is delivered. */
export type Wire = { send(text: string): void; close(code: number, reason: string): void }

/** What happens to a connection; `lost` comes last, and at most once. */
export type WireEvents = {
  opened(): void
  received(text: string): void
  /** `code` is that of the close frame; 1006 without one. */
  lost(code: number, reason: string): void
}

/** Begins to connect to the verifier operation of a gateway. */
export type Connect = (url: string, events: WireEvents) => Wire

export type Hello = {
  name: string
  version: string
  /** An edge answers proxies. */
  kind: 'verifier' | 'edge'
  maxStaleMs: number
  maxEntries: number
}

/** What is remembered of a credential. */
export type Entry = {
  access: Access
  /** What takes it back: numbers of the connection, and its budgets. */
  tags: readonly string[]
  /** When it was asked for. */
  since: Moment
  /** The verdict where nothing is counted, made once. */
  plain: Verdict | undefined
  /** A gateway said that the credential is not valid. */
  gone: boolean
}

export type LinkEvents = {
  /** It has a lease for the first time. */
  ready(): void
  /** It has a lease again, or still. */
  renewed(): void
  /** Its gateway is about to stop, or has given no lease for a while. */
  leaving(withinMs: number): void
  /** It is over; what it brought may be honoured until its lease is. */
  ended(code: number, reason: string): void
}

type Asked = { since: Moment; left: Set<number>; answered: (index: number, answer: Answer, since: Moment) => void }

/** How long it may take until a connection has its first lease. */
const READY_MS = 5000
const RENEW_MS = 650
/** After so many renewals without an answer, the connection is dead. */
const MOST_UNANSWERED = 5
/** After so many renewals that gave no lease, another gateway is tried. */
const MOST_BARREN = 4
/** docs/verifier-protocol.md, "Frames". */
const MOST_ASKED = 16
const TIDY_MS = 10_000

export type Link = ReturnType<typeof createLink>

/**
 * One connection to a gateway, and everything that was learnt on it: entries and slices belong to the connection that
 * brought them, and hold as long as its lease. Processes each frame completely before the next.
 */
export function createLink(
  url: string,
  { time, random, connect, hello }: { time: Time; random(): number; connect: Connect; hello: Hello },
  events: LinkEvents,
) {
  const lease = createLease(time)
  const pace = createPace(time)
  const slices = createSlices(sendNeeds)
  const cache = createTaggedCache<Entry>(
    { tagsOf: ({ tags }) => tags, expiresAtOf: () => Number.POSITIVE_INFINITY, bytesOf: () => 1 },
    { maxBytes: hello.maxEntries, lifeMs: Number.POSITIVE_INFINITY },
    { monotonic: time.monotonic, random },
  )
  const asked = new Map<number, Asked>()
  const askedForSlices = new Map<number, Moment>()
  const timers = new Set<() => void>()
  let welcome: Extract<Frame, { type: 'welcome' }> | undefined
  let isReady = false
  let isOpen = false
  let hasEnded = false
  let isRetired = false
  let barren = 0
  let lastId = 0
  let lastRenewal = 0
  let lastEviction = 0
  let acknowledged = 0
  let acknowledging = false
  let needsUnderWay = false

  const wire = connect(url, {
    opened() {
      if (hasEnded) return
      isOpen = true
      const { name, version, kind, maxStaleMs, maxEntries } = hello
      send({ type: 'hello', name, version, kind, max_stale_ms: maxStaleMs, entries: maxEntries })
      renew()
    },
    received(text) {
      if (hasEnded) return
      try {
        process(readFrame(text))
      } catch (error) {
        if (!(error instanceof BadFrame)) throw error
        end(4400, `bad_frame: ${error.message}`)
      }
    },
    lost(code, reason) {
      if (!hasEnded) over(code, reason)
    },
  })
  after(READY_MS, () => {
    if (!isReady) end(4408, 'too_slow: no lease')
  })
  after(TIDY_MS, tidy)

  function after(ms: number, run: () => void): void {
    const cancel = time.after(ms, () => {
      timers.delete(cancel)
      run()
    })
    timers.add(cancel)
  }

  function send(frame: object): void {
    wire.send(JSON.stringify(frame))
  }

  function renew(): void {
    if (isRetired) return
    if (lease.unanswered() >= MOST_UNANSWERED) {
      end(4408, 'too_slow: renewals are not answered')
      return
    }
    lastRenewal += 1
    lease.sending(lastRenewal)
    pace.take()
    send({ type: 'renew', n: lastRenewal, entries: cache.size() })
    after(welcome?.renewMs ?? RENEW_MS, renew)
  }

  function process(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        if (welcome) throw new BadFrame('a second welcome')
        welcome = frame
        return
      case 'renewed':
        renewed(frame)
        return
      case 'verified':
        verified(frame)
        return
      case 'evict':
        evict(frame)
        return
      case 'budget':
        granted(frame)
        return
      case 'goodbye':
        events.leaving(frame.reconnectMs)
        return
      case 'unknown':
        return
    }
  }

  function renewed({ n, leaseMs, allowanceMs }: Extract<Frame, { type: 'renewed' }>): void {
    if (!welcome) throw new BadFrame('renewed before welcome')
    if (!lease.renewed(n, leaseMs, allowanceMs)) throw new BadFrame('a renewal that was not sent, or not in order')
    barren = leaseMs === 0 ? barren + 1 : 0
    if (barren === MOST_BARREN) events.leaving(0)
    if (!lease.holds(nowOf(time))) return
    if (isReady) events.renewed()
    else {
      isReady = true
      events.ready()
    }
  }

  function verified({ id, items }: Extract<Frame, { type: 'verified' }>): void {
    const question = asked.get(id)
    if (!question) throw new BadFrame('an answer to no question')
    for (const { index, answer } of items) {
      if (!question.left.delete(index)) throw new BadFrame('an item that was not asked for')
      question.answered(index, answer, question.since)
    }
    if (question.left.size === 0) asked.delete(id)
  }

  /** Acknowledged after the entries are gone. Somebody may be waiting for it. */
  function evict({ n, tags }: Extract<Frame, { type: 'evict' }>): void {
    if (n !== lastEviction + 1) throw new BadFrame('an eviction that does not follow')
    lastEviction = n
    if (tags === 'all') cache.clear()
    else for (const tag of tags) cache.evict(tag)
    acknowledge()
  }

  function acknowledge(): void {
    if (acknowledging || hasEnded || acknowledged === lastEviction) return
    const waitMs = pace.take()
    if (waitMs > 0) {
      acknowledging = true
      after(waitMs, () => {
        acknowledging = false
        acknowledge()
      })
      return
    }
    acknowledged = lastEviction
    send({ type: 'evicted', n: acknowledged })
  }

  function granted({ id, items }: Extract<Frame, { type: 'budget' }>): void {
    const sentAt = askedForSlices.get(id)
    if (!sentAt) throw new BadFrame('an answer to no question')
    askedForSlices.delete(id)
    const now = nowOf(time)
    for (const grant of items) {
      // Whoever waits looks at the entry again, so it must be gone before.
      if (grant.gone) cache.evict(budgetTag(grant.budget))
      slices.granted(grant, sentAt, now)
    }
    sendNeeds()
  }

  /** Soon, so that needs of the same moment share a frame. */
  function sendNeeds(): void {
    if (hasEnded || askedForSlices.size >= MOST_ASKED) return
    sendNeedsAfter(0)
  }

  function sendNeedsAfter(ms: number): void {
    if (needsUnderWay) return
    needsUnderWay = true
    after(ms, () => {
      needsUnderWay = false
      sendNeedsNow()
    })
  }

  function sendNeedsNow(): void {
    while (askedForSlices.size < MOST_ASKED && slices.hasNeeds()) {
      const waitMs = pace.take()
      if (waitMs > 0) {
        sendNeedsAfter(waitMs)
        return
      }
      lastId += 1
      askedForSlices.set(lastId, nowOf(time))
      send({ type: 'budget', id: lastId, items: slices.takeNeeds().map(itemOf) })
    }
  }

  function tidy(): void {
    slices.tidy(nowOf(time), false)
    after(TIDY_MS, tidy)
  }

  /** Ends it from here. */
  function end(code: number, reason: string): void {
    if (hasEnded) return
    wire.close(code, reason)
    over(code, reason)
  }

  function over(code: number, reason: string): void {
    hasEnded = true
    isOpen = false
    for (const cancel of timers) cancel()
    timers.clear()
    asked.clear()
    askedForSlices.clear()
    slices.end()
    events.ended(code, reason)
  }

  return {
    url,
    /** What the gateway said of itself and of this connection. */
    welcome: () => welcome,
    isReady: () => isReady && isOpen,
    hasEnded: () => hasEnded,
    holds: (now: Moment) => lease.holds(now),
    holdsOrIsAllowed: (now: Moment) => lease.holdsOrIsAllowed(now),
    slices,
    entries: () => cache.size(),

    /** What is remembered of a credential and fresh, whether the lease holds or not. */
    find(hash: string, now: Moment): Entry | undefined {
      const entry = cache.get(hash, now.wall)
      return entry && !entry.gone && isWithin(entry.access.freshMs, entry.since, now) ? entry : undefined
    },

    forget(hash: string): void {
      const entry = cache.get(hash, time.wall())
      if (entry) entry.gone = true
    },

    /** Remembers what came as an answer just now. */
    remember(hash: string, access: Access, since: Moment): Entry {
      const tags = [...access.tags, ...access.budgets.map(({ number }) => budgetTag(number))]
      const entry = { access, tags, since, plain: undefined, gone: false }
      if (access.freshMs > 0) cache.set(hash, entry, cache.beginFill(), time.wall())
      return entry
    },

    /**
     * Asks about credentials; false if that must wait. `answered` is called once for each, unless the connection ends.
     */
    ask(credentials: readonly string[], answered: Asked['answered']): boolean {
      if (!isOpen || asked.size >= MOST_ASKED || pace.take() > 0) return false
      lastId += 1
      asked.set(lastId, { since: nowOf(time), left: new Set(credentials.keys()), answered })
      send({ type: 'verify', id: lastId, items: credentials.map((credential) => ({ credential })) })
      return true
    },

    /** Reports uses, which it takes only if they can be sent now. */
    report(take: () => Use[]): boolean {
      if (!isOpen || pace.take() > 0) return false
      send({ type: 'used', items: take() })
      return true
    },

    /** Another connection has taken over: what this one brought counts until its lease is over, which nothing renews. */
    retire(): void {
      isRetired = true
    },

    /** Forgets everything and says so: nothing that came on it is honoured any more. */
    close(): void {
      if (hasEnded) return
      if (isReady && isOpen) {
        slices.tidy(nowOf(time), true)
        sendNeedsNow()
      }
      cache.clear()
      end(1000, 'done')
    },
  }
}

function itemOf({ budget, need, want, back }: { budget: number; need: number; want: number; back: number }) {
  return { budget, ...(want > 0 && { need, want }), ...(back > 0 && { back }) }
}

const budgetTag = (budget: number) => `budget ${budget}`
