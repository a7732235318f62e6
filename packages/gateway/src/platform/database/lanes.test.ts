import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLanes, type Lanes } from './lanes.ts'

const from = (name: string, isRevocation = false) => ({ name, isRevocation })

/** Takes places and notes who got one, in order. */
function watch(lanes: Lanes) {
  const got: string[] = []
  const ends = new Map<string, (() => void)[]>()
  return {
    got,
    take(name: string, times = 1, isRevocation = false) {
      for (let time = 0; time < times; time += 1) {
        const taken = lanes.take(from(name, isRevocation)).then((end) => {
          got.push(isRevocation ? `${name}!` : name)
          ends.set(name, [...(ends.get(name) ?? []), end])
        })
        // Most of a storm never gets a place, and is not what the test is about.
        taken.catch(() => {})
      }
      return settled()
    },
    giveBack(name: string) {
      ends.get(name)?.shift()?.()
      return settled()
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('one caller holds its share at most, however many places are free', async () => {
  const { take, got, giveBack } = watch(createLanes({ places: 10, share: 4, patienceMs: 1000 }))
  await take('storm', 64)
  expect(got).toHaveLength(4)
  await take('somebody')
  expect(got.at(-1)).toBe('somebody')
  await giveBack('storm')
  expect(got).toHaveLength(6)
})

it('a free place goes to whoever holds the fewest, before those who have waited longer', async () => {
  const { take, got, giveBack } = watch(createLanes({ places: 4, share: 2, patienceMs: 1000 }))
  await take('one', 9)
  await take('two', 9)
  await take('three')
  await take('four')
  expect(got).toEqual(['one', 'one', 'two', 'two'])
  await giveBack('one')
  await giveBack('one')
  expect(got.slice(4)).toEqual(['three', 'four'])
})

it('among those who hold as many, in turn', async () => {
  const { take, got, giveBack } = watch(createLanes({ places: 1, share: 1, patienceMs: 1000 }))
  await take('one', 2)
  await take('two', 2)
  await take('three', 1)
  for (const name of ['one', 'two', 'three', 'one']) await giveBack(name)
  expect(got).toEqual(['one', 'two', 'three', 'one', 'two'])
})

// Attack: a thief keeps the whole share busy, so that the owner's revocation never gets a place.
it("what takes rights away goes before whatever else the same caller waits for, and is held to the caller's share", async () => {
  const { take, got, giveBack } = watch(createLanes({ places: 10, share: 2, patienceMs: 1000 }))
  await take('account', 50)
  await take('account', 2, true)
  expect(got).toEqual(['account', 'account'])
  await giveBack('account')
  await giveBack('account')
  await giveBack('account')
  expect(got).toEqual(['account', 'account', 'account!', 'account!', 'account'])
})

it('who waits in vain gets an error that is answered with 503, and leaves nothing behind', async () => {
  const lanes = createLanes({ places: 1, share: 1, patienceMs: 20 })
  const end = await lanes.take(from('one'))
  await expect(lanes.take(from('two'))).rejects.toMatchObject({ code: '53300' })
  await expect(lanes.take(from('one'))).rejects.toMatchObject({ code: '53300' })
  end()
  // A second time gives nothing back.
  end()
  const again = await lanes.take(from('two'))
  await expect(lanes.take(from('three'))).rejects.toMatchObject({ code: '53300' })
  again()
  await sleep(30)
  ;(await lanes.take(from('one')))()
})

it('thousands who wait cost little: each place is handed out without looking at all of them', async () => {
  const lanes = createLanes({ places: 10, share: 4, patienceMs: 10_000 })
  const all = Array.from({ length: 20_000 }, (_, index) => lanes.take(from(`caller ${index}`)).then((end) => end()))
  await Promise.all(all)
})
