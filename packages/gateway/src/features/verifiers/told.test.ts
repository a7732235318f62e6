import { describe, expect, it } from 'vitest'
import { createTold, type TagGroup } from './told.ts'

const SHARED: TagGroup[] = [['usr_1', 'acc_1/usr_1'], ['acc_1']]

describe('what a verifier was told', () => {
  it('costs about the same whether its keys belong to one user or each to another', () => {
    const many = 30_000
    function msFor(sharedBy: (index: number) => TagGroup[]): number {
      const told = createTold(() => 10 * many)
      const startedAt = performance.now()
      for (let round = 0; round < 2; round += 1)
        for (let index = 0; index < many; index += 1) told.tell([[`key_${index}`], ...sharedBy(index)])
      return performance.now() - startedAt
    }
    const apart = Math.min(...[1, 2, 3].map(() => msFor((index) => [[`usr_${index}`], [`acc_${index}`]])))
    // Quadratic, it was thirteen times as much.
    expect(Math.min(...[1, 2].map(() => msFor(() => SHARED)))).toBeLessThan(3 * apart)
  })

  it('makes room for what is new: the oldest goes, and not what was told again since', () => {
    const most = 100
    const told = createTold(() => most)
    let taken: number[] = []
    for (let index = 0; index < 1000; index += 1) {
      told.tell([[`key_${index}`], ['key_in_use'], ...SHARED])
      const surplus = told.surplus()
      if (surplus.length > 0) told.takeBack(index + 1, surplus)
      taken = [...taken, ...surplus]
      expect(told.size()).toBeLessThanOrEqual(most)
    }
    // 1000 keys and three that stay, in the order in which they were told: 1, then 5, 6, …
    const inOrder = [1, ...Array.from({ length: 999 }, (_, index) => index + 5)]
    expect(taken).toEqual(inOrder.slice(0, taken.length))
    expect(taken.length).toBeGreaterThan(1003 - most - 1)
    expect(told.numbersOf(['key_in_use', 'usr_1', 'acc_1'])).toEqual([2, 3, 4])
  })

  it('makes room also if everything was told again', () => {
    let most = 100
    const told = createTold(() => most)
    for (let round = 0; round < 2; round += 1)
      for (let index = 0; index < 100; index += 1) told.tell([[`key_${index}`]])
    most = 10
    const surplus = told.surplus()
    expect(new Set(surplus).size).toBe(91)
    told.takeBack(1, surplus)
    expect([told.size(), told.surplus()]).toEqual([9, []])
  })
})
