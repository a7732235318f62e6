import { describe, expect, it } from 'vitest'
import { createRecentEvictions } from './recent-evictions.ts'

const tags = (count: number, of = 'key') => Array.from({ length: count }, (_, index) => `${of}_${index}`)

describe('what was evicted since a look-up began', () => {
  it.each([1, 999, 1000, 1001, 1500, 2001, 40_000])(
    'has every tag of an eviction of %i, with others before it',
    (many) => {
      const recent = createRecentEvictions()
      recent.note(tags(1500, 'before'))
      const began = recent.now()
      recent.note(tags(many))
      expect(tags(many).filter((tag) => !recent.since(began, [tag]))).toEqual([])
      expect(recent.since(recent.now(), tags(many))).toBe(false)
    },
  )

  it('is compared with what is remembered, and what is forgotten counts as evicted', () => {
    const recent = createRecentEvictions(3)
    const began: number[] = []
    const evictedSince: string[] = []
    for (let step = 0; step < 40; step += 1) {
      began.push(recent.now())
      recent.note([`key_${(step * 7) % 10}`])
      evictedSince.push(`key_${(step * 7) % 10}`)
      for (const [index, then] of began.entries())
        for (const tag of new Set(evictedSince.slice(index))) expect(recent.since(then, [tag])).toBe(true)
      expect(recent.since(recent.now(), evictedSince)).toBe(false)
      // Others look up in peace for as long as one generation is remembered.
      expect(recent.since(began.at(-3) ?? 0, ['another'])).toBe(false)
    }
  })

  it('is everything after an eviction of everything, and nothing after that', () => {
    const recent = createRecentEvictions()
    const began = recent.now()
    recent.note(['*'])
    expect([recent.since(began, ['key_1']), recent.since(recent.now(), ['key_1', '*'])]).toEqual([true, false])
  })
})
