import type { Machine } from './machine.ts'
import type { Postgres } from './postgres.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { Network } from './wire.ts'
import type { World } from './world.ts'

/** A program that faults happen to. */
export type Victim = { process: Process; restart(afterMs: number): void; leave(ended: () => void): void }

/** Everything that faults can reach. */
export type Place = {
  world: World
  network: Network
  postgres: Postgres
  server: Process
  victims(): Victim[]
}

type Fault = (place: Place, random: Random) => void

const someLink = (place: Place, random: Random, kind?: 'postgres' | 'verifier') =>
  random.any(place.network.links().filter((link) => !kind || link.kind.startsWith(kind)))

/** Long enough to be noticed, up to several leases; mostly shorter than one. */
const aWhile = (random: Random): number => (random.chance(0.7) ? random.between(5, 2500) : random.between(2000, 9000))

function hold(place: Place, random: Random, kind?: 'postgres' | 'verifier'): void {
  const link = someLink(place, random, kind)
  if (!link) return
  const which = random.pick<'up' | 'down' | 'both'>(['up', 'down', 'both'])
  place.world.trace('network', `holds ${link.one.name}–${link.two.name} (${link.kind}), ${which}`)
  link.hold(which)
  if (random.chance(0.8)) place.world.after(aWhile(random), () => link.heal())
}

function cut(place: Place, random: Random, kind?: 'postgres' | 'verifier'): void {
  const link = someLink(place, random, kind)
  const told = random.pick([
    { one: true, two: true },
    { one: true, two: false },
    { one: false, two: true },
    { one: false, two: false },
  ])
  if (!link) return
  place.world.trace('network', `cuts ${link.one.name}–${link.two.name} (${link.kind}), tells ${JSON.stringify(told)}`)
  link.cut(told)
}

function set(machine: Machine, place: Place, byMs: number): void {
  if (machine.setWall(byMs)) place.world.trace(machine.name, `its wall clock is set by ${Math.round(byMs)} ms`)
}

/** What can go wrong. Each world has some of them, each with an interval of its own. */
export const FAULTS = {
  'a process stops': (place, random) => {
    const ms = aWhile(random)
    const victim = random.any(place.victims())?.process
    place.world.trace(victim?.name ?? '', `is stopped for ${Math.round(ms)} ms`)
    victim?.stop(ms)
  },
  'a process dies': (place, random) => {
    const victim = random.any(place.victims())
    if (!victim) return
    const isTold = random.chance(0.6)
    place.world.trace(victim.process.name, isTold ? 'is killed' : 'its machine is gone')
    victim.process.die()
    place.network.left(victim.process, isTold)
    victim.restart(random.chance(0.5) ? random.between(1, 300) : random.between(300, 8000))
  },
  'a process leaves': (place, random) => {
    const victim = random.any(place.victims())
    if (!victim?.process.isRunning()) return
    place.world.trace(victim.process.name, 'is asked to end')
    const after = random.between(0, 3000)
    victim.process.enter('ends', () => victim.leave(() => victim.restart(after)))
  },
  'a machine sleeps': (place, random) => {
    const machine = random.any(place.victims())?.process.machine
    const ms = aWhile(random)
    if (machine?.sleep(ms)) place.world.trace(machine.name, `sleeps for ${Math.round(ms)} ms`)
  },
  'a wall clock is set back': (place, random) => {
    const machine = random.any(place.victims())?.process.machine
    if (machine) set(machine, place, -random.pick([20, 500, 1500, 5000, 3_600_000]) * random.between(0.5, 1.5))
  },
  'a wall clock is set forward': (place, random) => {
    const machine = random.any(place.victims())?.process.machine
    if (machine) set(machine, place, random.pick([20, 500, 1500, 5000, 3_600_000]) * random.between(0.5, 1.5))
  },
  'a connection to the database is held': (place, random) => hold(place, random, 'postgres'),
  'a connection to the database is cut': (place, random) => cut(place, random, 'postgres'),
  'a connection of a verifier is held': (place, random) => hold(place, random, 'verifier'),
  'a connection of a verifier is cut': (place, random) => cut(place, random, 'verifier'),
  'a connection is slow': (place, random) => {
    const link = someLink(place, random)
    link?.slowDown(random.between(20, 1000))
    place.world.after(aWhile(random), () => link?.slowDown(1))
  },
  'notifications are late': (place, random) => {
    const link = random.any(place.network.links('postgres listener'))
    if (!link) return
    place.world.trace('network', `notifications for ${link.one.name} are late`)
    link.slowDown(random.between(300, 3000))
    place.world.after(random.between(500, 9000), () => link.slowDown(1))
  },
  'two machines lose each other': (place, random) => {
    const one = random.any(place.victims())?.process
    const two = random.chance(0.4) ? place.server : random.any(place.victims())?.process
    if (!one || !two || one === two) return
    place.world.trace('network', `${one.machine.name} and ${two.machine.name} lose each other`)
    place.network.block(one, two)
    place.world.after(aWhile(random), () => place.network.unblock(one, two))
  },
  'a machine is cut off': (place, random) => {
    const cutOff = random.any(place.victims())?.process
    if (!cutOff) return
    place.world.trace('network', `cuts ${cutOff.machine.name} off`)
    const others = [place.server, ...place.victims().map(({ process }) => process)].filter((one) => one !== cutOff)
    for (const other of others) place.network.block(cutOff, other)
    place.world.after(aWhile(random), () => {
      for (const other of others) place.network.unblock(cutOff, other)
    })
  },
  'a pooler swallows notifications': (place, random) => {
    const machine = random.any(place.victims())?.process.machine.name
    if (!machine) return
    place.world.trace(machine, 'has a pooler before the database')
    place.postgres.putPoolerBefore(machine, true)
    place.world.after(aWhile(random), () => place.postgres.putPoolerBefore(machine, false))
  },
  'the database is slow': (place, random) => {
    place.postgres.slowDown(random.between(10, 2000))
    place.world.after(aWhile(random), () => place.postgres.slowDown(1))
  },
  'the database drops everybody': (place) => {
    place.world.trace('postgres', 'ends every connection')
    for (const link of place.network.links()) {
      if (link.two === place.server) link.cut({ one: true, two: true })
    }
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

/** With these, clocks differ by more than a window of a rate limit. */
export const CLOCKS_SET: readonly FaultName[] = ['a wall clock is set back', 'a wall clock is set forward']

/** Lets faults happen until `stop` is called. Each kind draws its own numbers, so one can be left out. */
export function letFaultsHappen(
  place: Place,
  everyMs: ReadonlyMap<FaultName, number>,
  happened: () => void,
): { stop(): void } {
  let isOver = false
  for (const [name, interval] of everyMs) {
    const random = place.world.random.fork(`fault ${name} ${place.world.steps()}`)
    const next = (): void => {
      if (isOver) return
      FAULTS[name](place, random)
      happened()
      place.world.after(-Math.log(1 - random.next()) * interval, next)
    }
    place.world.after(-Math.log(1 - random.next()) * interval, next)
  }
  return {
    stop() {
      isOver = true
    },
  }
}
