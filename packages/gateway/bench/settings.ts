import type { LoadGenerator } from './generator.ts'
import type { Stage } from './stage.ts'

/** How much is measured. */
export type Settings = {
  /** Many short runs rather than few long ones: servers take turns more often than the machine's mood changes. */
  readRounds: number
  readRunMs: number
  warmupMs: number
  /** The same where a peer takes its turn, which has more code to optimise, and answers fewer requests in the same time. */
  peerWarmupMs: number
  issueRounds: number
  issueRunMs: number
  /** Keys in the larger of the two databases that are compared. */
  manyKeys: number
  /** The same only with `--huge`. */
  hugeKeys: number
  revocations: number
  idleMs: number
}

/** What every measurement needs. `say` is for progress. */
export type Bench = { stage: Stage; generator: LoadGenerator; settings: Settings; say(text: string): void }

export const thorough: Settings = {
  readRounds: 10,
  readRunMs: 500,
  warmupMs: 5000,
  peerWarmupMs: 10_000,
  issueRounds: 5,
  issueRunMs: 4000,
  manyKeys: 1_000_000,
  hugeKeys: 10_000_000,
  revocations: 100,
  idleMs: 5000,
}

/** To see whether a change does anything; the million is a tenth of one. */
export const quick: Settings = {
  readRounds: 3,
  readRunMs: 300,
  warmupMs: 3000,
  peerWarmupMs: 5000,
  issueRounds: 3,
  issueRunMs: 1000,
  manyKeys: 100_000,
  hugeKeys: 1_000_000,
  revocations: 20,
  idleMs: 1000,
}
