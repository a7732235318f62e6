import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** What one side of a connection can do, and what it is told. */
export type End<Out> = {
  send(payload: Out): void
  close(reason: string): void
  /** Bytes that were sent and that the network has not taken yet, as `bufferedAmount` of a WebSocket. */
  buffered(): number
}
export type Handlers<In> = { message(payload: In): void; closed(reason: string): void }

/** What the network does with what one side sends. */
type Direction = {
  /** Nothing arrives, and nobody is told. What is held arrives when the direction is healed, in order, as with TCP. */
  isHeld: boolean
  /** What is on its way, in order: at each arrival the first of it arrives. */
  underWay: (() => void)[]
  /** How many arrivals fell into a time when nothing arrives. */
  missed: number
  lastArrival: number
  unread: number
}

/** A connection as faults see it. */
export type Link = {
  kind: string
  one: Process
  two: Process
  isOpen(): boolean
  hold(which: 'up' | 'down' | 'both'): void
  heal(): void
  /** Breaks it: each side is told or not. */
  cut(told: { one: boolean; two: boolean }): void
  /** The program on this side has ended; the system sends what is under way, and tells the other side. */
  end(side: 'one' | 'two'): void
  slowDown(factor: number): void
}

/** How long a message takes at most, when a connection is slow. */
const LONGEST_MS = 1000

/** What the systems on both sides keep for a reader that doesn't read. */
const KERNEL_BUFFERS = 128 * 1024

type Settings<Up, Down> = {
  kind: string
  typicalMs: number
  one: Process
  two: Process
  up(payload: Up): string
  down(payload: Down): string
  size?(payload: Up | Down): number
}

export type Network = ReturnType<typeof createNetwork>

