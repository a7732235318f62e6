import { EVERYTHING } from '../../access/revocation/messages.ts'

/** One tag, or several that mean the same on this connection. */
export type TagGroup = readonly [string, ...string[]]

type Told = { tags: TagGroup; again: boolean }

/**
 * Gives each group of tags a number of this connection, so that the verifier learns no ids, and remembers them, because
 * only what was told is taken back. A number is never used again: what is told once more after an eviction is another
 * number, and so the acknowledgement of the eviction says nothing about it.
 */
export function createTold(most: () => number) {
  const numbers = new Map<string, number>()
  /** In the order in which they were told first, or `surplus` last found them told again. */
  const groups = new Map<number, Told>()
  /** The last eviction of each tag that is not acknowledged. */
  const leaving = new Map<string, number>()
  const unacknowledged: { n: number; tags: TagGroup[] }[] = []
  let last = 0

  function forget(number: number): TagGroup | undefined {
    const group = groups.get(number)?.tags
    groups.delete(number)
    for (const tag of group ?? []) numbers.delete(tag)
    return group
  }

  function numbersOf(tags: readonly string[]): number[] {
    if (tags.includes(EVERYTHING)) return [...groups.keys()]
    return [...new Set(tags.flatMap((tag) => numbers.get(tag) ?? []))]
  }

  return {
    /** The numbers of the groups. */
    tell(given: readonly TagGroup[]): number[] {
      return given.map((group) => {
        const known = numbers.get(group[0])
        const told = known === undefined ? undefined : groups.get(known)
        if (known !== undefined && told) {
          // A map that had it moved to its end for each of a million keys of one user would be slow to search.
          told.again = true
          return known
        }
        last += 1
        for (const tag of group) numbers.set(tag, last)
        groups.set(last, { tags: group, again: false })
        return last
      })
    },

    /**
     * The oldest numbers, if there are too many: a tenth more than necessary, so that it happens seldom. What was told
     * again since the last time is not old.
     */
    surplus(): number[] {
      if (groups.size <= most()) return []
      const many = groups.size - Math.floor(most() * 0.9)
      const oldest: number[] = []
      // Comes to those that it puts at the end once more, if there are not enough others.
      for (const [number, told] of groups) {
        if (oldest.length === many) break
        if (told.again) {
          groups.delete(number)
          groups.set(number, { ...told, again: false })
        } else oldest.push(number)
      }
      return oldest
    },

    numbersOf,

    /** Takes the numbers back with the eviction `n`. */
    takeBack(n: number, taken: readonly number[]): void {
      const tags = taken.flatMap((number) => {
        const group = forget(number)
        return group ? [group] : []
      })
      for (const tag of tags.flat()) leaving.set(tag, n)
      unacknowledged.push({ n, tags })
    },

    /** The last eviction of one of these tags that is not acknowledged. */
    leavingWith(tags: readonly string[]): number | undefined {
      const found = tags.includes(EVERYTHING)
        ? [unacknowledged.at(-1)?.n ?? 0]
        : tags.map((tag) => leaving.get(tag) ?? 0)
      const latest = Math.max(...found)
      return latest > 0 ? latest : undefined
    },

    /** The verifier has forgotten what was taken back with `n` and before it. */
    acknowledged(n: number): void {
      while (unacknowledged[0] !== undefined && unacknowledged[0].n <= n) {
        for (const tag of unacknowledged.shift()?.tags.flat() ?? [])
          if ((leaving.get(tag) ?? 0) <= n) leaving.delete(tag)
      }
    },

    size: (): number => groups.size,
  }
}
