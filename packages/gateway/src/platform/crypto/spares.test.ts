import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createSpares } from './spares.ts'

/** Makes numbers, each as late as the test wants. */
function counting() {
  let made = 0
  const pending: { resolve: () => void; reject: (error: Error) => void }[] = []
  return {
    make: () =>
      new Promise<number>((resolve, reject) => {
        made += 1
        const number = made
        pending.push({ resolve: () => resolve(number), reject })
      }),
    begun: () => made,
    finish: () => pending.splice(0).map(({ resolve }) => resolve()),
    fail: () => pending.splice(0).map(({ reject }) => reject(new Error('on purpose'))),
  }
}

test('makes nothing before the first is taken, and never more ahead than it may', async () => {
  const { make, begun, finish } = counting()
  const spares = createSpares(make, 3)
  await turn()
  expect(begun()).toBe(0)
  const first = spares.take()
  await turn()
  expect(begun()).toBe(4)
  finish()
  expect(await first).toBe(1)
  for (let turns = 0; turns < 5; turns += 1) await turn()
  expect(begun()).toBe(4)
})

// A seed that two keys shared would open the messages of one customer to another.
test('hands out each value once, whether it was ready or not, however many are taken at once', async () => {
  let made = 0
  const spares = createSpares(async () => {
    made += 1
    const number = made
    for (let turns = number % 3; turns > 0; turns -= 1) await turn()
    return number
  }, 4)
  const taken: number[] = []
  for (let round = 0; round < 50; round += 1)
    taken.push(...(await Promise.all(Array.from({ length: round % 9 }, () => spares.take()))))
  expect(taken).toHaveLength(190)
  expect(new Set(taken).size).toBe(taken.length)
})

test('one that cannot be made is an error only for whoever waits for it; the next take tries anew', async () => {
  const { make, begun, finish, fail } = counting()
  const spares = createSpares(make, 2)
  const first = spares.take()
  const refused = expect(first).rejects.toThrow('on purpose')
  await turn()
  expect(begun()).toBe(3)
  fail()
  await refused
  const second = spares.take()
  await turn()
  expect(begun()).toBe(6)
  finish()
  expect(await second).toBe(4)
  await turn()
  expect([await spares.take(), await spares.take()]).toEqual([5, 6])
})
