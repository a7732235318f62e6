import { LEASE_MS } from '../../access/revocation/leases.ts'
import { EVERYTHING } from '../../access/revocation/messages.ts'
import type { Time } from '../../platform/time.ts'
import { createBudgets, type TakeSlices, unavailableOf } from './budgets.ts'
import type { Closing } from './closing.ts'
import { createEvicting, type Settled } from './evicting.ts'
import { type BudgetItem, type Frame, type Hello, readFrame, type Sent, type UsedItem } from './frames.ts'
import { createLease } from './lease.ts'
import { createPace } from './pace.ts'
import { createPermission, type Recheck } from './permission.ts'
import type { RecentEvictions } from './recent-evictions.ts'
import type { Turn } from './turns.ts'
import { createUnanswered } from './unanswered.ts'
import { createVerify, type LookUp } from './verifying.ts'
import type { Waiting } from './waiting.ts'

const RENEW_MS = 650
/** How long a verifier may be silent: without `hello` at first, then without `renew`. */
const SILENT_MS = 10_000
const RECONNECT_MS = 1000
const FRAMES_PER_SECOND = 500
const MOST_FRAMES_AT_ONCE = 1000
/** Each report is a query. */
const REPORTS_PER_SECOND = 2
const MOST_REPORTS_AT_ONCE = 20
/** A key and its owner, or a session and its key: most verdicts share the others. */
const NUMBERS_PER_ENTRY = 2
const LEAST_NUMBERS = 100
/** How many times as many entries as one verifier all of an account may have, those included that are gone a moment. */
const VERIFIERS_WORTH = 10

/** What one connection needs of the world. */
export type Wires = {
  send(text: string): void
  /** Ends the connection. */
  close(closing: Closing, reason: string): void
  lookUp: LookUp
  takeSlices: TakeSlices
  /** Counts uses of keys of the account; calls back when they are counted or lost. */
  used(items: readonly UsedItem[], done: () => void): void
  /** So many keys were used, and it is not counted: too much waits already. */
  usesLost(keys: number): void
  recheck: Recheck
}

/** Who holds the connection. `tags`: those of its own credential. */
export type Opened = { id: string; accountId: string; tags: readonly string[]; expiresAt: number }

export type SessionDeps = {
  time: Time
  gateway: string
  opened: Opened
  wires: Wires
  evictions: RecentEvictions
  turn: Turn
  waiting: Waiting
  trustedMs(): number
  /** Calls back when all other gateways know the longest allowance of now. */
  announce(done: () => void): void
  /** How many verifiers the account has here, this one included. */
  sharers(): number
  /** The operator's limits. */
  mostEntries: number
  mostStaleMs: number
  /** For the metrics. */
  counted(what: 'verified' | 'evictions', count: number): void
}

/** For lists; times in milliseconds since the epoch. */
export type Shown = Pick<Hello, 'kind' | 'name' | 'version'> & {
  id: string
  accountId: string
  since: number
  entries: number
  renewedAt: number | undefined
}

export type Session = ReturnType<typeof createSession>

/**
 * The gateway's side of one connection of a verifier (docs/verifier-protocol.md). It never throws for what the other
 * side sends: it ends the connection with a reason.
 */
