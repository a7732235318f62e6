const KIB = 1024
const MIB = 1024 * KIB
/** Of messages that one verifier has sent and that are not dealt with, in bytes as they came. */
const MOST_OF_ONE = 2 * MIB
/** Of all verifiers of an account, those included that are gone. */
const MOST_OF_ACCOUNT = 16 * MIB
/** Of all together. */
const MOST_OF_ALL = 64 * MIB
/** So much of an account is taken whatever the others have. */
const LITTLE = 64 * KIB

/** Keeps a message of so many bytes; what it returns ends that. Undefined if it is too much. */
export type Hold = (bytes: number) => (() => void) | undefined

export type Waiting = { track(accountId: string): Hold }

/**
 * Bounds the memory for what verifiers have sent and what waits: for its turn, for the database, or for the right to the
 * connection. What a verifier sent waits on when its connection is over, so it counts until it is dealt with.
 */
export function createWaiting(): Waiting {
  const ofAccounts = new Map<string, number>()
  let ofAll = 0

  function add(accountId: string, bytes: number): void {
    ofAll += bytes
    const ofAccount = (ofAccounts.get(accountId) ?? 0) + bytes
    if (ofAccount > 0) ofAccounts.set(accountId, ofAccount)
    else ofAccounts.delete(accountId)
  }

  return {
    track(accountId) {
      let mine = 0
      return (bytes) => {
        const ofAccount = (ofAccounts.get(accountId) ?? 0) + bytes
        const isTooMuch = mine + bytes > MOST_OF_ONE || ofAccount > MOST_OF_ACCOUNT || ofAll + bytes > MOST_OF_ALL
        if (isTooMuch && ofAccount > LITTLE) return undefined
        mine += bytes
        add(accountId, bytes)
        let isHeld = true
        return () => {
          if (!isHeld) return
          isHeld = false
          mine -= bytes
          add(accountId, -bytes)
        }
      }
    },
  }
}
