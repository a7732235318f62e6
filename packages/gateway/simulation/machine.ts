import type { Random } from './random.ts'
import type { World } from './world.ts'

/** How fast and how far off the clocks of a machine are. */
export type ClockSettings = {
  /** 1.01 for clocks that run 1 % fast. Both clocks of a machine run on the same oscillator. */
  rate: number
  /** By how much the wall clock is ahead of true time, in ms. */
  offsetMs: number
}

/** For so long after a sleep nobody sets the wall clock back, and the reverse: what both clocks miss no lease can see. */
const ONE_CLOCK_AT_A_TIME_MS = 20_000
const EPOCH_MS = 1_800_000_000_000

export type Machine = ReturnType<typeof createMachine>

/** A computer: it has a wall clock, which may be set, and a monotonic clock, which stands still while it sleeps. */
export function createMachine(world: World, name: string, { rate, offsetMs }: ClockSettings) {
  const random: Random = world.random.fork(`machine ${name}`)
  const bootedAt = -random.between(0, 1e6)
  let offset = offsetMs
  let sleptFor = 0
  let asleepSince: number | undefined
  let lastSleep = Number.NEGATIVE_INFINITY
  let lastSetBack = Number.NEGATIVE_INFINITY
  const onWake: (() => void)[] = []

  const monotonic = (): number => rate * ((asleepSince ?? world.now()) - bootedAt - sleptFor)
  function wake(): void {
    if (asleepSince === undefined) return
    sleptFor += world.now() - asleepSince
    asleepSince = undefined
    lastSleep = world.now()
    world.trace(name, 'wakes')
    for (const run of onWake) run()
  }

  return {
    name,
    rate,
    wall: (): number => EPOCH_MS + offset + rate * world.now(),
    monotonic,
    isAsleep: (): boolean => asleepSince !== undefined,
    /** Returns whether it does: see ONE_CLOCK_AT_A_TIME_MS. */
    sleep(ms: number): boolean {
      if (asleepSince !== undefined || world.now() - lastSetBack < ONE_CLOCK_AT_A_TIME_MS) return false
      asleepSince = world.now()
      world.after(ms, wake)
      return true
    },
    wake,
    /** Sets the wall clock forward or back. Returns whether it does. */
    setWall(byMs: number): boolean {
      const now = world.now()
      if (byMs < 0 && (asleepSince !== undefined || now - lastSleep < ONE_CLOCK_AT_A_TIME_MS)) return false
      if (byMs < 0) lastSetBack = now
      offset += byMs
      return true
    },
    onWake(run: () => void): void {
      onWake.push(run)
    },
  }
}
