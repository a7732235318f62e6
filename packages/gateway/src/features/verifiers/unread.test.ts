import { expect, it } from 'vitest'
import { createUnread } from './unread.ts'

const MIB = 1_048_576

it('a verifier that leaves more than 8 MiB unread has too much', () => {
  const one = createUnread().track()
  expect([one.now(8 * MIB), one.now(8 * MIB + 1), one.now(0)]).toEqual([false, true, false])
})

it('of many that read nothing, each has too much once all have 128 MiB, and who reads is left alone', () => {
  const unread = createUnread()
  const many = Array.from({ length: 100 }, () => unread.track())
  const tooMuch = many.filter((one) => one.now(2 * MIB))
  expect(tooMuch).toHaveLength(100 - 64)
  const reader = unread.track()
  expect([reader.now(10_000), reader.now(100_000)]).toEqual([false, true])
  for (const one of tooMuch) one.gone()
  many[0]?.gone()
  expect(reader.now(100_000)).toBe(false)
})
