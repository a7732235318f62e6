import { Type } from 'typebox'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { isoOrNull, selectorOrOwn, times } from '../bodies.ts'
import type { FindKey } from '../find-key.ts'
import type { Impact, ReadImpact } from '../impact/read-impact.ts'
import { common, isoTime, KeyOrOwnQuery, ViewApiKey } from '../schemas.ts'
import { daysBody, UsageDays } from '../usage-schemas.ts'

/** How many of the keys that would be deleted too are described. */
const MOST_DESCRIBED = 100

const orNull = Type.Null()
const { last_4_characters, last_used_on } = ViewApiKey.properties

/** What deleteApiKey would end, and whether somebody would miss it. */
const ApiKeyImpact = Type.Object(
  {
    ...common,
    last_used_on,
    verdict: Type.Enum(['unused', 'replaced', 'in_use'], {
      description:
        'unused: nobody has used the key within 30 days. replaced: its successor is used, and the key was not used for a day. in_use: somebody would miss it, or that is not known. The keys in also_deleted count as the key does',
    }),
    reason: Type.String({
      description: 'The reason for the verdict, in one sentence',
      examples: ['It was last used on 2026-11-26 09:30 UTC.'],
    }),
    uses: Type.Integer({ description: 'Number of uses of the key within the last 30 days' }),
    days: UsageDays('The days, within the last 30, on which the key was used'),
    sessions: Type.Array(
      Type.Object({
        api_key_id: Type.String({ description: 'Id of the key from which the session was made' }),
        created_on: isoTime('When the session began'),
        ip: Type.String({ examples: ['192.0.2.7'] }),
        agent: Type.String({ examples: ['curl 8'] }),
      }),
      { description: 'The live sessions made from the key and the keys in also_deleted, newest first, at most 100' },
    ),
    connections: Type.Union([Type.Integer(), orNull], {
      description:
        'Number of connections that these keys have to the message bus now, at most 100 for each key and server; null if this gateway has no message bus, if it did not answer within a second, or if there are more than 100 keys',
    }),
    successor: Type.Union(
      [Type.Object({ id: common.id, name: common.name, last_used_on, also_deleted: Type.Boolean() }), orNull],
      { description: 'The key that replaces this one, and whether it would be deleted too; null if there is none' },
    ),
    also_deleted: Type.Array(
      Type.Object({
        id: common.id,
        name: common.name,
        last_4_characters,
        last_used_on,
        because: Type.Enum(['issued', 'rotated'], {
          description: 'issued by one of these keys, or made by a key that rotated itself',
        }),
      }),
      { description: 'The live keys that DELETE /accounts/api-key would delete too, at most 100' },
    ),
    also_deleted_count: Type.Integer({ description: 'Number of these keys' }),
    invitations: Type.Integer({ description: 'Number of pending invitations that would be revoked' }),
  },
  { title: 'ApiKeyImpact' },
)

type Deps = { findKey: FindKey; readImpact: ReadImpact }

export function getApiKeyImpact(app: Server, { findKey, readImpact }: Deps): void {
  app.route({
    method: 'GET',
    url: '/accounts/api-key/impact',
    ...operation(
      'getApiKeyImpact',
      {
        tags: ['API Keys'],
        summary: 'Get API key impact',
        description:
          'Shows what the deletion of a key would end, and says in one word whether somebody would miss it: its uses of the last 30 days, its sessions, the keys that would be deleted too, its connections to the message bus, its successor, and pending invitations. Uses over HTTP of the last ten seconds may be missing; with thousands of keys in use, of the last 50. The root user and administrators may also see this for keys of other members and of the account.',
      },
      {
        querystring: KeyOrOwnQuery,
      },
      dataOf(ApiKeyImpact, 'What depends on the key'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const selector = selectorOrOwn(principal, { id: request.query.id, key: undefined }, '/querystring')
      const key = await findKey(principal, 'getApiKeyImpact', selector)
      const impact = await readImpact(principal.accountId, key)
      return {
        data: {
          ...times(key),
          id: key.id,
          name: key.name,
          last_used_on: isoOrNull(key.lastUsedAt),
          ...impactBody(impact),
        },
      }
    },
  })
}

function impactBody(impact: Impact) {
  const { verdict, reason, days, sessions, connections, successor, alsoDeleted, invitations } = impact
  return {
    verdict,
    reason,
    uses: days.reduce((sum, day) => sum + day.uses, 0),
    days: daysBody(days),
    sessions: sessions.map(({ apiKeyId, createdAt, ip, agent }) => ({
      api_key_id: apiKeyId,
      created_on: new Date(createdAt).toISOString(),
      ip,
      agent,
    })),
    connections,
    successor: successor
      ? { ...named(successor), also_deleted: alsoDeleted.some(({ id }) => id === successor.id) }
      : null,
    also_deleted: alsoDeleted.slice(0, MOST_DESCRIBED).map((key) => ({
      ...named(key),
      last_4_characters: key.lastFour,
      because: key.because,
    })),
    also_deleted_count: alsoDeleted.length,
    invitations,
  }
}

function named({ id, name, lastUsedAt }: { id: string; name: string; lastUsedAt: number | null }) {
  return { id, name, last_used_on: isoOrNull(lastUsedAt) }
}
