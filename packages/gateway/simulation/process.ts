import type { Time } from '../src/platform/time.ts'
import type { Machine } from './machine.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

type Waiting = { kind: 'timer' | 'input'; what: string; run: () => void }

/** How likely it is that a process stops in the middle of what it does: each time that it sends, or reads a clock. */
export type StallSettings = { atSend: number; atClock: number; longestMs: number }

export type Process = ReturnType<typeof createProcess>

/**
 * A program that runs on a machine, one thing at a time. It can be stopped (then its timers fire late and at once, and
 * what was sent to it arrives at once), can stop in the middle of something, and can die.
 */
export function createProcess(world: World, machine: Machine, name: string, stalls: StallSettings) {
  const random: Random = world.random.fork(`process ${name} ${world.steps()}`)
  const waiting: Waiting[] = []
  const onDeath: (() => void)[] = []
  let isStopped = false
  let isBusy = false
  let isStalled = false
  let isDead = false
  let isDraining = false
  let afterwards: () => void = () => {}

  const isFrozen = (): boolean => isStopped || isStalled || machine.isAsleep()

  function handle({ what, run }: Waiting): void {
    isBusy = true
    if (what && world.isTraced) world.trace(name, what)
    run()
    isBusy = false
    if (!isDead && !isFrozen()) afterwards()
    drainSoon()
  }

  /** What happens to this process: now, or when it can again. */
  function enter(entry: Waiting): void {
    if (isDead) return
    if (isBusy || isFrozen() || waiting.length > 0) {
      waiting.push(entry)
      drainSoon()
    } else handle(entry)
  }

  function drainSoon(): void {
    if (isDraining || waiting.length === 0 || isDead) return
    isDraining = true
    world.after(0.01, () => {
      isDraining = false
      if (isDead || isBusy || isFrozen()) return
      const next = takeNext()
      if (next) handle(next)
    })
  }

  /** Timers and input each keep their order; which of the two comes first after a stop is up to chance, as in libuv. */
  function takeNext(): Waiting | undefined {
    const kind = random.chance(0.5) ? 'timer' : 'input'
    const place = waiting.findIndex((one) => one.kind === kind)
    return waiting.splice(Math.max(0, place), 1)[0]
  }

  function wake(): void {
    // At this moment it honours whatever it honours, before it hears or does anything.
    if (isDead || isFrozen() || isBusy) return
    afterwards()
    drainSoon()
  }
  machine.onWake(wake)

  function resume(): void {
    if (!isStopped || isDead) return
    isStopped = false
    world.trace(name, 'continues')
    wake()
  }

  /** The process may be stopped here, in the middle of a function. */
  function maybeStall(probability: number): void {
    if (world.isLooking() || isDead || !isBusy || isStalled || !random.chance(probability)) return
    const ms = random.between(1, stalls.longestMs)
    world.trace(name, `is stopped in the middle of this for ${Math.round(ms)} ms`)
    isStalled = true
    world.meanwhile(ms)
    isStalled = false
    world.trace(name, 'goes on')
  }

  const time: Time = {
    wall() {
      maybeStall(stalls.atClock)
      // As Date.now() does.
      return Math.floor(machine.wall())
    },
    monotonic() {
      maybeStall(stalls.atClock)
      return machine.monotonic()
    },
    after(ms, run) {
      let isCancelled = false
      // Node fires timers late when it is busy, and up to a millisecond early by the clock that programs read.
      const due = machine.monotonic() + Math.max(1, ms) + random.between(-1, 1.5)
      const fire = (): void => {
        if (isCancelled || isDead) return
        const left = due - machine.monotonic()
        if (left > 0.001) {
          world.after(left / machine.rate, fire)
          return
        }
        enter({
          kind: 'timer',
          what: '',
          run: () => {
            if (!isCancelled) run()
          },
        })
      }
      world.after(Math.max(0, due - machine.monotonic()) / machine.rate, fire)
      return () => {
        isCancelled = true
      }
    },
  }

  return {
    name,
    machine,
    time,
    random,
    isDead: () => isDead,
    /** Whether it could answer somebody at this moment. */
    isRunning: () => !isDead && !isFrozen(),
    enter: (what: string, run: () => void): void => enter({ kind: 'input', what, run }),
    /** To be called where it sends something. */
    sends: (): void => maybeStall(stalls.atSend),
    /** What to do whenever the process has done something. */
    afterwards(run: () => void): void {
      afterwards = run
    },
    stop(ms: number): void {
      if (isDead || isStopped) return
      isStopped = true
      world.after(ms, resume)
    },
    resume,
    onDeath(run: () => void): void {
      onDeath.push(run)
    },
    die(): void {
      if (isDead) return
      isDead = true
      waiting.length = 0
      for (const run of onDeath) run()
    },
  }
}