export function createSession(deps: SessionDeps) {
  const { time, gateway, opened, wires, evictions, mostEntries, mostStaleMs } = deps
  const since = time.wall()
  const isOneTooMany = createPace(time, FRAMES_PER_SECOND, MOST_FRAMES_AT_ONCE)
  const isReportTooMany = createPace(time, REPORTS_PER_SECOND, MOST_REPORTS_AT_ONCE)
  let state: 'open' | 'stopping' | 'ended' = 'open'
  let hello: Hello | undefined
  let entries = 0
  let announcedMs = 0
  let silence = time.after(SILENT_MS, tooSlow)

  const ofMine = () => Math.min(mostEntries, Math.floor((mostEntries * VERIFIERS_WORTH) / deps.sharers()))
  const mostNumbers = () => Math.min(hello?.entries ?? 0, ofMine()) * NUMBERS_PER_ENTRY + LEAST_NUMBERS
  const allowanceMs = () => Math.min(hello?.maxStaleMs ?? 0, mostStaleMs)
  const lease = createLease({ ...deps, allowanceMs: () => announcedMs })
  const evicting = createEvicting({ time, most: mostNumbers, send, holdsUntil: lease.holdsUntil, tooSlow })
  const budgets = createBudgets(time, mostNumbers, wires.takeSlices)
  const permission = createPermission(time, opened.expiresAt, wires.recheck, end)
  const { whenPermitted } = permission
  const hold = deps.waiting.track(opened.accountId)
  const answer = createUnanswered({ hold, whenPermitted, end })
  // The permission may have ended while it waited.
  const turn = (count: number, run: () => void, never: () => void) =>
    deps.turn(opened, count, () => whenPermitted(run, never))
  const verify = createVerify({ time, evictions, evicting, budgets, lookUp: wires.lookUp, turn, send })

  function send(frame: Sent): void {
    if (state === 'ended') return
    if (frame.type === 'evict') deps.counted('evictions', 1)
    wires.send(JSON.stringify(frame))
  }

  function end(closing: Closing, reason = ''): void {
    if (state === 'ended') return
    lost()
    wires.close(closing, reason)
  }

  function tooSlow(): void {
    end('too_slow')
  }

  function lost(): void {
    state = 'ended'
    silence()
    permission.lost()
    evicting.lost()
  }

  function greet(frame: Hello): void {
    hello = frame
    const asked = allowanceMs()
    if (asked > 0)
      deps.announce(() => {
        announcedMs = asked
      })
    send({
      type: 'welcome',
      ...{ holder: opened.id, gateway, account_id: opened.accountId },
      ...{ lease_ms: LEASE_MS, renew_ms: RENEW_MS, max_stale_ms: allowanceMs() },
      entries: Math.min(frame.entries, ofMine()),
    })
    if (state === 'stopping') sayGoodbye()
  }

  function sayGoodbye(): void {
    send({ type: 'goodbye', reconnect_ms: RECONNECT_MS })
  }

  function renew(n: number, held: number | undefined): void {
    if (state === 'stopping') return
    entries = held ?? entries
    const granted = lease.renew(n)
    if (!granted) {
      end('out_of_order', 'n of renew does not follow')
      return
    }
    silence()
    silence = time.after(SILENT_MS, tooSlow)
    send({ type: 'renewed', n, ...granted })
  }

  function answerVerify(id: number, credentials: readonly string[], bytes: number): void {
    const refuse = () => send({ type: 'verified', id, items: credentials.map((_, i) => ({ i, error: 'unavailable' })) })
    answer('verify', { id, bytes }, refuse, (done, never) => {
      function verified(count: number): void {
        done()
        deps.counted('verified', count)
      }
      verify(id, credentials, verified, never)
    })
  }

  function answerBudget(id: number, items: readonly BudgetItem[], bytes: number): void {
    const sendAll = (answers: object[]) => send({ type: 'budget', id, items: answers })
    answer(
      'budget',
      { id, bytes },
      () => sendAll(items.map(unavailableOf)),
      (done) =>
        budgets.ask(items, (answers) => {
          done()
          sendAll(answers)
        }),
    )
  }

  function report(items: readonly UsedItem[], bytes: number): void {
    if (isReportTooMany()) {
      end('too_many', 'used')
      return
    }
    const release = hold(bytes)
    if (release) whenPermitted(() => wires.used(items, release), release)
    else wires.usesLost(items.length)
  }

  /** `bytes`: how long the message was. */
  function carryOut(frame: Frame, bytes: () => number): void {
    if (frame.type === 'hello') {
      if (hello) end('out_of_order', 'a second hello')
      else greet(frame)
    } else if (!hello) end('out_of_order', 'hello comes first')
    else if (frame.type === 'renew') whenPermitted(() => renew(frame.n, frame.entries))
    else if (frame.type === 'used') report(frame.items, bytes())
    else if (frame.type === 'evicted') {
      if (!evicting.acknowledge(frame.n)) end('out_of_order', 'n of evicted does not follow')
    } else if (frame.type === 'verify') answerVerify(frame.id, frame.credentials, bytes())
    else answerBudget(frame.id, frame.items, bytes())
  }

  // The credential may have been revoked while the connection was opened.
  permission.check()

  return {
    received(text: string): void {
      if (state === 'ended') return
      const frame = isOneTooMany() ? undefined : readFrame(text)
      if (frame === undefined) end('too_many', 'frames')
      else if (typeof frame === 'string') end('bad_frame', frame)
      else carryOut(frame, () => Buffer.byteLength(text))
    },

    /** A WebSocket ping counts like a frame. */
    pinged(): void {
      if (state !== 'ended' && isOneTooMany()) end('too_many', 'frames')
    },

    end,

    /** Whether the verifier may honour something with one of the tags; then `settled` is called, maybe at once. */
    evict(tags: readonly string[], settled: Settled): boolean {
      if (opened.tags.some((tag) => tags.includes(tag)) || tags.includes(EVERYTHING)) permission.check()
      return evicting.evict(tags, settled)
    },

    /** There are more to share with now. */
    makeRoom(): void {
      evicting.makeRoom()
      budgets.makeRoom()
    },

    /** From now on it renews nothing. */
    stop(): void {
      if (state !== 'open') return
      state = 'stopping'
      if (hello) sayGoodbye()
    },

    /** The connection is over; `forgotten` if the verifier said that it honours nothing of it any more. */
    lost(forgotten: boolean): void {
      lost()
      if (forgotten) evicting.end()
    },

    /** How long something may be honoured if nothing is renewed. */
    leftMs: lease.leftMs,
    /** The longest allowance that may be granted: it counts from before it is. */
    allowanceMs,
    shown: (): Shown | undefined =>
      hello && {
        ...{ id: opened.id, accountId: opened.accountId },
        ...{ kind: hello.kind, name: hello.name, version: hello.version },
        ...{ since, entries, renewedAt: lease.renewedAt() },
      },
  }
}
