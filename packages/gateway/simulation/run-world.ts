import { CLOCKS_SET, type FaultName, letFaultsHappen } from './faults.ts'
import { type GatewayParts, REAL_GATEWAY } from './gateway.ts'
import { checkLiveness } from './liveness.ts'
import { createLoad } from './load.ts'
import { createMachine } from './machine.ts'
import { createPostgres } from './postgres.ts'
import { createProcess } from './process.ts'
import { createPrograms } from './programs.ts'
import { createRates, type Rates } from './rates.ts'
import { drawSettings, type Emphasis, type Settings } from './settings.ts'
import { type Credential, createTruth, type Figures } from './truth.ts'
import { REAL_VERIFIER, type VerifierParts } from './verifier.ts'
import { createNetwork } from './wire.ts'
import { createWorld, InvariantBroken } from './world.ts'

/** Of the documentation, not of the code: what the code believes is what is tested. */
const LEASE_MS = 2000
const CREDENTIALS = 14
/** The last ones have a rate limit. */
const LIMITED = 2
/** The rest of the steps is for what must hold when faults have ended. */
const SHARE_WITH_FAULTS = 0.75

/** Real parts that are replaced by broken ones. */
export type Variant = {
  /** The worlds of this seed catch it soon. */
  seed?: number
  gateway?: Partial<GatewayParts>
  verifier?: Partial<VerifierParts>
  hasSameId?: true
  emphasis?: Emphasis
}

export type Options = {
  seed: number
  steps: number
  variant?: Variant
  without?: readonly FaultName[]
  onTrace?: (at: number, who: string, what: string) => void
}

export type Failure = { invariant: string; message: string; step: number }
export type Run = {
  steps: number
  simulatedMs: number
  faults: FaultName[]
  figures: Figures & Rates['figures']
  failure?: Failure
}

/** Lets one world run, which the seed decides altogether: the same seed, the same steps, the same end. */
export function runWorld({ seed, steps, variant = {}, without = [], onTrace }: Options): Run {
  const world = createWorld(seed, onTrace)
  const random = world.random.fork('scenario')
  const emphasis = { ...variant.emphasis, without: [...without, ...(variant.emphasis?.without ?? [])] }
  const settings = drawSettings(world.random.fork('settings'), emphasis)
  const network = createNetwork(world)
  const noStalls = { atSend: 0, atClock: 0, longestMs: 0 }
  const server = createProcess(world, createMachine(world, 'db', { rate: 1, offsetMs: 0 }), 'postgres', noStalls)
  const postgres = createPostgres(world, network, server)
  const truth = createTruth(world, LEASE_MS, newCredentials(settings.limit))
  const stalls = { ...settings.stalls }
  // Windows are counted by the wall clocks, which should differ by much less than one window.
  const areClocksSet = CLOCKS_SET.some((name) => settings.faults.has(name))
  const rates = createRates(world, !areClocksSet, 3 * stalls.longestMs)
  const parts = { ...REAL_GATEWAY, ...REAL_VERIFIER, ...variant.gateway, ...variant.verifier }
  const hasSameId = variant.hasSameId === true
  const programs = createPrograms({
    ...{ world, random, network, postgres, truth, rates, settings, stalls, parts, hasSameId },
  })
  const load = createLoad({ world, random, programs, truth, rates, settings })
  const place = { world, network, postgres, server, victims: programs.victims }
  // What breaks the promise is mostly a change in the lease after something went wrong.
  const faults = letFaultsHappen(place, settings.faults, () => {
    for (let n = random.below(4); n > 0; n -= 1) world.after(random.between(0, 2500), load.change)
  })

  let failure: Failure | undefined
  try {
    world.runUntil(Number.POSITIVE_INFINITY, steps * SHARE_WITH_FAULTS)
    world.trace('world', 'faults end')
    faults.stop()
    Object.assign(stalls, noStalls)
    network.mend()
    postgres.mend()
    programs.mend()
    checkLiveness({ world, programs, load, truth, mostAllowanceMs: settings.mostAllowanceMs, leaseMs: LEASE_MS, steps })
  } catch (error) {
    if (!(error instanceof InvariantBroken)) throw error
    failure = { invariant: error.invariant, message: error.message, step: error.step }
  }
  return {
    steps: world.steps(),
    simulatedMs: world.now(),
    faults: [...settings.faults.keys()],
    figures: { ...truth.figures, ...rates.figures },
    ...(failure && { failure }),
  }
}

function newCredentials(limit: Settings['limit']): Credential[] {
  return Array.from({ length: CREDENTIALS }, (_, number) => ({
    number,
    hash: `credential-${number}`,
    id: `key_${number}`,
    userId: `usr_${number % 4}`,
    accountId: 'acc_1',
    version: 1,
    isActive: true,
    limit: number < CREDENTIALS - LIMITED ? null : { ...limit, name: `key_${number}/${limit.perSeconds}` },
  }))
}
