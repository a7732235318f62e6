import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { runWorld } from './run-world.ts'
import { VARIANTS } from './variants.ts'
import { runWorlds, stepsOf } from './worlds.ts'

/** In all; by hand as many as one likes (docs/simulation.md). */
const STEPS = { fixed: 500_000, fresh: 500_000 }
/** Within so many steps each broken variant is caught. Its own seed, in the table, does it much sooner. */
const CAUGHT_WITHIN = 1_000_000
/** Worlds that once broke. */
const REGRESSIONS: number[] = []

describe('in a simulated world nobody honours what was revoked', () => {
  it.each([
    ['fixed', 7, STEPS.fixed],
    ['fresh', randomInt(2 ** 32), STEPS.fresh],
  ])('with a %s seed, %d', (kind, seed, steps) => {
    process.stdout.write(`simulation: ${kind} seed ${seed}, ${steps} steps\n`)
    const { broken, figures, worlds } = runWorlds({ seed, steps })
    expect(broken && `${broken.message} (npm run simulate -- --world ${broken.seed})`).toBeUndefined()
    // A world in which nothing happens would be a proof of nothing.
    expect(figures.confirmed).toBeGreaterThan(worlds)
    expect(figures.honoured).toBeGreaterThan(1000 * worlds)
  })

  it('nor in the worlds that broke once', () => {
    for (const seed of REGRESSIONS) expect(runWorld({ seed, steps: stepsOf(seed) }).failure).toBeUndefined()
  })

  it('the same seed does the same', () => {
    const [one, other] = [runWorld({ seed: 11, steps: 5000 }), runWorld({ seed: 11, steps: 5000 })]
    expect(one).toEqual(other)
  })
})

describe('it is noticed if somebody', () => {
  it.each(Object.entries(VARIANTS))('%s', (_name, variant) => {
    const { broken } = runWorlds({ seed: variant.seed, steps: CAUGHT_WITHIN, variant })
    expect(broken?.invariant).toMatch(/^(S[1234]|L1)$/)
  })
})
