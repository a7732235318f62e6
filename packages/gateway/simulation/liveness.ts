import type { Load } from './load.ts'
import type { Programs } from './programs.ts'
import type { Truth } from './truth.ts'
import type { World } from './world.ts'

/** How soon after the faults every gateway and every verifier has a lease, in ms: they wait before they try again. */
const READY_WITHIN_MS = 3000
/** How soon a barrier is over where nothing is wrong, in ms. */
const CONFIRMED_WITHIN_MS = 300

type Deps = {
  world: World
  programs: Programs
  load: Load
  truth: Truth
  mostAllowanceMs: number
  leaseMs: number
  /** No more in all. */
  steps: number
}

/**
 * L1: when faults end, hits return within one lease and barriers confirm within milliseconds. Barriers wait for those
 * that died until then, for a lease and the longest allowance.
 */
export function checkLiveness({ world, programs, load, truth, mostAllowanceMs, leaseMs, steps }: Deps): void {
  const isOver = (): boolean => world.steps() >= steps
  const pass = (ms: number): void => world.runUntil(world.now() + ms, steps)
  // What was under way on slow connections arrives.
  pass(1000)
  const endedAt = world.now()
  pass(READY_WITHIN_MS)
  if (isOver()) return
  for (const program of [...programs.gateways(), ...programs.verifiers()]) {
    if (!world.look(program.isReady))
      world.broken('L1', `${program.process.name} has no lease ${READY_WITHIN_MS} ms after the faults ended`)
  }

  pass(endedAt + (leaseMs + mostAllowanceMs) * 1.08 - world.now())
  if (isOver()) return
  for (const gateway of programs.gateways()) {
    const { name } = gateway.process
    let isConfirmed = false
    load.change(gateway, (outcome) => {
      isConfirmed = outcome.confirmed
    })
    pass(CONFIRMED_WITHIN_MS)
    if (isOver()) return
    if (!isConfirmed) world.broken('L1', `a change through ${name} is not confirmed after ${CONFIRMED_WITHIN_MS} ms`)
  }

  const credential = truth.credentials.find(({ isActive, limit }) => isActive && limit === null)
  if (!credential) return
  const all = [...programs.gateways(), ...programs.verifiers()]
  for (const program of all) load.use(credential, program)
  pass(50)
  if (isOver()) return
  for (const { holder } of all) {
    const isHit = world.look(() => holder.honours(credential)) !== undefined
    // Somebody may have changed it just now.
    if (!isHit && truth.unchangedForMs(credential) > 60) world.broken('L1', `${holder.name} has no hits again`)
  }
}
