import type { HolderReport, LocalHolders } from '../../access/revocation/holders.ts'
import { createRecentEvictions } from './recent-evictions.ts'
import { createSession, type Opened, type Session, type SessionDeps, type Shown, type Wires } from './session.ts'
import { createWaiting } from './waiting.ts'

export type HoldersDeps = Omit<
  SessionDeps,
  'opened' | 'wires' | 'evictions' | 'turn' | 'waiting' | 'sharers' | 'counted'
> & {
  /** Without it, all are looked up at once. */
  turn?: SessionDeps['turn']
  counted?: SessionDeps['counted']
}

/** One connection, as its wire sees it. */
export type Connected = Pick<Session, 'received' | 'pinged' | 'end'> & {
  /** To be called once, when the connection is over, whoever ended it. */
  lost(forgotten: boolean): void
}

export type Holders = LocalHolders & {
  open(opened: Opened, wires: Wires): Connected
  /** How many verifiers the account has here: connected, and gone for less than their leases. */
  count(accountId: string): { connected: number; gone: number }
  connected(): number
  list(accountId: string): Shown[]
  /** Every verifier that has said who it is. */
  all(): Shown[]
  /** Says goodbye to all, and renews no lease any more. */
  stop(): void
  /** Ends all connections. */
  endAll(): void
}

type Holder = { session: Session; opened: Opened; isConnected: boolean }

/**
 * The verifiers of this gateway. One whose connection was lost counts until its lease is over: until then it may honour
 * what it was told, and nobody can take that back.
 */
export function createHolders(deps: HoldersDeps): Holders {
  const { time } = deps
  const evictions = createRecentEvictions()
  const waiting = createWaiting()
  const holders = new Set<Holder>()
  /** How many each account has, gone ones included. */
  const sharers = new Map<string, number>()
  let isStopping = false

  const connected = () => [...holders].filter(({ isConnected }) => isConnected)
  const shown = (of: readonly Holder[]) => of.flatMap(({ session }) => session.shown() ?? [])

  function add(holder: Holder): void {
    const { accountId } = holder.opened
    sharers.set(accountId, (sharers.get(accountId) ?? 0) + 1)
    for (const { session, opened, isConnected } of holders)
      if (isConnected && opened.accountId === accountId) session.makeRoom()
    holders.add(holder)
  }

  function forget(holder: Holder): void {
    if (!holders.delete(holder)) return
    const { accountId } = holder.opened
    const left = (sharers.get(accountId) ?? 1) - 1
    if (left > 0) sharers.set(accountId, left)
    else sharers.delete(accountId)
  }

  function forgetWhenOver(holder: Holder): void {
    const left = holder.session.leftMs()
    if (left > 0) time.after(left, () => forgetWhenOver(holder))
    else forget(holder)
  }

  return {
    open(opened, wires) {
      const { turn = (_holder, _count, run) => run(), counted = () => {} } = deps
      const session = createSession({
        ...deps,
        turn,
        counted,
        opened,
        wires,
        evictions,
        waiting,
        sharers: () => sharers.get(opened.accountId) ?? 1,
      })
      const holder = { session, opened, isConnected: true }
      add(holder)
      if (isStopping) session.stop()
      return {
        received: session.received,
        pinged: session.pinged,
        end: session.end,
        lost(forgotten) {
          holder.isConnected = false
          session.lost(forgotten)
          if (forgotten) forget(holder)
          else forgetWhenOver(holder)
        },
      }
    },

    evict(tags, done) {
      evictions.note(tags)
      const startedAt = time.monotonic()
      const reports: HolderReport[] = []
      let open = 1
      const settle = () => {
        open -= 1
        if (open === 0) done(reports)
      }
      for (const { session, opened } of holders) {
        open += 1
        const holds = session.evict(tags, (how) => {
          const { kind = 'verifier', name = '' } = session.shown() ?? {}
          const took_ms = Math.round((time.monotonic() - startedAt) * 10) / 10
          reports.push({ kind, id: opened.id, name, account: opened.accountId, took_ms, how })
          settle()
        })
        if (!holds) open -= 1
      }
      settle()
    },

    allowanceMs: () => Math.max(0, ...[...holders].map(({ session }) => session.allowanceMs())),
    leftMs: () => Math.max(0, ...[...holders].map(({ session }) => session.leftMs())),

    count(accountId) {
      const count = { connected: 0, gone: 0 }
      for (const { opened, isConnected } of holders)
        if (opened.accountId === accountId) count[isConnected ? 'connected' : 'gone'] += 1
      return count
    },
    connected: () => connected().length,
    list: (accountId) => shown(connected().filter(({ opened }) => opened.accountId === accountId)),
    all: () => shown(connected()),

    stop() {
      isStopping = true
      for (const { session } of connected()) session.stop()
    },
    endAll() {
      for (const { session } of connected()) session.end('stopping')
    },
  }
}
