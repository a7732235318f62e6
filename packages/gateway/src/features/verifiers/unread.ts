const MIB = 1_048_576
/** What one verifier has not read: beyond that it is dropped, and its lease ends by itself. */
const MOST_OF_ONE = 8 * MIB
/** The same of all together; then whoever has more than a little is dropped when it is sent something. */
const MOST_OF_ALL = 128 * MIB
const LITTLE = 65_536

export type Unread = {
  /** For one verifier: how much it has not read now; true if it is too much. */
  track(): { now(bytes: number): boolean; gone(): void }
}

/** Bounds the memory for verifiers that do not read, each and all of them: an account may have many. */
export function createUnread(): Unread {
  let ofAll = 0
  return {
    track() {
      let mine = 0
      const set = (bytes: number) => {
        ofAll += bytes - mine
        mine = bytes
      }
      return {
        now(bytes) {
          set(bytes)
          return bytes > MOST_OF_ONE || (ofAll > MOST_OF_ALL && bytes > LITTLE)
        },
        gone: () => set(0),
      }
    },
  }
}
