import { EVERYTHING } from '../../access/revocation/messages.ts'

/** One tag, or several that mean the same on this connection. */
export type TagGroup = readonly [string, ...string[]]

/**
 * Gives each group of tags a number of this connection, so that the verifier learns no ids, and remembers them, because
 * only what was told is taken back. A number is never used again: what is told once more after an eviction is another
 * number, and so the acknowledgement of the eviction says nothing about it.
 */
export function createTold(most: () => number) {
  const numbers = new Map<string, number>()
  /** In the order in which they were told last. */
  const groups = new Map<number, TagGroup>()
  /** The last eviction of each tag that is not acknowledged. */
  const leaving = new Map<string, number>()
  const unacknowledged: { n: number; tags: TagGroup[] }[] = []
  let last = 0

  function forget(number: number): TagGroup | undefined {
    const group = groups.get(number)
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
        let number = numbers.get(group[0])
        if (number === undefined) {
          last += 1
          number = last
          for (const tag of group) numbers.set(tag, number)
        } else groups.delete(number)
        groups.set(number, group)
        return number
      })
    },

    /** The oldest numbers, if there are too many: a tenth more than necessary, so that it happens seldom. */
    surplus(): number[] {
      if (groups.size <= most()) return []
      const keep = Math.floor(most() * 0.9)
      return [...groups.keys()].slice(0, groups.size - keep)
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
