import type { FaultName } from './faults.ts'
import { createRandom } from './random.ts'
import { type Failure, type Run, runWorld, type Variant } from './run-world.ts'

/** One after the other, each from a seed of its own, until so many steps are done or one of them breaks. */
export type Worlds = {
  worlds: number
  steps: number
  simulatedMs: number
  figures: Run['figures']
  broken?: Failure & { seed: number; faults: FaultName[] }
}

type Options = {
  seed: number
  steps: number
  variant?: Variant
  /** Told after each world. */
  onWorld?(soFar: Worlds): void
}

export function runWorlds({ seed, steps, variant, onWorld }: Options): Worlds {
  const seeds = createRandom(seed)
  const all: Worlds = {
    ...{ worlds: 0, steps: 0, simulatedMs: 0 },
    figures: { changes: 0, confirmed: 0, by: 0, checks: 0, honoured: 0, uses: 0, fullWindows: 0 },
  }
  while (all.steps < steps && !all.broken) {
    const worldSeed = seeds.below(2 ** 32)
    const run = runWorld({ seed: worldSeed, steps: stepsOf(worldSeed), ...(variant && { variant }) })
    all.worlds += 1
    all.steps += run.steps
    all.simulatedMs += run.simulatedMs
    for (const name of Object.keys(all.figures) as (keyof Run['figures'])[]) all.figures[name] += run.figures[name]
    if (run.failure) all.broken = { ...run.failure, seed: worldSeed, faults: run.faults }
    onWorld?.(all)
  }
  return all
}

/** Short worlds begin often, long ones get far. */
export const stepsOf = (seed: number): number => createRandom(seed).fork('steps').pick([3000, 6000, 12_000, 25_000])

/** The faults without which a world breaks too, one after the other: what is left has something to do with it. */
export function shrink(seed: number, faults: readonly FaultName[], variant?: Variant): FaultName[] {
  const without: FaultName[] = []
  for (const fault of faults) {
    const fewer = [...without, fault]
    const run = runWorld({ seed, steps: stepsOf(seed), without: fewer, ...(variant && { variant }) })
    if (run.failure && run.failure.invariant !== 'L1') without.push(fault)
  }
  return without
}

/** The same world once more: the same steps, written down. */
export function traceOf(
  seed: number,
  { lines, without, variant }: { lines: number; without?: readonly FaultName[]; variant?: Variant | undefined },
): string[] {
  const last: string[] = []
  const run = runWorld({
    ...{ seed, steps: stepsOf(seed) },
    ...(without && { without }),
    ...(variant && { variant }),
    onTrace(at, who, what) {
      last.push(`${at.toFixed(2).padStart(11)}  ${who.padEnd(8)}  ${what}`.slice(0, 200))
      if (last.length > 2 * lines) last.splice(0, lines)
    },
  })
  return [...last.slice(-lines), run.failure ? `${run.failure.message}` : 'nothing broke']
}
