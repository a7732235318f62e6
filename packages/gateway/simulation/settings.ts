import { FAULTS, type FaultName } from './faults.ts'
import type { StallSettings } from './process.ts'
import type { Random } from './random.ts'

const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]

/** What one world is like. */
export type Settings = {
  gateways: number
  verifiers: number
  /** How fast the clocks of each machine run, by its name. */
  rateOf(machine: string): number
  stalls: StallSettings
  /** The faults that happen, and how often. */
  faults: Map<FaultName, number>
  changesEveryMs: number
  usesEveryMs: number
  /** The most that gateways grant to verifiers that ask for more than their lease. */
  mostAllowanceMs: number
  /** How likely it is that the operator has lowered that to 0 when a gateway starts again. */
  lowersAllowance: number
  /** Of the credentials that have one. */
  limit: { requests: number; perSeconds: number }
  /** How often clients use much of it at once. */
  hammersEveryMs: number
  /** More bytes than this are not kept for a verifier that does not read. */
  mostBuffered: number
}

/** What may be decided instead of drawn. */
export type Emphasis = {
  /** These faults happen often. */
  often?: readonly FaultName[]
  /** And no others. */
  only?: true
  /** These don't happen. */
  without?: readonly FaultName[]
  /** Instead of what would be drawn. */
  instead?: Partial<Settings>
  /** Gateways' clocks run 1 % fast, verifiers' 1 % slow: the margin of 5 % allows for both. */
  clocksApart?: true
}

/**
 * Each world has some kinds of faults, and more or less of everything: worlds with few kinds reach what a world with all
 * of them never does, since nothing works there for long (swarm testing: Groce et al., 2012).
 */
export function drawSettings(random: Random, emphasis: Emphasis): Settings {
  const { often = [], only, without = [], instead, clocksApart } = emphasis
  const share = random.pick([0.1, 0.25, 0.5, 1])
  const hurry = random.pick([0.1, 0.3, 1])
  const faults = new Map<FaultName, number>()
  for (const name of FAULT_NAMES) {
    // Drawn in any case, so that a fault that is left out changes as little as possible.
    const [isIn, interval] = [random.chance(share), random.between(1500, 20_000) * hurry]
    const soon = random.between(300, 3000)
    if (without.includes(name)) continue
    if (often.includes(name)) faults.set(name, soon)
    else if (isIn && !only) faults.set(name, interval)
  }
  const drift = clocksApart ? 'apart' : random.pick(['none', 'apart', 'any'])
  const rates = random.fork('rates')
  const limits = random.fork('limits')
  return {
    gateways: random.pick([1, 2, 3, 3, 4]),
    verifiers: random.pick([0, 1, 2, 3, 5]),
    rateOf(machine) {
      if (drift === 'none') return 1
      if (drift === 'any') return 1 + rates.pick([-0.01, 0, 0.01])
      return machine.startsWith('gw') && machine !== 'gw2' ? 1.01 : 0.99
    },
    stalls: {
      atSend: random.pick([0, 0.001, 0.01, 0.03]),
      atClock: random.pick([0, 0.0002, 0.002]),
      longestMs: random.pick([5, 400, 5000]),
    },
    faults,
    changesEveryMs: random.pick([30, 150, 1000]),
    usesEveryMs: random.pick([5, 30]),
    mostAllowanceMs: random.pick([0, 0, 3000]),
    mostBuffered: random.pick([8 * 1024 * 1024, 2048]),
    lowersAllowance: random.fork('lowers').pick([0, 0.3]),
    limit: { requests: limits.pick([1, 4, 25, 100]), perSeconds: limits.pick([1, 3, 10]) },
    hammersEveryMs: limits.pick([30, 200, 2000]),
    ...instead,
  }
}
