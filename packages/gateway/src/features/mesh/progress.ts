import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Group } from './groups.ts'
import type { Memory } from './memory.ts'

/** How far a stream's step has come, and since when it has come no further. */
export type Progress = { key: string; lacking: number; since: number; sinceTime: number; isTold: boolean }

/**
 * A step that makes no progress is reported within a minute, of which inspecting many streams may take some seconds.
 */
const TOLD_AFTER_MS = 45_000
/** A copy that makes no progress is given up after a minute (copies.ts); if that does not help, cure.ts follows. */
const CURED_AFTER_MS = 75_000

export type Stall = {
  /** Since when the step has made no progress, if that is long enough to be reported; `isFirst` for the log. */
  toldSince: Date | null
  isFirst: boolean
  isForCure: boolean
}

/**
 * Whether a stream's step makes no progress: its configuration and its servers stay the same, and no copy gets more
 * messages. Call this in each run for each stream that waits, whatever it waits for, since the reason may change from
 * run to run.
 */
export function checkProgress(
  memory: Memory,
  { config }: Pick<StreamInfo, 'config'>,
  { servers }: Pick<Group, 'servers'>,
): Stall {
  const now = performance.now()
  const key = [config.num_replicas, ...(config.placement?.tags ?? []), ...servers].join()
  const lacking = memory.unchanged?.lacking ?? Number.POSITIVE_INFINITY
  const last = memory.progress
  const isFurther = last?.key !== key || lacking < last.lacking
  const progress = isFurther ? { key, lacking, since: now, sinceTime: Date.now(), isTold: false } : last
  memory.progress = progress
  const standsForMs = now - progress.since
  if (standsForMs < TOLD_AFTER_MS) return { toldSince: null, isFirst: false, isForCure: false }
  const isFirst = !progress.isTold
  progress.isTold = true
  return { toldSince: new Date(progress.sinceTime), isFirst, isForCure: standsForMs >= CURED_AFTER_MS }
}

/** Call this for a stream that waits for nothing, or for its turn. */
export function clearProgress(memory: Memory): void {
  delete memory.progress
}
