import { Type } from 'typebox'
import { quota } from '../../../access/key-limits/quota.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import type { Idempotent } from '../../../platform/idempotency/idempotent.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { markReplay, retryableOf } from '../../../transport/http/idempotency.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { FindKey } from '../find-key.ts'
import { IdempotencyKeyHeader, isoTime } from '../schemas.ts'
import type { ToppedUpQuota, TopUpQuota } from '../top-up.ts'

const MOST_UNITS = 1_000_000_000

const TopUpRequest = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, description: 'Key id, from the list of keys' }),
    add: Type.Integer({ minimum: 1, maximum: MOST_UNITS, description: 'How many units to add' }),
  },
  { ...KNOWN_ONLY, examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', add: 500 }] },
)

const ToppedUp = Type.Object(
  {
    id: Type.String({ description: 'Id of the key' }),
    quota: quota.shown,
    topped_up: Type.Integer({ description: 'How many units were added in this period, in all' }),
    used: Type.Integer({ description: 'How many units were used in this period, up to a second ago' }),
    remaining: Type.Integer({ description: 'How many units are left' }),
    refills_on: isoTime('When the next period begins, without what was added'),
  },
  { title: 'ToppedUpQuota' },
)

type Deps = { idempotent: Idempotent; findKey: FindKey; topUpQuota: TopUpQuota }

export function topUpApiKeyQuota(app: Server, { idempotent, findKey, topUpQuota }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/api-key/quota',
    ...operation(
      'topUpApiKeyQuota',
      {
        tags: ['API Keys'],
        summary: 'Top up quota',
        description:
          'Adds units to the quota of a key, for its present period. They count at once on this gateway, and within a second on the others. For the root user and administrators, and for their keys with the scope quotas:write. A key cannot top up a quota that applies to itself.',
      },
      { headers: IdempotencyKeyHeader, body: TopUpRequest },
      dataOf(ToppedUp, 'The quota after it'),
      [400, 401, 403, 409, 422, 429],
    ),
    handler: async (request, reply) => {
      const principal = principalOf(request)
      const { id, add } = request.body
      const retryable = retryableOf(request, 'topUpApiKeyQuota')
      const { answer, isReplay } = await idempotent.run<ToppedUpQuota>(retryable, async (keep) => {
        const found = await findKey(principal, 'topUpApiKeyQuota', { id })
        return topUpQuota(principal, found, add, originOf(request), keep)
      })
      if (isReplay) {
        // The caller may have lost the right since the first request.
        await findKey(principal, 'topUpApiKeyQuota', { id })
        markReplay(reply)
      }
      return { data: bodyOf(answer) }
    },
  })
}

function bodyOf({ id, quota: { requests, per, resets }, windowEndsAt, used, toppedUp }: ToppedUpQuota) {
  return {
    id,
    quota: { requests, per, resets },
    topped_up: toppedUp,
    used,
    remaining: Math.max(0, requests + toppedUp - used),
    refills_on: new Date(windowEndsAt).toISOString(),
  }
}
