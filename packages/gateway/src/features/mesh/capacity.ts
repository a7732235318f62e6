import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Host } from './placement.ts'

/**
 * Why a stream gets no further copies now: JetStream is too full on servers that may be chosen for a copy. Null if
 * there is room. The servers choose without regard to the stream's size, and a copy that does not fit is lost: a
 * stream's only copy, moved to a full server, stayed without a leader and with 7 of its 20 messages (measured on
 * 2.10.27).
 */
export function whyNoCapacity(
  { config, state, cluster }: StreamInfo,
  next: StreamConfig,
  hosts: readonly Host[],
): string | null {
  const isMoving = JSON.stringify(next.placement) !== JSON.stringify(config.placement)
  if (!isMoving && next.num_replicas <= config.num_replicas) return null
  const members = new Set([cluster?.leader, ...(cluster?.replicas ?? []).map(({ name }) => name)])
  const needed = state.bytes ?? 0
  const storage = config.storage === 'memory' ? 'memory' : 'file'
  const full = hosts
    .filter(({ name, tags }) => !members.has(name) && (next.placement?.tags ?? []).every((tag) => tags.includes(tag)))
    .filter(
      ({ capacity }) =>
        capacity && capacity[storage].max > 0 && capacity[storage].used + needed > capacity[storage].max,
    )
  if (full.length === 0) return null
  const which = full.map(
    ({ name, capacity }) => `${name} (${megabytes(capacity?.[storage].used)} of ${megabytes(capacity?.[storage].max)})`,
  )
  return `JetStream is too full for its ${megabytes(needed)} on ${which.join(' and ')}`
}

function megabytes(bytes = 0): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
