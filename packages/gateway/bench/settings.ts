/** How much is measured. */
export type Settings = {
  rounds: number
  warmupMs: number
  runMs: number
  issueRunMs: number
  /** Keys in the larger of the two databases that are compared. */
  manyKeys: number
  revocations: number
  idleMs: number
}

export const thorough: Settings = {
  rounds: 5,
  warmupMs: 1500,
  runMs: 2500,
  issueRunMs: 4000,
  manyKeys: 1_000_000,
  revocations: 100,
  idleMs: 5000,
}

/** To see whether a change does anything; the million is a tenth of one. */
export const quick: Settings = {
  rounds: 3,
  warmupMs: 500,
  runMs: 1000,
  issueRunMs: 1500,
  manyKeys: 100_000,
  revocations: 20,
  idleMs: 1500,
}
