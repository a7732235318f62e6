import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Memory } from './memory.ts'

/** The servers of a stream, as the runs so far have seen them. */
export type Group = {
  /** The servers that hold the stream, and since when they have been these. */
  servers: string[]
  since: number
  /** When leaders were last asked to step down, and which server led each consumer then. */
  askedAt: number
  formerLeaders: Map<string, string>
}

/** Call this for each stream in each run. */
export function rememberGroup(memory: Memory, { cluster }: StreamInfo): Group {
  const { leader, replicas = [] } = cluster ?? {}
  const servers = [...(leader === undefined ? [] : [leader]), ...replicas.map(({ name }) => name)].toSorted()
  const known = memory.group
  if (known && known.servers.join() === servers.join()) return known
  memory.group = {
    servers,
    since: performance.now(),
    askedAt: known?.askedAt ?? Number.NEGATIVE_INFINITY,
    formerLeaders: new Map(),
  }
  return memory.group
}
