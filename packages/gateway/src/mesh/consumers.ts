import type { ConsumerInfo, JetStream, StreamInfo } from '../messaging/jetstream.ts'

/** How long a consumer has to find its new leader and catch up before it is asked again. */
const AGAIN_MS = 10_000
/** How long a change of leaders counts as done for the update that follows it. */
const FRESH_MS = 60_000

export type SettleConsumers = (stream: StreamInfo, beforeCopies: boolean) => Promise<boolean>

/**
 * Whether a stream's consumers have all the copies that they should, ready for more of them if `beforeCopies`.
 *
 * Of a consumer that had one copy and now has several, the first leader never brings later ones up to date, and the
 * stream's move does not end (nats-server 2.9.10: seven of eight moves, for minutes). Any other leader does (eight of
 * eight). So the leaders are changed before copies are added, and where copies stay behind. Only where most are up to
 * date: nothing of what is acknowledged can get lost then. `steppedDownAt` is only a memory of what was asked for.
 */
export function createSettleConsumers(
  jetStream: JetStream,
  steppedDownAt: Map<string, number>,
  accountId: string,
): SettleConsumers {
  return async function settle({ config, state, cluster }, beforeCopies) {
    if (cluster?.leader === undefined || !state?.consumer_count) return true
    const key = `${accountId} ${config.name}`
    const agoMs = performance.now() - (steppedDownAt.get(key) ?? Number.NEGATIVE_INFINITY)
    const consumers = await jetStream.consumers(config.name)
    if (!consumers) return false
    const behind = consumers.filter((consumer) => !isWhole(consumer))
    if (behind.length === 0 && (!beforeCopies || agoMs < FRESH_MS)) {
      if (!beforeCopies) steppedDownAt.delete(key)
      return true
    }
    if (agoMs > AGAIN_MS) {
      steppedDownAt.set(key, performance.now())
      for (const { name } of (behind.length > 0 ? behind : consumers).filter(hasMajority))
        await jetStream.stepDown(config.name, name)
    }
    return false
  }
}

function isWhole({ cluster }: ConsumerInfo): boolean {
  return cluster?.leader !== undefined && (cluster.replicas ?? []).every((peer) => peer.current)
}

/** Of several copies, most are up to date, the leader's among them. */
function hasMajority({ cluster }: ConsumerInfo): boolean {
  const { leader, replicas = [] } = cluster ?? {}
  const current = replicas.filter((peer) => peer.current).length + 1
  return leader !== undefined && replicas.length > 0 && current > (replicas.length + 1) / 2
}
