import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Group } from './groups.ts'
import type { Memory } from './memory.ts'

/** How far the step of a stream has got, since when that is all, and what it waited for at the last look. */
export type Progress = { key: string; lacking: number; since: number; sinceTime: number; isTold: boolean }

/** A step that stands still gets a reason within a minute, of which a look at many streams may take some seconds. */
const TOLD_AFTER_MS = 45_000
/** A copy that stands still is given up after a minute (copies.ts); what that does not help is cured. */
const CURED_AFTER_MS = 75_000

export type Standing = {
  /** Since when the step has got no further, if that is long enough to be told; isFirst for the log. */
  toldSince: Date | null
  isFirst: boolean
  isForCure: boolean
}

/**
 * Whether the step of a stream stands still: the same configuration, the same servers, and no copy gets fuller. To be
 * told at each look of a stream that waits for something, whatever it is: it may wait for this and that in turn.
 */
export function standingOf(
  memory: Memory,
  { config }: Pick<StreamInfo, 'config'>,
  { servers }: Pick<Group, 'servers'>,
): Standing {
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

/** To be told of a stream that waits for nothing, or for its turn. */
export function forgetStanding(memory: Memory): void {
  delete memory.progress
}
