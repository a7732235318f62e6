import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { CopyState } from '../../transport/messaging/stream-copies.ts'
import type { Memory } from './memory.ts'

/**
 * Whether the copies of a stream hold all of it.
 * - `whole`: each does.
 * - `filling`: some lack messages, which is on its way to them.
 * - `broken`: some lack messages that they will never get by themselves.
 * - `misled`: others have messages that the leader lacks.
 */
export type Wholeness = 'whole' | 'filling' | 'broken' | 'misled'

export type Holders = ReadonlyMap<string, CopyState>

/** What the last run saw of a stream's copies, and since when it is the same. */
export type Unchanged = { lacking: number; where: string[]; since: number; isAhead: boolean }

/** A copy that asked its leader before that one listened asks again after 10 s, and waits for its turn with others. */
const FILLING_MS = 60_000
/** A copy that has the newest messages and lacks earlier ones does not ask for them. */
const SETTLED_MS = 10_000

/**
 * Servers call a copy up to date that has the log but not yet what was stored before the log began, and nats-server
 * 2.9.10 may go on without it for good (docs/decisions/0010). So each server is asked what it has. To be called in each
 * run, so that `memory` knows since when nothing has changed.
 */
export function judgeCopies(memory: Memory, before: StreamInfo, holders: Holders, after: StreamInfo): Wholeness {
  const { lacking, where, isLeaders, isAhead, isSettled } = compare(before, holders, after)
  const last = memory.unchanged
  delete memory.unchanged
  if (lacking === 0) return 'whole'
  const now = performance.now()
  const since = last && lacking >= last.lacking ? last.since : now
  if (now - since >= (isSettled ? SETTLED_MS : FILLING_MS)) return isLeaders ? 'misled' : 'broken'
  memory.unchanged = { lacking: Math.min(lacking, last?.lacking ?? lacking), where, since, isAhead }
  // In the second run already: the other servers refuse each message that clients publish to such a leader.
  return isAhead && last?.isAhead ? 'misled' : 'filling'
}

/**
 * Compares all copies with the leader's, whose state is taken before and after theirs: clients publish and delete all the
 * time. `lacking` counts the messages that are missing in all copies together, and `where` names the servers; `isLeaders`
 * says that some are missing in the leader's copy, `isAhead` that another copy has newer messages than the leader's, and
 * `isSettled` that all copies have the newest message.
 */
function compare(
  { state: before, cluster }: StreamInfo,
  holders: Holders,
  { state: after }: StreamInfo,
): { lacking: number; where: string[]; isLeaders: boolean; isAhead: boolean; isSettled: boolean } {
  let missing = 0
  let behind = 0
  let surplus = 0
  let ahead = 0
  const where: string[] = []
  for (const { name } of cluster?.replicas ?? []) {
    const copy = holders.get(name) ?? NOTHING
    const lag = positive(before.last_seq - copy.last_seq)
    behind += lag
    ahead += positive(copy.last_seq - after.last_seq)
    const absent = positive(first(copy) - first(after)) + positive(gaps(copy) - Math.max(gaps(before), gaps(after)))
    missing += absent
    if (lag + absent > 0) where.push(name)
    if (lag > 0 || copy.messages === 0) continue
    surplus += positive(first(before) - first(copy)) + positive(Math.min(gaps(before), gaps(after)) - gaps(copy))
  }
  return {
    lacking: missing + behind + surplus + ahead,
    where,
    isLeaders: surplus + ahead > 0,
    isAhead: ahead > 0,
    isSettled: behind === 0,
  }
}

/** For how long all copies have been whole, the same servers having them and the same one leading. */
export function wholeForMs(memory: Memory, wholeness: Wholeness, { cluster }: StreamInfo): number {
  const { leader = '', replicas = [] } = cluster ?? {}
  const by = [leader, ...replicas.map(({ name }) => name).toSorted()].join()
  if (wholeness !== 'whole') delete memory.whole
  else if (memory.whole?.by !== by) memory.whole = { by, since: performance.now() }
  return memory.whole ? performance.now() - memory.whole.since : 0
}

const NOTHING: CopyState = { first_seq: 0, last_seq: 0, messages: 0 }

const positive = (count: number) => Math.max(0, count)

/** Servers say 0 or 1 of a copy that never had a message, and the next one of a copy that has none any more. */
const first = ({ first_seq, last_seq, messages }: CopyState) => (messages === 0 ? last_seq + 1 : first_seq)

/** Messages that were deleted between the first and the last. */
function gaps(copy: CopyState): number {
  return positive(copy.last_seq - first(copy) + 1 - copy.messages)
}
