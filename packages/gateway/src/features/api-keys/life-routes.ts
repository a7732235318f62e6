import { Type } from 'typebox'
import type { Principal } from '../../access/principal.ts'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import type { Idempotent } from '../../platform/idempotency/idempotent.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { markReplay, retryableOf } from '../../transport/http/idempotency.ts'
import { dataOf, operation } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { isoOrNull, issuedBody, selectorOf, times } from './bodies.ts'
import type { FindKey, KeySelector } from './find-key.ts'
import type { RefuseGoneReplay } from './replay.ts'
import type { RotateApiKey, RotatedApiKey as Rotated } from './rotate.ts'
import { ApiKeyUsage, IdempotencyKeyHeader, RotateApiKeyRequest, RotatedApiKey } from './schemas.ts'
import type { DayOfUse } from './use/read-usage.ts'

const DAY_MS = 86_400_000

const tags = ['API Keys' as const]

type Services = {
  idempotent: Idempotent
  findKey: FindKey
  rotateApiKey: RotateApiKey
  refuseGoneReplay: RefuseGoneReplay
  readUsage: (keyId: string) => Promise<DayOfUse[]>
}

/** What happens to a key between its issue and its end. */
export function keyLifeRoutes(
  app: Server,
  { idempotent, findKey, rotateApiKey, refuseGoneReplay, readUsage }: Services,
): void {
  app.route({
    method: 'POST',
    url: '/accounts/api-key/rotate',
    ...operation(
      'rotateApiKey',
      {
        tags,
        summary: 'Rotate API key',
        description:
          'Issues a successor with the same name, owner and limits, and lets the old key live on for a while, so that programs can change over one after the other. A key may rotate itself. Root and administrators also rotate keys of the account.',
      },
      { headers: IdempotencyKeyHeader, body: Type.Optional(RotateApiKeyRequest) },
      dataOf(RotatedApiKey, 'The successor and its creds'),
      [400, 401, 403, 409, 422, 429],
    ),
    handler: async (request, reply) => {
      const principal = principalOf(request)
      const { id, key, grace_seconds: graceSeconds, expiry_days: expiryDays } = request.body
      const retryable = retryableOf(request, 'rotateApiKey')
      const { answer, isReplay } = await idempotent.run<Rotated>(retryable, async (keep) => {
        const found = await findKey(principal, 'rotateApiKey', selectorOrOwn(principal, { id, key }, '/body'))
        return rotateApiKey(principal, found, { graceSeconds, expiryDays }, originOf(request), keep)
      })
      if (isReplay) {
        await refuseGoneReplay(principal, answer.id)
        // The right may have been taken since: a kept secret is shown to who could get it now.
        await findKey(principal, 'rotateApiKey', { id: answer.id })
        markReplay(reply)
      }
      return {
        data: {
          ...issuedBody(answer),
          replaces: answer.replaces,
          grace_ends_on: new Date(answer.graceEndsAt).toISOString(),
          also_ending: answer.alsoEnding,
        },
      }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/api-key/usage',
    ...operation(
      'getApiKeyUsage',
      {
        tags,
        summary: 'Get API key usage',
        description:
          'How often, when last and from which networks a key was used, by day, so that one sees when an old one falls silent. Right to ten seconds, for requests over HTTP; kept for 90 days. Root and administrators also see it for keys of other members and of the account.',
      },
      {
        querystring: Type.Object(
          {
            id: Type.Optional(
              Type.String({ minLength: 1, maxLength: 100, description: 'Key id; a key may leave it out for itself' }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      dataOf(ApiKeyUsage, 'The uses of the key'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const selector = selectorOrOwn(principal, { id: request.query.id, key: undefined }, '/querystring')
      const found = await findKey(principal, 'getApiKeyUsage', selector)
      const days = await readUsage(found.id)
      return {
        data: {
          ...times(found),
          id: found.id,
          name: found.name,
          last_used_on: isoOrNull(found.lastUsedAt),
          days: days.map((day) => ({ date: dateOf(day.day), ...usesOf(day), networks: day.networks.map(networkOf) })),
        },
      }
    },
  })
}

/** The key that the request names, or else the one that it was made with. */
function selectorOrOwn(
  { apiKeyId }: Principal,
  given: { id: string | undefined; key: string | undefined },
  path: string,
): KeySelector {
  if (given.id !== undefined || given.key !== undefined) return selectorOf(given, path)
  if (apiKeyId === null) throw invalid(`${path}/id`, 'must be there, unless a key asks for itself')
  return { id: apiKeyId }
}

const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

const usesOf = ({ uses, lastUsedAt }: { uses: number; lastUsedAt: number }) => ({
  uses,
  last_used_on: new Date(lastUsedAt).toISOString(),
})

const networkOf = (counted: DayOfUse['networks'][number]) => ({ network: counted.network, ...usesOf(counted) })
