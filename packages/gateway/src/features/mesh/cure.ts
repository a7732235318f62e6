import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { CopyState } from '../../transport/messaging/stream-copies.ts'
import type { Holders, Wholeness } from './copies.ts'
import { type Goal, type Host, isElsewhere, untag } from './placement.ts'

/**
 * A configuration for a stream that makes no progress although all its servers are there: with it, the stream moves on.
 * The servers' maintainers advise to go down to one copy, and up again. Null if no copy is known to be complete, since
 * the servers choose which copy they keep: the leader's, or any copy if there is no leader.
 */
export function cureOf(
  { stream, wholeness, holders }: { stream: StreamInfo; wholeness: Wholeness; holders: Holders | null },
  goal: Goal,
  hosts: readonly Host[],
): StreamConfig | null {
  const { config, cluster } = stream
  const names = (cluster?.replicas ?? []).map(({ name }) => name)
  if (!cluster || wholeness === 'misled') return null
  if (cluster.leader === undefined) return holders && areAlike(names, holders) ? { ...config, num_replicas: 1 } : null
  const count = names.length + 1
  // A single copy that is on its way has two servers: both become members, since going down to one changes nothing.
  if (count !== config.num_replicas) return { ...config, num_replicas: config.num_replicas > 1 ? 1 : count }
  // Repeats the request to move.
  if (isElsewhere(stream, goal, hosts)) return { ...config, placement: untag(config) }
  return null
}

/** Whether all these servers hold the same, and no other server holds anything else: then each copy counts as whole. */
function areAlike(names: readonly string[], holders: Holders): boolean {
  const [one, ...others] = names.map((name) => holders.get(name))
  if (one === undefined || others.includes(undefined)) return false
  // A server that is no longer a member may hold more than all members do.
  return [...holders.values()].every((other) => isSame(one, other))
}

function isSame(one: CopyState, other: CopyState): boolean {
  return one.last_seq === other.last_seq && one.messages === other.messages && one.first_seq === other.first_seq
}
