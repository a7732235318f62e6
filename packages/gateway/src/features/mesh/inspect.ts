import type { Bus } from '../../transport/messaging/bus.ts'
import type { JetStream, StreamInfo } from '../../transport/messaging/jetstream.ts'
import { type Holders, judgeCopies, type Wholeness } from './copies.ts'
import { type Group, rememberGroup } from './groups.ts'
import type { Memory } from './memory.ts'

/** What is known about a stream before its next step is chosen. */
export type Seen = {
  stream: StreamInfo
  memory: Memory
  wholeness: Wholeness
  group: Group
  /** What each server holds of the stream; null unless all of them answer. */
  holders: Holders | null
}

export type Inspected = {
  streams: Seen[]
  /** Names of the streams whose servers do not answer. */
  missing: string[]
}

/** Asks all servers about all streams of an account, and about what each server holds. */
export async function inspectStreams(
  jetStream: JetStream,
  memoryOf: (name: string) => Memory,
  copies: () => ReturnType<Bus['copies']>,
): Promise<Inspected> {
  const { streams, missing } = await jetStream.list()
  const isReplicated = ({ cluster }: StreamInfo) => cluster !== undefined && !!cluster.replicas?.length
  const byStream = streams.some(isReplicated) ? await copies() : null
  const laterOnes = byStream ? (await jetStream.list()).streams : []
  const later = new Map(laterOnes.map((stream) => [stream.config.name, stream]))

  function wholenessOf(stream: StreamInfo, memory: Memory, holders: Holders | null): Wholeness {
    if (!isReplicated(stream) || stream.cluster?.leader === undefined) return 'whole'
    const after = later.get(stream.config.name)
    if (!holders || !after || after.cluster?.leader !== stream.cluster.leader) return 'filling'
    return judgeCopies(memory, stream, holders, after)
  }
  const inspected = streams.map((stream) => {
    const { name } = stream.config
    const memory = memoryOf(name)
    const holders = byStream && (byStream.get(name) ?? new Map())
    const wholeness = wholenessOf(stream, memory, holders)
    return { stream, memory, wholeness, group: rememberGroup(memory, stream), holders }
  })
  return { streams: inspected, missing }
}
