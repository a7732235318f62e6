/** What happens when. Events of the same moment happen in the order in which they were added. */
export type Queue = {
  add(at: number, run: () => void): void
  /** Takes the earliest, unless it is later than `until`. */
  take(until: number): Event | undefined
  size(): number
}

type Event = { at: number; order: number; run: () => void }

/** A binary heap. */
export function createQueue(): Queue {
  const heap: Event[] = []
  let added = 0

  const isBefore = (one: Event, other: Event): boolean =>
    one.at < other.at || (one.at === other.at && one.order < other.order)

  function siftUp(event: Event): void {
    let place = heap.length
    heap.push(event)
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]
      if (!parent || !isBefore(event, parent)) break
      heap[place] = parent
      place = above
    }
    heap[place] = event
  }

  function siftDown(event: Event): void {
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      let child = heap[left]
      let at = left
      const right = heap[left + 1]
      if (child && right && isBefore(right, child)) [child, at] = [right, left + 1]
      if (!child || !isBefore(child, event)) break
      heap[place] = child
      place = at
    }
    heap[place] = event
  }

  return {
    add(at, run) {
      added += 1
      siftUp({ at, order: added, run })
    },
    take(until) {
      const first = heap[0]
      if (!first || first.at > until) return undefined
      const last = heap.pop()
      if (last && last !== first) siftDown(last)
      return first
    },
    size: () => heap.length,
  }
}
