import { Type } from 'typebox'
import { defineLimit } from './key-limit.ts'

/** One day. */
export const LONGEST_WINDOW_SECONDS = 86_400
export const MOST_RATE = 1_000_000

/** `requests` in each window of `perSeconds`. */
type Rate = { requests: number; perSeconds: number }

/**
 * A rate limit of one key. It counts the uses of the key, of its sessions, of the keys that it issued, and of the keys
 * before and after it in a rotation: rotating a key does not make a second rate limit. `name` is the id of the first of
 * these keys and the length of the window, so a different window starts a new count.
 */
export type RateLimit = Rate & { name: string }

const Setting = Type.Object(
  {
    requests: Type.Integer({ minimum: 1, maximum: MOST_RATE }),
    per_seconds: Type.Integer({ minimum: 1, maximum: LONGEST_WINDOW_SECONDS }),
  },
  {
    title: 'RateLimit',
    description:
      'How many requests may be sent in each window of `per_seconds` seconds. Requests of the key, of its sessions and of the keys that it issued count together',
    examples: [{ requests: 100, per_seconds: 60 }],
  },
)

export const rateLimit = defineLimit({
  member: 'rate_limit',
  columns: { rateRequests: 'rate_requests', ratePerSeconds: 'rate_per_seconds' },
  setting: Setting,
  shown: Setting,
  shownNull: 'Null: this key has no rate limit of its own',

  store: ({ requests, per_seconds }) => ({ rateRequests: requests, ratePerSeconds: per_seconds }),
  show: (stored) => shownAs(rateOf(stored)),

  /** A request counts against all rate limits of the ancestry. */
  combine: (ancestry): readonly RateLimit[] =>
    ancestry.flatMap((key) => {
      const rate = rateOf(key)
      return rate ? [{ name: `${key.rateKey ?? key.id}/${rate.perSeconds}`, ...rate }] : []
    }),
  isBeyond: (asked, own) => own.some((rate) => !isSlower(rateOf(asked), rate)),
  /**
   * A different window is refused as well: it starts a new count, so a key that changed its window again and again
   * would have no limit.
   */
  isBeyondItself(asked, before) {
    const [rate, had] = [rateOf(asked), rateOf(before)]
    return had !== undefined && (rate?.perSeconds !== had.perSeconds || rate.requests > had.requests)
  },

  blocksBus: () => false,
  introspected: {
    schema: Type.Object({ requests: Type.Integer(), per_seconds: Type.Integer() }),
    description: 'The rate limit. Introspection does not count towards it; GET /verify does',
    show: (limits: readonly RateLimit[]) => shownAs(slowestOf(limits)),
  },
})

function rateOf(stored: { rateRequests: number | null; ratePerSeconds: number | null }): Rate | undefined {
  const { rateRequests: requests, ratePerSeconds: perSeconds } = stored
  return requests === null || perSeconds === null ? undefined : { requests, perSeconds }
}

function shownAs(rate: Rate | undefined): { requests: number; per_seconds: number } | null {
  return rate ? { requests: rate.requests, per_seconds: rate.perSeconds } : null
}

/** Compares the averages. How many requests may come at once is limited by the issuer's own count. */
function isSlower(rate: Rate | undefined, than: Rate): boolean {
  return rate !== undefined && rate.requests * than.perSeconds <= than.requests * rate.perSeconds
}

/** Compares the averages, too. */
function slowestOf(limits: readonly RateLimit[]): RateLimit | undefined {
  return limits.toSorted((a, b) => a.requests / a.perSeconds - b.requests / b.perSeconds)[0]
}
