import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { createPasswords, PASSWORD_COST } from './passwords.ts'

const CHEAP = { memoryCost: 256, timeCost: 1 }

async function shortest(work: () => Promise<unknown>, times = 5): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < times; round += 1) {
    const start = performance.now()
    await work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

describe('a password', () => {
  it('is kept as argon2id with the parameters of the OWASP cheat sheet, salted', async () => {
    const passwords = createPasswords()
    const hash = await passwords.hash('correct-Horse7')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.hash('correct-Horse7')).not.toBe(hash)
  })

  it('is recognised exactly: case, spaces and every byte beyond the 72nd count', async () => {
    const passwords = createPasswords()
    const long = `Aa1!${'x'.repeat(95)}`
    const hash = await passwords.hash(long)
    expect(await passwords.verify(long, hash)).toBe(true)
    for (const wrong of [long.toLowerCase(), `${long} `, `${long.slice(0, 98)}y`, long.slice(0, 72), '']) {
      expect(await passwords.verify(wrong, hash)).toBe(false)
    }
  })

  it('is the same however its letters are written: composed or not, full-width, as a ligature', async () => {
    const passwords = createPasswords(CHEAP)
    const hash = await passwords.hash('Zo\u00eb-office7!')
    for (const typed of ['Zoe\u0308-office7!', 'Zo\u00eb-o\ufb03ce7!', '\uff3ao\u00eb-office\uff17\uff01'])
      expect(await passwords.verify(typed, hash)).toBe(true)
    expect(await passwords.verify('Zoe-office7!', hash)).toBe(false)
  })

  it('that was hashed as it was typed, on another day, is still right, and is told from those that are up to date', async () => {
    const passwords = createPasswords(CHEAP)
    const typed = 'Zoe\u0308-office7!'
    const raw = await hash(typed, { algorithm: 2, parallelism: 1, ...CHEAP })
    expect(await passwords.verify(typed, raw)).toBe(true)
    expect(await passwords.isOutdated(typed, raw)).toBe(true)
    expect(await passwords.isOutdated(typed, await passwords.hash(typed))).toBe(false)
  })

  it('of somebody who has none is never right, whatever is tried', async () => {
    const passwords = createPasswords()
    for (const tried of ['', 'nobody has this password', 'correct-Horse7']) {
      expect(await passwords.verify(tried, null)).toBe(false)
    }
  })

  // Attack: the time of an answer tells who has an account.
  it('of somebody who has none costs the same work to refuse', async () => {
    const passwords = createPasswords()
    const hash = await passwords.hash('correct-Horse7')
    const known = await shortest(() => passwords.verify('wrong', hash))
    const unknown = await shortest(() => passwords.verify('wrong', null))
    expect(unknown / known).toBeGreaterThan(0.5)
    expect(unknown / known).toBeLessThan(2)
  })
})

describe('hashing', () => {
  // Attack: many sign-ins at once fill memory with 19 MiB each and starve the rest of the thread pool.
  it('runs no more at once than it was told, in the order of arrival', async () => {
    const passwords = createPasswords(PASSWORD_COST, 1)
    const one = await shortest(() => passwords.hash('x'))
    const finished: number[] = []
    const start = performance.now()
    await Promise.all([0, 1, 2, 3, 4, 5].map((n) => passwords.hash('x').then(() => finished.push(n))))
    expect(finished).toEqual([0, 1, 2, 3, 4, 5])
    expect(performance.now() - start).toBeGreaterThan(one * 5)
  })

  it('goes on after a failure: a broken hash gives its place back', async () => {
    const passwords = createPasswords(PASSWORD_COST, 1)
    const broken = Promise.allSettled([1, 2, 3].map(() => passwords.verify('x', 'not a hash')))
    expect((await broken).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    const hash = await passwords.hash('x')
    expect(await passwords.verify('x', hash)).toBe(true)
  })
})
