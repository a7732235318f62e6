import { expect, it } from 'vitest'
import { isContention, retrying } from './retry.ts'

const undone = (code: string) => Object.assign(new Error('undone'), { code })

it.each(['40001', '40P01'])('work that PostgreSQL undid for another one (%s) is run again', async (code) => {
  let runs = 0
  const value = await retrying(async () => {
    runs += 1
    if (runs < 4) throw undone(code)
    return 'done'
  })
  expect([value, runs]).toEqual(['done', 4])
})

it('not for ever: the last failure comes out, and is known as contention', async () => {
  let runs = 0
  const failing = retrying(async () => {
    runs += 1
    throw undone('40P01')
  })
  await expect(failing).rejects.toSatisfy(isContention)
  expect(runs).toBe(6)
})

it.each(['23505', '57014', '08006', ''])('what failed for another reason (%j) is not run again', async (code) => {
  let runs = 0
  const failing = retrying(async () => {
    runs += 1
    throw undone(code)
  })
  await expect(failing).rejects.toThrow('undone')
  expect(runs).toBe(1)
})
