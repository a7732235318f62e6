import { expect, test } from 'vitest'
import { createMemories } from './memory.ts'

test('accounts and streams are told apart, and each is remembered', () => {
  const memories = createMemories()
  memories.of('a', 's').movingSince = 1
  memories.of('b', 's').movingSince = 2
  memories.of('a', 't').movingSince = 3
  const all = [memories.of('a', 's'), memories.of('b', 's'), memories.of('a', 't')]
  expect(all.map(({ movingSince }) => movingSince)).toEqual([1, 2, 3])
})

// Programs make and delete streams for years.
test('a stream that is gone is forgotten, and no other', () => {
  const memories = createMemories()
  for (const [account, stream] of [
    ['a', 's'],
    ['a', 't'],
    ['b', 's'],
  ] as const)
    memories.of(account, stream).movingSince = 1
  memories.keepOnly('a', ['t'])
  expect(memories.of('a', 's')).toEqual({})
  expect([memories.of('a', 't'), memories.of('b', 's')]).toEqual([{ movingSince: 1 }, { movingSince: 1 }])
})
