import { type Static, Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import type { Idempotent } from '../../../platform/idempotency/idempotent.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { markReplay, retryableOf } from '../../../transport/http/idempotency.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { issuedBody, retirementOf, selectorOrOwn } from '../bodies.ts'
import type { FindKey } from '../find-key.ts'
import type { RefuseGoneReplay } from '../replay.ts'
import {
  DEFAULT_GRACE_SECONDS,
  LONGEST_GRACE_SECONDS,
  LONGEST_SILENT_GRACE_SECONDS,
  type RotateApiKey,
  type RotatedApiKey as Rotated,
} from '../rotate.ts'
import { IdempotencyKeyHeader, IssuedApiKey, isoTime, selectors } from '../schemas.ts'

const DEFAULT_SILENT_DAYS = 7
const LONGEST_SILENT_DAYS = 90

const RotateApiKeyRequest = Type.Object(
  {
    ...selectors,
    grace_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: LONGEST_SILENT_GRACE_SECONDS,
        default: DEFAULT_GRACE_SECONDS,
        description:
          'How long the old key still works, at most until its own expiry. 0 deletes it at once if a signed-in user rotates it; if the key rotates itself, it works for at least one hour. At most 30 days; with `retire: "when_silent"` at most 90 days, by default 30, and not 0.',
      }),
    ),
    retire: Type.Optional(
      Type.Enum(['when_silent'], {
        description:
          'when_silent: the old key ends already when it, and the keys that it issued, were not used for silent_days; at the latest it ends with its grace period',
      }),
    ),
    silent_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LONGEST_SILENT_DAYS,
        default: DEFAULT_SILENT_DAYS,
        description: 'Only with `retire: "when_silent"`: after how many days without a use the old key ends',
      }),
    ),
    expiry_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description:
          'Days until the new key expires; default: the number of days that the old key was issued for. If a key rotates itself, the new key expires no later than the old one',
      }),
    ),
  },
  {
    ...KNOWN_ONLY,
    description: 'If id and key are left out, the calling key rotates itself',
    examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', grace_seconds: 3600 }],
  },
)

/** The successor, which only this answer shows, and what happens to the old key. */
const RotatedApiKey = Type.Object(
  {
    ...IssuedApiKey.properties,
    replaces: Type.String({ description: 'Id of the old key' }),
    grace_ends_on: isoTime('When the old key, its creds and the sessions made from it stop working'),
    also_ending: Type.Array(Type.String(), {
      description:
        'Ids of the keys that the old key had issued: they stop working with it, and do not pass to the new key',
    }),
    retire: Type.Optional(Type.Enum(['when_silent'], { description: 'Present if the request asked for it' })),
    silent_days: Type.Optional(Type.Integer({ description: 'Present with retire' })),
  },
  { title: 'RotatedApiKey' },
)

type Deps = { idempotent: Idempotent; findKey: FindKey; rotateApiKey: RotateApiKey; refuseGoneReplay: RefuseGoneReplay }

export function rotateApiKey(app: Server, { idempotent, findKey, rotateApiKey: rotate, refuseGoneReplay }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/api-key/rotate',
    ...operation(
      'rotateApiKey',
      {
        tags: ['API Keys'],
        summary: 'Rotate API key',
        description:
          'Issues a new key, the successor, with the same name, owner and limits. The old key still works for a grace period, so that programs can move to the new key one by one. A key may rotate itself. The root user and administrators may also rotate keys of the account.',
      },
      { headers: IdempotencyKeyHeader, body: Type.Optional(RotateApiKeyRequest) },
      dataOf(RotatedApiKey, 'The new key and its creds'),
      [400, 401, 402, 403, 409, 422, 429],
    ),
    handler: async (request, reply) => {
      const principal = principalOf(request)
      const { id, key, expiry_days: expiryDays } = request.body
      const end = endOf(request.body)
      const retryable = retryableOf(request, 'rotateApiKey')
      const { answer, isReplay } = await idempotent.run<Rotated>(retryable, async (keep) => {
        const found = await findKey(principal, 'rotateApiKey', selectorOrOwn(principal, { id, key }, '/body'))
        return rotate(principal, found, { ...end, expiryDays }, originOf(request), keep)
      })
      if (isReplay) {
        await refuseGoneReplay(principal, answer.id)
        // The caller may have lost the right since the first request: a stored answer with a secret is shown only to a
        // caller who could get it now.
        await findKey(principal, 'rotateApiKey', { id: answer.id })
        markReplay(reply)
      }
      return {
        data: {
          ...issuedBody(answer),
          replaces: answer.replaces,
          grace_ends_on: new Date(answer.graceEndsAt).toISOString(),
          also_ending: answer.alsoEnding,
          ...shownRetirement(answer),
        },
      }
    },
  })
}

/** When the old key ends. Its grace may be longer if silence can end it before. */
function endOf(body: Static<typeof RotateApiKeyRequest>) {
  const { grace_seconds: graceSeconds, retire, silent_days: silentDays } = body
  if (retire === undefined) {
    if (silentDays !== undefined) throw invalid('/body/silent_days', 'must not be sent without retire')
    if (graceSeconds !== undefined && graceSeconds > LONGEST_GRACE_SECONDS)
      throw invalid('/body/grace_seconds', `must be <= ${LONGEST_GRACE_SECONDS} without retire`)
    return { graceSeconds }
  }
  if (graceSeconds === 0) throw invalid('/body/grace_seconds', 'must be >= 1 with retire')
  return { graceSeconds, silentDays: silentDays ?? DEFAULT_SILENT_DAYS }
}

/** An answer that an older version has stored for retries has no silentDays. */
function shownRetirement({ silentDays }: { silentDays?: number | null }) {
  const { retire, silent_days } = retirementOf({ retireSilentDays: silentDays ?? null })
  return retire !== null && { retire, silent_days }
}
