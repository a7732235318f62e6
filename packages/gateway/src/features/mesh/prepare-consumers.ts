import type { ConsumerInfo, JetStream, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Group } from './groups.ts'

/**
 * How long the servers have to elect a leader, and the copies to catch up with it, before it is asked to step down
 * again.
 */
const AGAIN_MS = 10_000
/** Within this time, all servers of a group have heard from its leader, which sends a heartbeat each second. */
const REST_MS = 1500
/** The most consumers in one answer. */
const PAGE = 256

/**
 * Whether a stream's consumers are ready for its next update: their servers know each other, and their copies are up to
 * date; with `newLeaders`, they must also have other leaders than when the stream came to these servers. If they are
 * not, it asks leaders to step down, and a later run finds them ready.
 */
export type PrepareConsumers = (stream: StreamInfo, group: Group, newLeaders: boolean) => Promise<boolean>

/**
 * Two updates in quick succession leave consumers on the servers of the first one for ever. And if a consumer had one
 * copy and now has several, its first leader never brings the later copies up to date. Another leader does, and a copy
 * that is added later is brought up to date, too (all measured on nats-server 2.9.10, docs/decisions/0010).
 */
export function createPrepareConsumers(jetStream: JetStream): PrepareConsumers {
  return async function prepareConsumers({ config, state }, group, newLeaders) {
    const now = performance.now()
    const consumers = state.consumer_count ? await jetStream.consumers(config.name) : []
    // The servers leave out a consumer that has no leader.
    if (!consumers || consumers.length < Math.min(PAGE, state.consumer_count ?? 0)) return false
    const isLedAnew = (name: string, leader = '') => (group.formerLeaders.get(name) ?? leader) !== leader
    const due = consumers.filter(
      ({ name, cluster }) =>
        isGroup(cluster) && (!isCurrent(cluster) || (newLeaders && !isLedAnew(name, cluster?.leader))),
    )
    const isAtRest = now - Math.max(group.since, group.askedAt) > REST_MS
    if (due.length === 0) return isAtRest
    if (!isAtRest || now - group.askedAt < AGAIN_MS) return false
    group.askedAt = now
    for (const { name, cluster } of due) {
      if (!canChangeLeader(cluster)) continue
      group.formerLeaders.set(name, cluster?.leader ?? '')
      await jetStream.stepDown(config.name, name)
    }
    return false
  }
}

type Cluster = ConsumerInfo['cluster']

/**
 * In a group of two whose logs differ, each server may refuse to elect the other, for ever. So a group of two is left
 * alone until it has more servers.
 */
const isGroup = (cluster: Cluster) => (cluster?.replicas?.length ?? 0) > 1

function isCurrent(cluster: Cluster): boolean {
  return cluster?.leader !== undefined && (cluster.replicas ?? []).every((peer) => peer.current)
}

/**
 * Whether the copies that are behind are too few to elect one of themselves, which would lack acknowledged messages.
 */
function canChangeLeader(cluster: Cluster): boolean {
  const replicas = cluster?.replicas ?? []
  const needed = Math.floor((replicas.length + 1) / 2) + 1
  return cluster?.leader !== undefined && replicas.filter((peer) => !peer.current).length < needed
}
