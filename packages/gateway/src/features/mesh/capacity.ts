import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Host } from './placement.ts'

/**
 * Why a stream gets no further copies now: JetStream is full on servers that may be chosen for one. Null if it is not.
 * Servers choose without a look at how large the stream is, and a copy that does not fit ends badly: a single one that
 * moved to a full server stayed without a leader, with 7 of its 20 messages (measured on 2.10.27).
 */
export function withoutRoom(
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
    .filter(({ room }) => room && room[storage].max > 0 && room[storage].used + needed > room[storage].max)
  if (full.length === 0) return null
  const which = full.map(
    ({ name, room }) => `${name} (${megabytes(room?.[storage].used)} of ${megabytes(room?.[storage].max)})`,
  )
  return `JetStream is too full for its ${megabytes(needed)} on ${which.join(' and ')}`
}

function megabytes(bytes = 0): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
