import { expect, test } from 'vitest'
import { sha256 } from '../platform/crypto/hashing.ts'
import { createDigestFilter } from './digest-filter.ts'

const digests = (from: number, count: number) => Array.from({ length: count }, (_, index) => sha256(`${from + index}`))

test('knows every digest that was added, and takes fewer than one in a thousand others for one', () => {
  const filter = createDigestFilter(10_000)
  const known = digests(0, 10_000)
  for (const digest of known) filter.add(digest)
  expect(known.every(filter.mayHave)).toBe(true)
  expect(digests(1_000_000, 20_000).filter(filter.mayHave).length).toBeLessThan(20)
  expect([filter.size(), filter.isFull()]).toEqual([10_000, false])
})

test('says when it is full, before it lets much pass', () => {
  const filter = createDigestFilter(0)
  let added = 0
  for (; !filter.isFull(); added += 1) filter.add(sha256(`${added}`))
  expect(added).toBe(4097)
  expect(digests(1_000_000, 20_000).filter(filter.mayHave).length).toBeLessThan(60)
})
