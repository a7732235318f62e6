import type { Time } from '../../platform/time.ts'
import type { Barriers } from './barrier.ts'
import type { HolderReport, LocalHolders } from './holders.ts'
import { LEASE_MS, later, leftUntil, type Moment, momentNow, type Registered, withMargin } from './leases.ts'
import { byeText, EVERYTHING, evictedTexts, type Message, NOBODY, pingText, readMessage } from './messages.ts'

/** Often enough that a lease is renewed although two pings were late. */
const PING_EVERY_MS = 650
/** After so many pings without an answer (5 s) the connection is dead, or a pooler drops LISTEN. */
const UNANSWERED_PINGS = 8

/** What a gateway needs of PostgreSQL; nothing here waits. */
export type Wires = {
  /** Sends a text to every gateway that listens, this one too. What fails to go out ends the connection: `lost`. */
  send(text: string): void
  /**
   * Stores the registration in the list of gateways, with the longest allowance that this gateway grants, and calls back
   * with all others in it, those that had been stored before it in any case. If that fails, the connection ends: `lost`.
   */
  register(mine: Registered, done: (others: readonly Registered[]) => void): void
  /** Takes registrations off the list; nothing waits for it. */
  forget(registrations: readonly string[]): void
  /** Ends the connection and opens another one: `lost`, then `listening`. */
  giveUp(reason: string): void
}

type Deps = {
  time: Time
  /** The name of this process among the gateways; of each start another one. No spaces and no dots. */
  id: string
  wires: Wires
  /** The credentials that this process remembers. */
  cache: {
    evict(tag: string): void
    /** Forgets everything: evictions may have been missed. */
    clear(): void
    /** Until when what is remembered counts, by both clocks; 0 for not at all. */
    trustUntil(wallMs: number, monotonicMs: number): void
  }
  local: LocalHolders
  barriers: Barriers
  /** The longest allowance that this gateway grants to a verifier, in ms. Another one may have another setting. */
  mostAllowanceMs: number
  /** Called whenever it trusts its cache again after it did not. */
  onTrusted?(): void
}

export type Gateways = {
  /** The connection listens from now on, and hears everything that is committed after this. */
  listening(): void
  /** What is sent from now on may not be heard: the connection is gone. */
  lost(): void
  /** A notification of the connection that listens, in the order of their commits. */
  received(text: string): void
  /** How long what this process remembers counts for certain, without another ping; 0 for not at all. */
  trustLeftMs(): number
  /** Calls back when every other gateway that may honour something has been sent the allowance of now. */
  announce(done: () => void): void
  /** Honours nothing any more, and says so to the others. */
  leave(): void
  /** How many other gateways have been heard within their leases. */
  heard(): number
}

type Registration = {
  id: string
  /** The end of the lease: a ping that comes back later renews nothing. */
  renewBy: Moment
  /** Whether it is in the list, and `peers` has everybody who could honour something. */
  isListed: boolean
}

/**
 * What gateways say to each other, so that each may believe what it remembers, and each knows who else may. PostgreSQL
 * delivers notifications to every listener in the order of their commits. So a ping that comes back proves that every
 * eviction that was committed before it has arrived too, and the gateway may believe its cache for a lease from when it
 * sent that ping. And whoever hears an eviction has heard every ping that was committed before it: it knows who could
 * still honour what is evicted, and until when (docs/decisions/0048).
 *
 * Pings that were committed before this gateway listened are replaced by the list of gateways: nobody pings before it is
 * in the list, and nobody is taken off it who may come to be believed again. For that a gateway whose lease ran out
 * registers anew, under another name, before it pings again.
 */
