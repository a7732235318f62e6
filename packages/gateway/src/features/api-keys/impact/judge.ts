const DAY_MS = 86_400_000
/** For how many days back a use counts. */
export const LOOK_BACK_DAYS = 30
/** A replaced key without a use for so long, while its successor is used, is not needed any more. */
const QUIET_MS = DAY_MS

/** Whether a key can be deleted: nobody uses it, its successor is used instead, or somebody would miss it. */
export type Verdict = 'unused' | 'replaced' | 'in_use'

type KeyInUse = { id: string; createdAt: number; lastUsedAt: number | null }

export type Evidence = {
  now: number
  key: KeyInUse
  /** The keys that would be deleted with it. */
  alsoDeleted: readonly KeyInUse[]
  /** Of all these keys, on the message bus; null if that is not known. */
  connections: number | null | 'no bus'
  /** The live successor, if it is not one of the keys that would be deleted too. */
  successor: { id: string; lastUsedAt: number | null } | undefined
}

/**
 * What the uses and connections of a key say, with the reason in a sentence. The keys that would be deleted with it count
 * as the key does, and what is not known counts against the deletion.
 */
export function judge(evidence: Evidence): { verdict: Verdict; reason: string } {
  const { now, key, alsoDeleted, connections, successor } = evidence
  if (typeof connections === 'number' && connections > 0) {
    const subject = connections === 1 ? '1 connection' : `${connections} connections`
    return inUse(`${subject} to the message bus now with it or with a key that would be deleted with it.`)
  }
  const latest = [key, ...alsoDeleted].reduce((one, other) =>
    (other.lastUsedAt ?? 0) > (one.lastUsedAt ?? 0) ? other : one,
  )
  const lastUsedAt = latest.lastUsedAt ?? 0
  const isReplaced = successor !== undefined && (successor.lastUsedAt ?? 0) > lastUsedAt
  if (lastUsedAt > now - (isReplaced ? QUIET_MS : LOOK_BACK_DAYS * DAY_MS)) {
    const which = latest.id === key.id ? 'It' : `The key ${latest.id}, which would be deleted with it,`
    return inUse(`${which} was last used on ${minute(lastUsedAt)}.`)
  }
  if (connections === null)
    return inUse('The message bus did not say whether it is connected, so it may be in use there.')
  if (isReplaced) {
    const since = lastUsedAt === 0 ? 'it was never used' : `it was last used on ${minute(lastUsedAt)}`
    return { verdict: 'replaced', reason: `Its successor ${successor.id} is used, and ${since}.` }
  }
  const never = `It was issued on ${minute(key.createdAt)} and was never used.`
  const longAgo = `It was last used on ${minute(lastUsedAt)}, more than ${LOOK_BACK_DAYS} days ago.`
  return { verdict: 'unused', reason: lastUsedAt === 0 ? never : longAgo }
}

const inUse = (reason: string) => ({ verdict: 'in_use' as const, reason })

function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
