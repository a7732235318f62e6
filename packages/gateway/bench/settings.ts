/** How much is measured. */
export type Settings = {
  /** Many short runs rather than few long ones: servers take turns more often than the machine's mood changes. */
  readRounds: number
  warmupMs: number
  readRunMs: number
  issueRounds: number
  issueRunMs: number
  /** Keys in the larger of the two databases that are compared. */
  manyKeys: number
  revocations: number
  idleMs: number
}

export const thorough: Settings = {
  readRounds: 15,
  warmupMs: 1500,
  readRunMs: 700,
  issueRounds: 5,
  issueRunMs: 4000,
  manyKeys: 1_000_000,
  revocations: 100,
  idleMs: 5000,
}

/** To see whether a change does anything; the million is a tenth of one. */
export const quick: Settings = {
  readRounds: 5,
  warmupMs: 700,
  readRunMs: 400,
  issueRounds: 3,
  issueRunMs: 1500,
  manyKeys: 100_000,
  revocations: 20,
  idleMs: 1500,
}
