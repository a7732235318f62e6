import { createAcknowledgements } from './acknowledgements.ts'
import { createBudgetRequests } from './budget-requests.ts'
import { createEntries } from './entries.ts'
import { BadFrame, type Frame, readFrame } from './frames.ts'
import { nowOf } from './lease.ts'
import { createPace } from './pace.ts'
import { type Answered, createQuestions } from './questions.ts'
import { createRenewals } from './renewals.ts'
import type { Need } from './slices.ts'
import type { Time } from './time.ts'
import type { Use } from './uses.ts'
import type { Connect, Hello } from './wire.ts'

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

/** How long it may take until a connection has its first lease. */
const READY_MS = 5000
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
  const timers = new Set<() => void>()
  let welcome: Extract<Frame, { type: 'welcome' }> | undefined
  let isReady = false
  let isOpen = false
  let hasEnded = false
  let lastId = 0

  const pace = createPace(time)
  const entries = createEntries(time, random, hello.maxEntries)
  const questions = createQuestions(time)
  const acknowledgements = createAcknowledgements({ pace, after, send: (n) => send({ type: 'evicted', n }) })
  const budgets = createBudgetRequests({
    ...{ time, pace, after, nextId, gone: entries.evictBudget },
    send: (id, needs) => send({ type: 'budget', id, items: needs.map(itemOf) }),
  })
  const { slices } = budgets
  const renewals = createRenewals(
    {
      ...{ time, after },
      send(n) {
        pace.take()
        send({ type: 'renew', n, entries: entries.size() })
      },
    },
    {
      renewed() {
        const isFirst = !isReady
        isReady = true
        if (isFirst) events.ready()
        else events.renewed()
      },
      barren: () => events.leaving(0),
      dead: () => end(4408, 'too_slow: renewals are not answered'),
    },
  )

  const wire = connect(url, {
    opened() {
      if (hasEnded) return
      isOpen = true
      const { name, version, kind, maxStaleMs, maxEntries } = hello
      send({ type: 'hello', name, version, kind, max_stale_ms: maxStaleMs, entries: maxEntries })
      renewals.begin()
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

  /** Unless the connection is over by then. */
  function after(ms: number, run: () => void): void {
    if (hasEnded) return
    const cancel = time.after(ms, () => {
      timers.delete(cancel)
      run()
    })
    timers.add(cancel)
  }

  function send(frame: object): void {
    wire.send(JSON.stringify(frame))
  }

  function nextId(): number {
    lastId += 1
    return lastId
  }

  function process(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        if (welcome) throw new BadFrame('a second welcome')
        welcome = frame
        renewals.setEvery(frame.renewMs)
        return
      case 'renewed':
        if (!welcome) throw new BadFrame('renewed before welcome')
        renewals.renewed(frame)
        return
      case 'verified':
        questions.verified(frame)
        return
      case 'evict':
        acknowledgements.arrived(frame.n)
        entries.evict(frame.tags)
        acknowledgements.acknowledge()
        return
      case 'budget':
        budgets.granted(frame)
        return
      case 'goodbye':
        events.leaving(frame.reconnectMs)
        return
      case 'unknown':
        return
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
    questions.end()
    budgets.end()
    events.ended(code, reason)
  }

  return {
    url,
    /** What the gateway said of itself and of this connection. */
    welcome: () => welcome,
    isReady: () => isReady && isOpen,
    hasEnded: () => hasEnded,
    holds: renewals.holds,
    holdsOrIsAllowed: renewals.holdsOrIsAllowed,
    slices,
    entries: entries.size,
    /** What is remembered of a credential and fresh, whether the lease holds or not. */
    find: entries.find,
    forget: entries.forget,
    remember: entries.remember,

    /** Asks about credentials; false if that must wait. */
    ask(credentials: readonly string[], answered: Answered): boolean {
      if (!isOpen || questions.isFull() || pace.take() > 0) return false
      const id = nextId()
      questions.asking(id, credentials, answered)
      send({ type: 'verify', id, items: credentials.map((credential) => ({ credential })) })
      return true
    },

    /** Reports uses, which it takes only if they can be sent now. */
    report(take: () => Use[]): boolean {
      if (!isOpen || pace.take() > 0) return false
      send({ type: 'used', items: take() })
      return true
    },

    /** Another connection has taken over: what this one brought counts until its lease is over, which nothing renews. */
    retire: renewals.retire,

    /** Forgets everything and says so: nothing that came on it is honoured any more. */
    close(): void {
      if (hasEnded) return
      if (isReady && isOpen) {
        slices.tidy(nowOf(time), true)
        budgets.sendNow()
      }
      entries.clear()
      end(1000, 'done')
    },
  }
}

function itemOf({ budget, need, want, back }: Need) {
  return { budget, ...(want > 0 && { need, want }), ...(back > 0 && { back }) }
}
