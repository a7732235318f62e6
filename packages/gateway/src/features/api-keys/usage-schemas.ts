import { Type } from 'typebox'
import { isoTime } from './schemas.ts'
import type { DayOfUse } from './use/read-usage.ts'

const DAY_MS = 86_400_000

/** The days on which a key was used, with the networks of each, the latest day first. */
export const UsageDays = (description: string) =>
  Type.Array(
    Type.Object({
      date: Type.String({ format: 'date', description: 'A day in UTC', examples: ['2026-11-26'] }),
      uses: Type.Integer({
        description: 'Number of requests that were accepted with the key or with a session made from it',
      }),
      last_used_on: isoTime('The time of the last request'),
      networks: Type.Array(
        Type.Object({
          network: Type.String({
            description: 'An IPv4 address, or the /64 network of an IPv6 address',
            examples: ['192.0.2.7', '2001:db8:1:2::/64'],
          }),
          uses: Type.Integer(),
          last_used_on: isoTime('The time of the last request'),
        }),
        { description: 'The latest 20 networks of that day' },
      ),
    }),
    { description },
  )

export function daysBody(days: readonly DayOfUse[]) {
  return days.map((day) => ({ date: dateOf(day.day), ...usesOf(day), networks: day.networks.map(networkOf) }))
}

const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

const usesOf = ({ uses, lastUsedAt }: { uses: number; lastUsedAt: number }) => ({
  uses,
  last_used_on: new Date(lastUsedAt).toISOString(),
})

const networkOf = (counted: DayOfUse['networks'][number]) => ({ network: counted.network, ...usesOf(counted) })
