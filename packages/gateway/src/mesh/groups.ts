import type { StreamInfo } from '../messaging/jetstream.ts'
import type { Memory } from './memory.ts'

/** The servers of a stream, as they were seen at one look after the other. */
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

/** To be told of each stream at each look. */
export function rememberGroup(memory: Memory, { cluster }: StreamInfo): Group {
  const { leader, replicas = [] } = cluster ?? {}
  const servers = [...(leader === undefined ? [] : [leader]), ...replicas.map(({ name }) => name)].toSorted()
  const known = memory.group
  if (known && known.servers.join() === servers.join()) return known
  const hasOnlyGrown = known?.servers.every((server) => servers.includes(server)) ?? false
  memory.group = {
    servers,
    since: performance.now(),
    origin: servers.length === 1 ? (servers[0] ?? null) : hasOnlyGrown ? (known?.origin ?? null) : null,
    askedAt: known?.askedAt ?? Number.NEGATIVE_INFINITY,
    formerLeaders: new Map(),
  }
  return memory.group
}

/** Whether the copies of a stream grew out of the one that its leader has. */
export function isGrown({ cluster }: StreamInfo, { origin }: Group): boolean {
  return cluster?.leader === undefined || cluster.leader === origin
}
