import { describe, expect, it } from 'vitest'
import { openClock } from '../../../test/revocation/world.ts'
import { type Count, createCountExchange } from './count-exchange.ts'
import type { Sums, Use } from './use-store.ts'

/** A gateway with one count, and the database as the test plays it. */
function openExchange() {
  const { time, pass } = openClock()
  const asked: { uses: Use[]; answer: (sums: Sums | undefined) => void }[] = []
  const exchange = createCountExchange({ time, everyMs: 50, add: (uses, answer) => void asked.push({ uses, answer }) })
  const count: Count = { rateLimit: 'key', windowEndsAt: 1000, known: 0, ahead: 0, knownSince: -1 }
  const use = (units: number) => {
    count.ahead += units
    exchange.report(count)
  }
  return { time, pass, asked, exchange, count, use }
}
const sumsOf = (used: number, windowEndsAt = 1000): Sums => new Map([['key', { windowEndsAt, used }]])

describe('an exchange of counts', () => {
  it('tells the others after 50 ms, all at once, and learns what they have counted', () => {
    const { pass, asked, count, use } = openExchange()
    use(2)
    use(3)
    pass(49)
    expect(asked).toEqual([])
    pass(1)
    expect(asked[0]?.uses).toEqual([{ rateLimit: 'key', windowEndsAt: 1000, used: 5 }])
    use(1)
    asked[0]?.answer(sumsOf(40))
    expect(count).toMatchObject({ known: 40, ahead: 1 })
    pass(50)
    expect(asked[1]?.uses).toMatchObject([{ used: 1 }])
  })

  // The clock of another gateway is ahead at the end of a window: only the newest window is stored.
  it('forgets nothing that it has used when the others count the next window already', () => {
    const { pass, asked, count, use } = openExchange()
    use(5)
    pass(50)
    asked[0]?.answer(sumsOf(1, 2000))
    expect(count).toMatchObject({ known: 5, ahead: 0 })
  })

  it('lets whoever waits go after two seconds, and nobody wait again until the database answers', () => {
    const { pass, asked, exchange, use } = openExchange()
    const gone: string[] = []
    use(1)
    expect(exchange.next(() => gone.push('one'))).toBe(true)
    expect(exchange.next(() => gone.push('two'))).toBe(true)
    expect(asked).toHaveLength(1)
    pass(1999)
    expect(gone).toEqual([])
    pass(1)
    expect(gone).toEqual(['one', 'two'])
    expect(exchange.next(() => gone.push('never'))).toBe(false)
    asked[0]?.answer(sumsOf(1))
    expect(exchange.next(() => gone.push('three'))).toBe(true)
    asked[1]?.answer(sumsOf(1))
    expect(gone).toEqual(['one', 'two', 'three'])
  })

  it('that fails is tried again after a second with all that was used', () => {
    const { pass, asked, exchange, count, use } = openExchange()
    use(5)
    pass(50)
    asked[0]?.answer(undefined)
    expect(count).toMatchObject({ known: 0, ahead: 5 })
    expect(exchange.next(() => {})).toBe(false)
    use(1)
    pass(999)
    expect(asked).toHaveLength(1)
    pass(1)
    expect(asked[1]?.uses).toMatchObject([{ used: 6 }])
  })

  it('tells the rest when it stops, also what came while another one was under way', () => {
    const { pass, asked, exchange, use } = openExchange()
    use(1)
    pass(50)
    use(2)
    let isOver = false
    exchange.stop(() => {
      isOver = true
    })
    asked[0]?.answer(sumsOf(1))
    expect(asked[1]?.uses).toMatchObject([{ used: 2 }])
    expect(isOver).toBe(false)
    asked[1]?.answer(sumsOf(3))
    expect(isOver).toBe(true)
  })
})