export function createGateways(deps: Deps): Gateways {
  const { time, id, wires, cache, local, barriers, mostAllowanceMs, onTrusted } = deps
  /** Until when each registration may honour what it was not told of, by the monotonic clock. */
  const peers = new Map<string, number>()
  /** When each ping that has not come back was sent. */
  const sent = new Map<number, Moment>()
  /** Tags of evictions whose last part has not come, by origin and number. */
  const gathering = new Map<string, string[]>()
  const announcements: { after: number; done: () => void }[] = []
  let registration: Registration | undefined
  let trusted: Moment | undefined
  let registrations = 0
  let pings = 0
  let cancelPing = (): void => {}
  let cancelLapse = (): void => {}

  const isOwn = (name: string) => name.startsWith(`${id}.`)

  function register(): void {
    retire()
    registrations += 1
    const mine = { id: `${id}.${registrations}`, renewBy: later(momentNow(time), LEASE_MS), isListed: false }
    registration = mine
    sent.clear()
    wires.register({ registration: mine.id, mostAllowanceMs }, (others) => {
      if (registration !== mine) return
      for (const other of others) knowOf(other)
      mine.isListed = true
      ping()
    })
  }

  /** Whoever is in the list has pinged perhaps a moment ago, and may have granted its longest allowance. */
  function knowOf({ registration: name, mostAllowanceMs: most }: Registered): void {
    if (isOwn(name)) return
    barriers.mayAllow(most)
    // One of an older release names no allowance, and has the same setting as this one.
    const longestMs = Math.max(most, mostAllowanceMs)
    if (!peers.has(name)) peers.set(name, time.monotonic() + withMargin(LEASE_MS + longestMs))
  }

  /** Takes the registration, if there is one, off the list once nothing that hung on it can be honoured any more. */
  function retire(): void {
    if (registration) peers.set(registration.id, time.monotonic() + withMargin(local.leftMs()))
    registration = undefined
  }

  /** A gateway knows itself when nothing hangs on its former registrations any more, also if it hears nothing. */
  function forgetOwn(): void {
    const now = time.monotonic()
    const over = [...peers].filter(([name, until]) => isOwn(name) && until <= now).map(([name]) => name)
    for (const name of over) peers.delete(name)
    if (over.length > 0) wires.forget(over)
  }

  function ping(): void {
    cancelPing()
    if (!registration?.isListed) return
    forgetOwn()
    if (sent.size >= UNANSWERED_PINGS) {
      wires.giveUp('notifications do not come through')
      return
    }
    pings += 1
    // The clocks are read before it is sent: whatever happens in between makes the lease shorter, not longer.
    sent.set(pings, momentNow(time))
    cancelPing = time.after(PING_EVERY_MS, ping)
    wires.send(pingText(registration.id, pings, local.allowanceMs()))
  }

  function heardPing({ from, number, allowanceMs }: Message & { type: 'ping' }): void {
    if (!isOwn(from)) {
      peers.set(from, time.monotonic() + withMargin(LEASE_MS + allowanceMs))
      barriers.mayAllow(allowanceMs)
    }
    const at = sent.get(number)
    if (!at || from !== registration?.id) return
    for (const earlier of sent.keys()) if (earlier <= number) sent.delete(earlier)
    // The others may have forgotten this registration meanwhile.
    if (leftUntil(registration.renewBy, time) === 0) {
      lapse()
      register()
      return
    }
    trust(registration, later(at, LEASE_MS))
    forgetSilent(at.monotonic)
    const told = announcements.filter(({ after }) => number > after)
    for (const announcement of told) announcements.splice(announcements.indexOf(announcement), 1)
    for (const { done } of told) done()
  }

  function trust(mine: Registration, until: Moment): void {
    const isNews = trusted === undefined
    trusted = until
    mine.renewBy = until
    cache.trustUntil(until.wall, until.monotonic)
    cancelLapse()
    cancelLapse = time.after(leftUntil(until, time), lapse)
    barriers.hears(true)
    if (isNews) onTrusted?.()
  }

  /** Nothing proves any more that evictions arrive. */
  function lapse(): void {
    cancelLapse()
    trusted = undefined
    cache.trustUntil(0, 0)
    barriers.hears(false)
  }

  /** Everything that was committed before `asOf` has been heard: whoever's time was over then is gone for good. */
  function forgetSilent(asOf: number): void {
    const silent = [...peers].filter(([, until]) => until < asOf).map(([name]) => name)
    for (const name of silent) peers.delete(name)
    if (silent.length > 0) wires.forget(silent)
  }

  function heardEviction({ origin, number, left, tags }: Message & { type: 'evict' }): void {
    for (const tag of tags) {
      if (tag === EVERYTHING) cache.clear()
      else cache.evict(tag)
    }
    const key = `${origin} ${number}`
    const all = [...(gathering.get(key) ?? []), ...tags]
    if (left > 0) gathering.set(key, all)
    else {
      gathering.delete(key)
      whole(origin, number, all)
    }
  }

  function whole(origin: string, number: number, tags: string[]): void {
    if (origin === id) barriers.cameBack(number, tags, registration?.isListed ? whoMayHonour() : undefined)
    else
      local.evict(tags, (reports) => {
        if (origin !== NOBODY) sendAll(evictedTexts(origin, number, id, reports))
      })
  }

  function whoMayHonour(): Map<string, number> {
    const now = time.monotonic()
    return new Map([...peers].filter(([name, until]) => !isOwn(name) && until > now))
  }

  function heardEvicted({ origin, number, by, reports, left }: Message & { type: 'evicted' }): void {
    if (origin === id) barriers.acknowledged(number, by, reports, left === 0)
  }

  function heardBye({ from, leftMs }: Message & { type: 'bye' }): void {
    if (isOwn(from)) return
    const until = time.monotonic() + withMargin(leftMs)
    if (leftMs === 0) peers.delete(from)
    else peers.set(from, until)
    barriers.left(from, until)
  }

  function sendAll(texts: readonly string[]): void {
    for (const text of texts) wires.send(text)
  }

  /** Evictions may have been missed, so nothing of before counts, here and at the verifiers. */
  function forgetEverything(): void {
    lapse()
    cache.clear()
    gathering.clear()
    local.evict([EVERYTHING], noReports)
  }

  return {
    listening() {
      for (const name of peers.keys()) if (!isOwn(name)) peers.delete(name)
      // Once more, although `lost` did: what was looked up in between may have missed evictions.
      forgetEverything()
      register()
    },
    lost() {
      cancelPing()
      retire()
      sent.clear()
      forgetEverything()
    },
    received(text) {
      const message = readMessage(text)
      if (message?.type === 'ping') heardPing(message)
      else if (message?.type === 'evict') heardEviction(message)
      else if (message?.type === 'evicted') heardEvicted(message)
      else if (message?.type === 'bye') heardBye(message)
    },
    trustLeftMs: () => (trusted ? leftUntil(trusted, time) : 0),
    announce(done) {
      announcements.push({ after: pings, done })
      ping()
    },
    leave() {
      cancelPing()
      lapse()
      cache.clear()
      if (!registration) return
      const leftMs = local.leftMs()
      wires.send(byeText(registration.id, leftMs))
      if (leftMs === 0) wires.forget([registration.id])
      registration = undefined
    },
    heard: () => whoMayHonour().size,
  }
}

function noReports(_reports: HolderReport[]): void {}
