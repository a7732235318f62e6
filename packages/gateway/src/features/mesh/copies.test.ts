import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { CopyState } from '../../transport/messaging/stream-copies.ts'
import { type Holders, judgeCopies, type Wholeness } from './copies.ts'
import type { Memory } from './memory.ts'

/** `[first, last]`, with as many messages as fit between them, or fewer. */
type Range = [first: number, last: number, messages?: number]

const state = ([first_seq, last_seq, messages = last_seq - first_seq + 1]: Range): CopyState => ({
  first_seq,
  last_seq,
  messages,
})

/** n0 leads, n1 and n2 follow. */
const told = (range: Range): StreamInfo => ({
  config: { name: 's', num_replicas: 3 },
  state: state(range),
  cluster: { leader: 'n0', replicas: ['n1', 'n2'].map((name) => ({ name, current: true })) },
})
const held = (n1: Range | null, n2: Range | null): Holders =>
  new Map([...(n1 ? [['n1', state(n1)] as const] : []), ...(n2 ? [['n2', state(n2)] as const] : [])])

let memory: Memory
const judge = (before: StreamInfo, holders: Holders, after: StreamInfo): Wholeness =>
  judgeCopies(memory, before, holders, after)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  memory = {}
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what is published and deleted while the servers are asked is no difference between copies', () => {
  test.each<[string, Range, Holders, Range]>([
    ['nothing happens', [1, 9], held([1, 9], [1, 9]), [1, 9]],
    ['nothing was ever stored', [0, 0, 0], held([1, 0], [0, 0, 0]), [0, 0, 0]],
    ['messages come in', [1, 9], held([1, 9], [1, 12]), [1, 15]],
    ['the oldest go', [1, 9], held([2, 9], [3, 9]), [4, 9]],
    ['both', [1, 9], held([2, 10], [3, 12]), [4, 15]],
    ['some in the middle go', [1, 9, 9], held([1, 9, 8], [1, 9, 7]), [1, 9, 6]],
    ['all go', [1, 9], held([10, 9], [1, 9]), [10, 9]],
  ])('%s', (_what, before, holders, after) => expect(judge(told(before), holders, told(after))).toBe('whole'))
})

describe('a copy that lacks messages gets time', () => {
  test.each<[string, Holders]>([
    ['nobody told of it', held([1, 9], null)],
    ['empty', held([1, 9], [1, 0])],
    ['not at the end yet', held([1, 9], [1, 5])],
    ['without the first', held([5, 9], [1, 9])],
    ['with a hole', held([1, 9, 7], [1, 9])],
  ])('%s', (_what, holders) => {
    expect(judge(told([1, 9]), holders, told([1, 9]))).toBe('filling')
    vi.advanceTimersByTime(9000)
    expect(judge(told([1, 9]), holders, told([1, 9]))).toBe('filling')
    expect(judge(told([1, 9]), held([1, 9], [1, 9]), told([1, 9]))).toBe('whole')
  })

  test('as long as it gets on', () => {
    for (let last = 0; last < 100; last += 10) {
      expect(judge(told([1, 100]), held([1, 100], [1, last]), told([1, 100]))).toBe('filling')
      vi.advanceTimersByTime(59_000)
    }
  })

  test('a minute if it stands still before the end, ten seconds if it is there without the rest', () => {
    const look = (holders: Holders) => judge(told([1, 9]), holders, told([1, 9]))
    look(held([1, 9], [1, 5]))
    vi.advanceTimersByTime(59_000)
    expect(look(held([1, 9], [1, 5]))).toBe('filling')
    vi.advanceTimersByTime(2000)
    expect(look(held([1, 9], [1, 5]))).toBe('broken')

    look(held([1, 9], [5, 9]))
    vi.advanceTimersByTime(11_000)
    expect(look(held([1, 9], [5, 9]))).toBe('broken')
  })
})

describe('a leader that lacks what others have', () => {
  test('is known at the second look if another has got further', () => {
    const look = (last: number) => judge(told([1, last]), held([1, 90], [1, last]), told([1, last]))
    expect(look(5)).toBe('filling')
    expect(look(8)).toBe('misled')
  })

  test('also if that one got further while others were catching up', () => {
    const look = (last: number) => judge(told([1, 50]), held([1, last], [1, 40]), told([1, 50]))
    expect(look(45)).toBe('filling')
    expect(look(90)).toBe('filling')
    expect(look(90)).toBe('misled')
  })

  test('and not if it has caught up meanwhile', () => {
    const look = (last: number, copy: number) => judge(told([1, last]), held([1, copy], [1, 40]), told([1, last]))
    expect(look(50, 90)).toBe('filling')
    expect(look(90, 90)).toBe('filling')
    expect(look(90, 91)).toBe('filling')
  })

  test('and after ten seconds if it lacks the first', () => {
    const look = () => judge(told([5, 9]), held([1, 9], [5, 9]), told([5, 9]))
    expect(look()).toBe('filling')
    vi.advanceTimersByTime(11_000)
    expect(look()).toBe('misled')
  })
})
