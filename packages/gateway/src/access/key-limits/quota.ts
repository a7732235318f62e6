import { Type } from 'typebox'
import { timeOfId } from '../../platform/crypto/random.ts'
import { daysIn, type Period, periods } from '../../platform/values/periods.ts'
import { defineLimit } from './key-limit.ts'

export const MOST_QUOTA = 1_000_000_000
type Resets = 'calendar' | 'issued'

/** `requests` in each period. */
type Given = { requests: number; per: Period; resets: Resets }

/**
 * A quota of one key. It counts the uses of the same keys and sessions as a rate limit does. `name` is the id of the
 * first of the keys that were rotated into this one, and the period, so that another kind of period starts a new count.
 */
export type Quota = Given & {
  name: string
  /** From when periods are counted, in milliseconds since the epoch; null for those of the calendar. */
  anchor: number | null
}

const Setting = Type.Object(
  {
    requests: Type.Integer({ minimum: 1, maximum: MOST_QUOTA }),
    per: Type.Enum([...periods]),
    resets: Type.Enum(['calendar', 'issued'], {
      description:
        'When a period begins. calendar: with the day, the week (Monday) or the month, in UTC. issued: periods are counted from the moment at which the key was issued, or the first of the keys that were rotated into it',
    }),
  },
  {
    title: 'Quota',
    description:
      'How many requests may be sent in each period. Requests of the key, of its sessions and of the keys that it issued count together',
    examples: [{ requests: 10_000, per: 'month', resets: 'calendar' }],
  },
)

export const quota = defineLimit({
  member: 'quota',
  columns: { quotaRequests: 'quota_requests', quotaPer: 'quota_per', quotaResets: 'quota_resets' },
  setting: Setting,
  shown: Setting,
  shownNull: 'Null: this key has no quota of its own',

  store: ({ requests, per, resets }) => ({ quotaRequests: requests, quotaPer: per, quotaResets: resets }),
  show: (stored) => givenIn(stored) ?? null,

  /** A request counts against all quotas of the ancestry. */
  combine: (ancestry): readonly Quota[] =>
    ancestry.flatMap((key) => {
      const given = givenIn(key)
      if (!given) return []
      const first = key.rateKey ?? key.id
      return [
        {
          ...given,
          name: `${first}/${given.per}/${given.resets}`,
          anchor: given.resets === 'issued' ? timeOfId(first) : null,
        },
      ]
    }),
  isBeyond(asked, own) {
    const given = givenIn(asked)
    return own.some((held) => given === undefined || perDay(given) > perDay(held))
  },
  /** Another kind of period is refused as well, since it starts a new count. */
  isBeyondItself(asked, before) {
    const [given, had] = [givenIn(asked), givenIn(before)]
    if (had === undefined) return false
    return given?.per !== had.per || given.resets !== had.resets || given.requests > had.requests
  },

  blocksBus: () => false,
  introspected: {
    schema: Type.Object({
      requests: Type.Integer(),
      per: Type.Enum([...periods]),
      resets: Type.Enum(['calendar', 'issued']),
    }),
    description: 'The quota. Introspection does not count towards it; GET /verify does',
    show(quotas: readonly Quota[]) {
      const lowest = quotas.toSorted((a, b) => perDay(a) - perDay(b))[0]
      return lowest ? { requests: lowest.requests, per: lowest.per, resets: lowest.resets } : null
    },
  },
})

type Stored = { quotaRequests: number | null; quotaPer: Period | null; quotaResets: Resets | null }

function givenIn({ quotaRequests: requests, quotaPer: per, quotaResets: resets }: Stored): Given | undefined {
  return requests === null || per === null || resets === null ? undefined : { requests, per, resets }
}

/** Compares the averages. What may be used in one period is limited by the issuer's own count. */
function perDay({ requests, per }: Pick<Given, 'requests' | 'per'>): number {
  return requests / daysIn[per]
}