/** Every connection of the world. */
export function createNetwork(world: World) {
  const links = new Set<Link>()
  const blocked = new Set<string>()
  let untold: (() => void)[] = []
  const random: Random = world.random.fork('network')

  const pair = (one: Process, two: Process): string => [one.machine.name, two.machine.name].sort().join(' ')

  /** Connects `one` to `two`. The handlers are asked for at once, and must not send yet. */
  function connect<Up, Down>(
    settings: Settings<Up, Down>,
    handlers: { one(end: End<Up>): Handlers<Down>; two(end: End<Down>): Handlers<Up> },
  ): { link: Link; one: End<Up>; two: End<Down> } {
    const { kind, one, two, typicalMs } = settings
    let slowness = 1
    const up: Direction = { isHeld: blocked.has(pair(one, two)), underWay: [], missed: 0, lastArrival: 0, unread: 0 }
    const down: Direction = { isHeld: up.isHeld, underWay: [], missed: 0, lastArrival: 0, unread: 0 }
    const closed = { one: false, two: false }

    let isOver = false

    function carry(direction: Direction, arrive: () => void): void {
      if (isOver) return
      direction.underWay.push(arrive)
      if (direction.isHeld) direction.missed += 1
      else planArrival(direction)
    }
    function planArrival(direction: Direction): void {
      const at = Math.max(direction.lastArrival, world.now() + Math.min(LONGEST_MS, random.delay(typicalMs) * slowness))
      direction.lastArrival = at
      world.after(at - world.now(), () => {
        if (direction.isHeld) direction.missed += 1
        else direction.underWay.shift()?.()
      })
    }

    function endOf<Out>(side: 'one' | 'two', direction: Direction, describe: (payload: Out) => string): End<Out> {
      const [me, other] = side === 'one' ? [one, two] : [two, one]
      const far = side === 'one' ? 'two' : 'one'
      return {
        send(payload) {
          me.sends()
          if (closed[side] || me.isDead()) return
          const size = settings.size?.(payload as never) ?? 0
          direction.unread += size
          if (world.isTraced) world.trace(me.name, `→ ${other.name}  ${describe(payload)}`)
          carry(direction, () => {
            // Somebody who closed answers with a reset.
            if (closed[far] || other.isDead()) return tell(side, 'reset')
            other.enter(world.isTraced ? `← ${me.name}  ${describe(payload)}` : '', () => {
              direction.unread -= size
              if (!closed[far]) receive[far](payload as never)
            })
          })
          me.sends()
        },
        close(reason) {
          if (closed[side]) return
          closed[side] = true
          if (world.isTraced) world.trace(me.name, `closes the connection to ${other.name}: ${reason}`)
          carry(direction, () => tell(far, reason))
          forgetIfOver()
        },
        buffered: () => Math.max(0, direction.unread - KERNEL_BUFFERS),
      }
    }

    /** One side learns that the connection is over, after what was sent to it before. */
    function tell(side: 'one' | 'two', reason: string): void {
      const process = side === 'one' ? one : two
      if (closed[side] || process.isDead()) return
      process.enter(
        world.isTraced ? `loses the connection to ${(side === 'one' ? two : one).name}: ${reason}` : '',
        () => {
          if (closed[side]) return
          closed[side] = true
          lost[side](reason)
          forgetIfOver()
        },
      )
    }
    function forgetIfOver(): void {
      if (closed.one && closed.two) links.delete(link)
    }

    const link: Link = {
      kind,
      one,
      two,
      isOpen: () => !closed.one && !closed.two,
      hold(which) {
        if (which !== 'down') up.isHeld = true
        if (which !== 'up') down.isHeld = true
      },
      heal() {
        for (const direction of [up, down]) {
          direction.isHeld = false
          for (; direction.missed > 0; direction.missed -= 1) planArrival(direction)
        }
      },
      cut(told) {
        if (told.one) tell('one', 'cut')
        if (told.two) tell('two', 'cut')
        // Whoever isn't told sends into nothing, and what is on its way is lost.
        untold.push(() => {
          tell('one', 'noticed')
          tell('two', 'noticed')
        })
        link.hold('both')
        isOver = true
        links.delete(link)
      },
      end(side) {
        if (closed[side]) return
        closed[side] = true
        carry(side === 'one' ? up : down, () => tell(side === 'one' ? 'two' : 'one', 'ended'))
        forgetIfOver()
      },
      slowDown(factor) {
        slowness = factor
      },
    }
    links.add(link)
    const ends = { one: endOf<Up>('one', up, settings.up), two: endOf<Down>('two', down, settings.down) }
    const [first, second] = [handlers.one(ends.one), handlers.two(ends.two)]
    const receive = {
      one: (payload: Down): void => first.message(payload),
      two: (payload: Up): void => second.message(payload),
    }
    const lost = {
      one: (reason: string): void => first.closed(reason),
      two: (reason: string): void => second.closed(reason),
    }
    return { link, ...ends }
  }

  return {
    connect,
    links: (kind?: string): Link[] => [...links].filter((link) => !kind || link.kind === kind),
    /** A program has ended: the system of its machine tells everybody, unless the machine itself is gone. */
    left(process: Process, isTold: boolean): void {
      for (const link of [...links]) {
        const side = link.one === process ? 'one' : link.two === process ? 'two' : undefined
        if (!side) continue
        if (isTold && random.chance(0.5)) link.end(side)
        else link.cut({ one: isTold && side === 'two', two: isTold && side === 'one' })
      }
    },
    /** Between two machines nothing arrives, and new connections are not made. */
    block(one: Process, two: Process): void {
      blocked.add(pair(one, two))
      for (const link of links) if (pair(link.one, link.two) === pair(one, two)) link.hold('both')
    },
    /** Everything works again, and every connection that is over is known to be over. */
    mend(): void {
      blocked.clear()
      for (const link of links) {
        link.slowDown(1)
        link.heal()
      }
      const all = untold
      untold = []
      for (const tell of all) tell()
    },
    unblock(one: Process, two: Process): void {
      blocked.delete(pair(one, two))
      for (const link of links) if (pair(link.one, link.two) === pair(one, two)) link.heal()
    },
  }
}
