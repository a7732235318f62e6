import type { StreamInfo } from '../messaging/jetstream.ts'

/** What is remembered of a stream between looks: only what was seen and asked for, so that it may be forgotten. */
export type Group = {
  /** Those that hold it, and since when these do. */
  servers: string[]
  since: number
  /** The server that had the only copy, if the others were added since, and none was taken away. */
  origin: string | null
  /** When leaders were last asked to step down, and who led each consumer then. */
  askedAt: number
  formerLeaders: Map<string, string>
}

/** By account and stream. */
export type Groups = Map<string, Group>

/** To be told of each stream at each look. */
export type RememberGroup = (stream: StreamInfo) => Group

export function createRememberGroup(groups: Groups, accountId: string): RememberGroup {
  return function remember({ config, cluster }) {
    const key = `${accountId} ${config.name}`
    const { leader, replicas = [] } = cluster ?? {}
    const servers = [...(leader === undefined ? [] : [leader]), ...replicas.map(({ name }) => name)].toSorted()
    const known = groups.get(key)
    if (known && known.servers.join() === servers.join()) return known
    const hasOnlyGrown = known?.servers.every((server) => servers.includes(server)) ?? false
    const group: Group = {
      servers,
      since: performance.now(),
      origin: servers.length === 1 ? (servers[0] ?? null) : hasOnlyGrown ? (known?.origin ?? null) : null,
      askedAt: known?.askedAt ?? Number.NEGATIVE_INFINITY,
      formerLeaders: new Map(),
    }
    groups.set(key, group)
    return group
  }
}

/** Whether the copies of a stream grew out of the one that its leader has. */
export function isGrown({ cluster }: StreamInfo, { origin }: Group): boolean {
  return cluster?.leader === undefined || cluster.leader === origin
}
