import { describe, expect, it } from 'vitest'
import { type Period, periodAt } from './periods.ts'

const at = (text: string) => Date.parse(text)
const shown = (per: Period, anchor: string | null, now: string) => {
  const { beginsAt, endsAt } = periodAt(per, anchor === null ? null : at(anchor), at(now))
  return [new Date(beginsAt).toISOString(), new Date(endsAt).toISOString()].map((text) => text.replace('.000Z', 'Z'))
}

describe('a period', () => {
  it.each<[Period, string, string, string]>([
    ['day', '2026-11-29T23:59:59Z', '2026-11-29T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['day', '2026-11-30T00:00:00Z', '2026-11-30T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['week', '2026-11-29T23:59:59Z', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['week', '2026-11-30T00:00:00Z', '2026-11-30T00:00:00Z', '2026-12-07T00:00:00Z'],
    ['month', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['month', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
  ])('of the calendar is a %s in UTC, weeks from Monday: %s', (per, now, beginsOn, endsOn) => {
    expect(shown(per, null, now)).toEqual([beginsOn, endsOn])
  })

  it.each<[Period, string, string, string, string]>([
    ['day', '2026-11-10T07:30:00Z', '2026-11-29T07:29:59Z', '2026-11-28T07:30:00Z', '2026-11-29T07:30:00Z'],
    ['week', '2026-11-10T07:30:00Z', '2026-11-17T07:30:00Z', '2026-11-17T07:30:00Z', '2026-11-24T07:30:00Z'],
    ['month', '2026-11-10T07:30:00Z', '2027-01-10T07:29:59Z', '2026-12-10T07:30:00Z', '2027-01-10T07:30:00Z'],
    ['month', '2027-01-31T07:30:00Z', '2027-02-28T07:29:59Z', '2027-01-31T07:30:00Z', '2027-02-28T07:30:00Z'],
    ['month', '2027-01-31T07:30:00Z', '2027-03-30T00:00:00Z', '2027-02-28T07:30:00Z', '2027-03-31T07:30:00Z'],
  ])('from a moment on is a %s from %s: %s', (per, anchor, now, beginsOn, endsOn) => {
    expect(shown(per, anchor, now)).toEqual([beginsOn, endsOn])
  })

  it('has now in it and follows the one before without a gap, at each hour of three years', () => {
    for (const per of ['day', 'week', 'month'] as const)
      for (const anchor of [null, at('2027-01-31T23:59:59Z'), at('2028-02-29T00:00:00Z')])
        for (let now = at('2026-06-01T00:00:00Z'); now < at('2029-06-01T00:00:00Z'); now += 3_600_000) {
          const { beginsAt, endsAt } = periodAt(per, anchor, now)
          const isInside = beginsAt <= now && now < endsAt
          if (!isInside || periodAt(per, anchor, beginsAt - 1).endsAt !== beginsAt)
            expect.fail(`${per} from ${anchor} at ${now}`)
        }
  })
})
