import type { CheckpointSizes } from '../../src/platform/database/checkpoints.ts'

/** Checkpoints all the time, none of which SQLite makes by itself. */
export const OFTEN: CheckpointSizes = {
  beginAt: 40,
  holdBelow: 15,
  holdAbove: 80,
  inlineAt: 1_000_000,
  longestHoldMs: 1000,
  idleMs: 60_000,
  retryMs: 10,
}
