import type { Wire, WireEvents } from '../../verifier/src/wire.ts'
import type { Found } from '../src/features/verifiers/verifying.ts'
import type { Count } from '../src/platform/throttle/count-exchange.ts'
import type { Time } from '../src/platform/time.ts'
import { CLOCKS_SET } from './faults.ts'
import { REAL_GATEWAY } from './gateway.ts'
import type { Variant } from './run-world.ts'
import { REAL_VERIFIER, type VerifierParts } from './verifier.ts'

/** Many requests for few units; and nothing that lets gateways count alone. */
const BUSY: Variant['emphasis'] = {
  without: [...CLOCKS_SET],
  instead: { gateways: 3, verifiers: 3, hammersEveryMs: 30, limit: { requests: 25, perSeconds: 1 } },
}

/**
 * What somebody could get wrong, each put around the real parts: the simulation must notice it within so many steps.
 */

export const VARIANTS: Record<string, Variant & { seed: number }> = {
  'acknowledges an eviction before it has evicted': {
    seed: 1,
    gateway: {
      cache(time, random) {
        const cache = REAL_GATEWAY.cache(time, random)
        return { ...cache, evict: (tag) => void time.after(20, () => cache.evict(tag)) }
      },
    },
  },
  'counts a lease from the answer instead of from when it asked': {
    seed: 10,
    emphasis: {
      often: ['a process stops', 'notifications are late'],
      only: true,
      instead: { gateways: 2, verifiers: 0, mostAllowanceMs: 0, changesEveryMs: 150 },
    },
    gateway: {
      cache(time, random) {
        const cache = REAL_GATEWAY.cache(time, random)
        let until = Number.NEGATIVE_INFINITY
        return {
          ...cache,
          trustUntil(wall) {
            const now = time.monotonic()
            if (wall > 0) until = now + 2000
            cache.trustUntil(until > now ? time.wall() + until - now : 0, until)
          },
        }
      },
    },
  },
  'counts a lease by the wall clock only': {
    seed: 3,
    emphasis: { often: ['a wall clock is set back', 'a connection to the database is held'] },
    gateway: {
      cache(time, random) {
        const cache = REAL_GATEWAY.cache(time, random)
        return { ...cache, trustUntil: (wall) => cache.trustUntil(wall) }
      },
    },
  },
  'counts a lease by the monotonic clock only': {
    seed: 1,
    emphasis: { often: ['a machine sleeps'] },
    gateway: {
      cache(time, random) {
        const cache = REAL_GATEWAY.cache(time, random)
        return {
          ...cache,
          trustUntil: (wall, monotonic) => cache.trustUntil(wall > 0 ? Number.MAX_SAFE_INTEGER : 0, monotonic),
        }
      },
    },
  },
  'does not wait for its own eviction to come back': {
    seed: 1,
    gateway: {
      barriers(deps) {
        const barriers = REAL_GATEWAY.barriers(deps)
        let known: ReadonlyMap<string, number> = new Map()
        return {
          ...barriers,
          committed(number, tags) {
            const barrier = barriers.committed(number, tags)
            barriers.cameBack(number, tags, known)
            return barrier
          },
          cameBack(number, tags, awaited) {
            if (awaited) known = awaited
            barriers.cameBack(number, tags, awaited)
          },
        }
      },
    },
  },
  'waits for nobody': {
    seed: 1,
    gateway: {
      barriers(deps) {
        const barriers = REAL_GATEWAY.barriers(deps)
        return { ...barriers, cameBack: (number, tags) => barriers.cameBack(number, tags, new Map()) }
      },
    },
  },
  'keeps what was looked up although it was evicted meanwhile': {
    seed: 2,
    emphasis: { instead: { usesEveryMs: 5, changesEveryMs: 30 } },
    gateway: {
      cache(time, random) {
        const cache = REAL_GATEWAY.cache(time, random)
        return { ...cache, set: (hash, access, _fill, now) => cache.set(hash, access, cache.beginFill(), now) }
      },
    },
  },
  'leaves the margin out, and clocks run at different speeds': {
    seed: 3,
    emphasis: { clocksApart: true, often: ['a connection to the database is held', 'a machine is cut off'] },
    gateway: {
      barriers(deps) {
        const barriers = REAL_GATEWAY.barriers(deps)
        return {
          ...barriers,
          cameBack(number, tags, awaited) {
            const shorter = awaited && new Map([...awaited].map(([name, until]) => [name, until - 100]))
            barriers.cameBack(number, tags, shorter)
          },
        }
      },
    },
  },
  'says goodbye and goes on honouring': {
    seed: 22,
    emphasis: { often: ['a process leaves', 'a connection is slow'] },
    gateway: {
      gateways(deps) {
        let isLeaving = false
        const cache: typeof deps.cache = {
          ...deps.cache,
          clear: () => isLeaving || deps.cache.clear(),
          trustUntil: (wall, monotonic) => isLeaving || deps.cache.trustUntil(wall, monotonic),
        }
        const gateways = REAL_GATEWAY.gateways({ ...deps, cache })
        return {
          ...gateways,
          leave() {
            isLeaving = true
            gateways.leave()
          },
        }
      },
    },
  },
  'has the same id after a restart': { seed: 2, hasSameId: true, emphasis: { often: ['a process dies'] } },
  'keeps its entries when the connection to the database is made anew': {
    seed: 1,
    gateway: {
      cache(time, random) {
        const cache = REAL_GATEWAY.cache(time, random)
        return { ...cache, clear() {} }
      },
    },
  },
  'does not read the list of gateways when it starts': {
    seed: 1,
    gateway: {
      gateways: (deps) =>
        REAL_GATEWAY.gateways({
          ...deps,
          wires: { ...deps.wires, register: (mine, done) => deps.wires.register(mine, () => done([])) },
        }),
    },
  },
  'does not read in the list how much others may have granted': {
    seed: 3,
    emphasis: {
      often: ['a process dies', 'a machine is cut off'],
      only: true,
      instead: { mostAllowanceMs: 3000, lowersAllowance: 1, gateways: 2, verifiers: 3, changesEveryMs: 30 },
    },
    gateway: {
      gateways(deps) {
        const register: typeof deps.wires.register = (mine, done) =>
          deps.wires.register(mine, (others) => done(others.map((other) => ({ ...other, mostAllowanceMs: 0 }))))
        return REAL_GATEWAY.gateways({ ...deps, wires: { ...deps.wires, register } })
      },
    },
  },
  'does not read the list of gateways when it hears nothing': {
    seed: 1,
    gateway: {
      barriers: (deps) => REAL_GATEWAY.barriers({ ...deps, others: (done) => done([]) }),
    },
  },
  'says "by" as the wall clock was at the commit': {
    seed: 3,
    emphasis: {
      often: ['a wall clock is set forward', 'a machine is cut off', 'a connection to the database is held'],
      instead: { changesEveryMs: 30, gateways: 2 },
    },
    gateway: {
      barriers(deps) {
        const barriers = REAL_GATEWAY.barriers(deps)
        return {
          ...barriers,
          committed(number, tags) {
            const barrier = barriers.committed(number, tags)
            const by = barrier.state().by
            return { ...barrier, state: () => ({ ...barrier.state(), by }) }
          },
        }
      },
    },
  },
  'answers its own pings without the database': {
    seed: 1,
    gateway: {
      gateways(deps) {
        const gateways = REAL_GATEWAY.gateways({
          ...deps,
          wires: {
            ...deps.wires,
            send(text) {
              deps.wires.send(text)
              if (text.startsWith('ping')) deps.time.after(1, () => gateways.received(text))
            },
          },
        })
        return gateways
      },
    },
  },
  'a gateway acknowledges before its verifiers have': {
    seed: 1,
    gateway: {
      gateways(deps) {
        const evict: typeof deps.local.evict = (tags, done) => {
          deps.local.evict(tags, () => {})
          done([])
        }
        return REAL_GATEWAY.gateways({ ...deps, local: { ...deps.local, evict } })
      },
    },
  },
  'a gateway renews its verifiers although it hears nothing itself': {
    seed: 1,
    emphasis: { often: ['a connection to the database is held'] },
    gateway: { holders: (deps) => REAL_GATEWAY.holders({ ...deps, trustedMs: () => Number.POSITIVE_INFINITY }) },
  },
  'a gateway grants an allowance before the others know of it': {
    seed: 7,
    emphasis: {
      often: ['a process dies', 'a machine is cut off', 'a connection to the database is held'],
      only: true,
      instead: { mostAllowanceMs: 3000, gateways: 2, verifiers: 1, changesEveryMs: 150, usesEveryMs: 5 },
    },
    gateway: { holders: (deps) => REAL_GATEWAY.holders({ ...deps, announce: (done) => done() }) },
  },
  'a gateway tells the others of no allowance': {
    seed: 3,
    emphasis: {
      often: ['a process dies', 'a machine is cut off'],
      instead: { mostAllowanceMs: 3000, gateways: 2, verifiers: 5 },
    },
    gateway: {
      gateways: (deps) => REAL_GATEWAY.gateways({ ...deps, local: { ...deps.local, allowanceMs: () => 0 } }),
      holders: (deps) => REAL_GATEWAY.holders({ ...deps, announce: (done) => done() }),
    },
  },
  'a gateway waits for its verifiers without the margin': {
    seed: 5,
    emphasis: { clocksApart: true, often: ['a connection of a verifier is held', 'a connection of a verifier is cut'] },
    gateway: {
      holders: (deps) =>
        REAL_GATEWAY.holders({
          ...deps,
          // Its clock runs ahead by as much as the margin is: a timer alone that is early looks again.
          time: {
            ...deps.time,
            monotonic: () => deps.time.monotonic() * 1.05,
            after: (ms, run) => deps.time.after(ms / 1.05, run),
          },
        }),
    },
  },
  'a gateway takes a lost verifier for one that has forgotten': {
    seed: 3,
    emphasis: { often: ['a connection of a verifier is cut'] },
    gateway: {
      holders(deps) {
        const holders = REAL_GATEWAY.holders(deps)
        return {
          ...holders,
          open(opened, wires) {
            const connected = holders.open(opened, wires)
            return { ...connected, lost: () => connected.lost(true) }
          },
        }
      },
    },
  },
  'a gateway says goodbye as if nothing hung on it': {
    seed: 13,
    emphasis: { often: ['a process leaves', 'a machine is cut off'] },
    gateway: {
      gateways: (deps) => REAL_GATEWAY.gateways({ ...deps, local: { ...deps.local, leftMs: () => 0 } }),
    },
  },
  'a gateway takes nothing back when its connection was lost': {
    seed: 8,
    emphasis: { often: ['a connection to the database is cut'], instead: { verifiers: 3, changesEveryMs: 30 } },
    gateway: {
      gateways(deps) {
        const evict: typeof deps.local.evict = (tags, done) =>
          tags.includes('*') ? done([]) : deps.local.evict(tags, done)
        return REAL_GATEWAY.gateways({ ...deps, local: { ...deps.local, evict } })
      },
    },
  },
  'a gateway sends renewals past the evictions': {
    seed: 1,
    emphasis: { often: ['a process stops'] },
    gateway: {
      holders: (deps) => {
        const holders = REAL_GATEWAY.holders(deps)
        return {
          ...holders,
          open(opened, wires) {
            const send = (text: string): void => {
              if (text.startsWith('{"type":"evict"')) deps.time.after(50, () => wires.send(text))
              else wires.send(text)
            }
            return holders.open(opened, { ...wires, send })
          },
        }
      },
    },
  },
  'a gateway answers verifiers from a memory that nobody evicts': {
    seed: 29,
    gateway: {
      holders: (deps) => {
        const holders = REAL_GATEWAY.holders(deps)
        return {
          ...holders,
          open(opened, wires) {
            const read = new Map<string, Found | 'unpaid' | undefined>()
            return holders.open(opened, {
              ...wires,
              lookUp(asked, done) {
                if (asked.every((one) => read.has(one))) return done(asked.map((one) => read.get(one)))
                wires.lookUp(asked, (found) => {
                  if (found !== 'unavailable') for (const [n, one] of asked.entries()) read.set(one, found[n])
                  deps.time.after(20, () => read.clear())
                  done(found)
                })
              },
            })
          },
        }
      },
    },
  },
  'a verifier acknowledges an eviction before it has evicted': {
    seed: 1,
    verifier: onWire((wire, events, time) => {
      let isLate = false
      let late: string[] = []
      return {
        ...wire,
        send: (text) => isType(text, 'evicted') || wire.send(text),
        received(text) {
          if (isType(text, 'evict')) wire.send(JSON.stringify({ type: 'evicted', n: JSON.parse(text).n }))
          late.push(text)
          if (isLate) return
          isLate = true
          time.after(20, () => {
            isLate = false
            const all = late
            late = []
            for (const one of all) events.received(one)
          })
        },
      }
    }),
  },
  'a verifier counts its lease from the answer': {
    seed: 8,
    emphasis: { often: ['a process stops', 'a connection of a verifier is held'] },
    verifier: onWire((wire, events, time) => {
      const sentAt = new Map<number, number>()
      return {
        ...wire,
        send(text) {
          if (isType(text, 'renew')) sentAt.set(JSON.parse(text).n, time.monotonic())
          wire.send(text)
        },
        received(text) {
          if (!isType(text, 'renewed')) return events.received(text)
          const frame = JSON.parse(text)
          const underWayMs = Math.ceil(time.monotonic() - (sentAt.get(frame.n) ?? 0))
          events.received(JSON.stringify({ ...frame, lease_ms: frame.lease_ms && frame.lease_ms + underWayMs }))
        },
      }
    }),
  },
  'a verifier has a lease for ever': {
    seed: 1,
    verifier: onWire((wire, events) => ({
      ...wire,
      received: (text) =>
        events.received(
          isType(text, 'renewed') ? JSON.stringify({ ...JSON.parse(text), lease_ms: 1_000_000_000 }) : text,
        ),
    })),
  },
  'a verifier has only a wall clock': {
    seed: 24,
    emphasis: { often: ['a wall clock is set back', 'a machine is cut off'] },
    verifier: { verifierTime: (time) => ({ ...time, monotonic: time.wall }) },
  },
  'a verifier has only a monotonic clock': {
    seed: 1,
    emphasis: { often: ['a machine sleeps'] },
    verifier: { verifierTime: (time) => ({ ...time, wall: () => 1_800_000_000_000 + time.monotonic() }) },
  },
  'a gateway counts no slices': {
    seed: 1,
    emphasis: BUSY,
    gateway: {
      rateLimits(exchange, time) {
        const limits = REAL_GATEWAY.rateLimits(exchange, time)
        return {
          ...limits,
          slice(limit, wanted) {
            const slice = limits.slice(limit, wanted)
            if ('granted' in slice && slice.granted > 0)
              void limits.slice(limit, { ...wanted, need: 0, want: 0, back: slice.granted, backTo: slice.windowEndsAt })
            return slice
          },
        }
      },
    },
  },
  'a gateway does not ask the others before it lets more through': {
    seed: 1,
    emphasis: BUSY,
    gateway: {
      exchange: (deps) => ({ ...REAL_GATEWAY.exchange({ ...deps, everyMs: 500 }), next: () => false }),
    },
  },
  'a gateway forgets what it has used when the clock of another is ahead': {
    seed: 2,
    emphasis: BUSY,
    gateway: {
      exchange(deps) {
        const counts = new Map<string, Count>()
        const exchange = REAL_GATEWAY.exchange({
          ...deps,
          add: (uses, done) =>
            deps.add(uses, (sums) => {
              done(sums)
              for (const { rateLimit, windowEndsAt, used } of uses) {
                const count = counts.get(`${rateLimit} ${windowEndsAt}`)
                if (count && sums && sums.get(rateLimit)?.windowEndsAt !== windowEndsAt) count.known -= used
              }
            }),
        })
        return {
          ...exchange,
          report(count) {
            counts.set(`${count.rateLimit} ${count.windowEndsAt}`, count)
            exchange.report(count)
          },
        }
      },
    },
  },
  'a verifier uses its slices after the end of their window': {
    seed: 5,
    emphasis: BUSY,
    verifier: onGranted((item) => ({ ...item, ends_in_ms: item.ends_in_ms + 2000 })),
  },
  'a verifier uses more than it was given': {
    seed: 1,
    emphasis: BUSY,
    verifier: onGranted((item) => ({ ...item, granted: item.granted && item.granted + 1 })),
  },
}

type Item = { granted: number; ends_in_ms: number }

/** Changes what a verifier hears of its slices. */
function onGranted(change: (item: Item) => Item): Partial<VerifierParts> {
  return onWire((wire, events) => ({
    ...wire,
    received(text) {
      if (!isType(text, 'budget')) return events.received(text)
      const frame: { items: Item[] } = JSON.parse(text)
      events.received(JSON.stringify({ ...frame, items: frame.items.map(change) }))
    },
  }))
}

type Tapped = Wire & Pick<WireEvents, 'received'>

/** Changes what a verifier sends and hears. */
function onWire(tap: (wire: Wire, events: WireEvents, time: Time) => Tapped): Partial<VerifierParts> {
  return {
    core: (settings, deps) =>
      REAL_VERIFIER.core(settings, {
        ...deps,
        connect(url, events) {
          let tapped: Tapped | undefined
          const wire = deps.connect(url, { ...events, received: (text) => tapped?.received(text) })
          tapped = tap(wire, events, deps.time)
          return tapped
        },
      }),
  }
}

const isType = (text: string, type: string): boolean => text.startsWith(`{"type":"${type}"`)
