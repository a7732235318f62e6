import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { CopyState } from '../../transport/messaging/stream-copies.ts'
import type { Memory } from './memory.ts'

/**
 * Whether the copies of a stream are complete.
 * - `whole`: each copy is.
 * - `filling`: some lack messages, which are on their way to them.
 * - `broken`: some lack messages that the servers will never send them.
 * - `misled`: other copies have messages that the leader's copy lacks.
 */
export type Wholeness = 'whole' | 'filling' | 'broken' | 'misled'

export type Holders = ReadonlyMap<string, CopyState>

/** What the last run saw of a stream's copies, and since when it has not changed. */
export type Unchanged = { lacking: number; where: string[]; since: number; isAhead: boolean }

/**
 * How long missing messages may be on their way. A copy that asked its leader too early asks again after 10 s, and then
 * waits for its turn.
 */
const FILLING_MS = 60_000
/** The same for a copy that has the newest messages and lacks earlier ones: it does not ask for them. */
const SETTLED_MS = 10_000

/**
 * Servers report a copy as up to date if it has the log, even if it lacks messages from before the log, and with
 * nats-server 2.9.10 it may lack them for ever (docs/decisions/0010). So each server is asked what it has. Call this in
 * each run, so that `memory` knows since when nothing has changed.
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
  // Two runs are enough: the other servers refuse each message that clients publish to such a leader.
  return isAhead && last?.isAhead ? 'misled' : 'filling'
}

/**
 * Compares all copies with the leader's. The state of the leader's copy is read before and after the others, since
 * clients publish and delete all the time. `lacking` counts the messages that are missing in all copies together, and
 * `where` names the servers; `isLeaders` says that some are missing in the leader's copy, `isAhead` that another copy
 * has newer messages than the leader's, and `isSettled` that all copies have the newest message.
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

/** How long all copies have been complete, on the same servers and with the same leader. */
export function wholeForMs(memory: Memory, wholeness: Wholeness, { cluster }: StreamInfo): number {
  const { leader = '', replicas = [] } = cluster ?? {}
  const by = [leader, ...replicas.map(({ name }) => name).toSorted()].join()
  if (wholeness !== 'whole') delete memory.whole
  else if (memory.whole?.by !== by) memory.whole = { by, since: performance.now() }
  return memory.whole ? performance.now() - memory.whole.since : 0
}

const NOTHING: CopyState = { first_seq: 0, last_seq: 0, messages: 0 }

const positive = (count: number) => Math.max(0, count)

/**
 * The first sequence number. Servers report 0 or 1 for a copy that never had a message, and the next number for a copy
 * that has none left.
 */
const first = ({ first_seq, last_seq, messages }: CopyState) => (messages === 0 ? last_seq + 1 : first_seq)

/** The number of deleted messages between the first and the last. */
function gaps(copy: CopyState): number {
  return positive(copy.last_seq - first(copy) + 1 - copy.messages)
}
