import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { type InspectedItem, itemStates, type KindCounts } from '../../../platform/outbox/inspect-store.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { listParameters, NextCursor, readListQuery } from '../../../transport/http/paging.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { InspectOutbox } from '../outbox.ts'

const DEFAULT_LIMIT = 100
const ORDER = 'id'
const sorts = { id: 'string' } as const
const { limit, cursor } = listParameters(['id'], { searched: '', order: ORDER })
const time = (description: string) => Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description })

const Item = Type.Object(
  {
    id: Type.String({ examples: ['push-claims:4821907365'] }),
    kind: Type.String({ examples: ['push-claims'] }),
    about: Type.Union([Type.String(), Type.Null()], {
      description: 'What it is about, such as the id of an account; null if the item says so only in its data',
    }),
    state: Type.Enum([...itemStates], {
      description: 'waiting: not tried yet; retrying: failed, and will be tried again; failed: given up',
    }),
    attempts: Type.Integer(),
    error: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed last' }),
    due_on: time('When it is tried next; null if it is given up'),
    failed_on: time('When the gateway gave up'),
    created_on: Type.String({ format: 'date-time' }),
    can_be_retried: Type.Boolean({ description: 'False if what it needs was deleted when the gateway gave up' }),
  },
  { title: 'OutboxItem' },
)

const Kind = Type.Object({
  kind: Type.String(),
  waiting: Type.Integer(),
  retrying: Type.Integer(),
  failed: Type.Integer(),
  due_on: time('When the first of those that are not given up is due'),
})

export function listOutboxItems(app: Server, { outbox }: { outbox: InspectOutbox }): void {
  app.route({
    method: 'GET',
    url: '/operator/outbox',
    ...operation(
      'listOutboxItems',
      {
        tags: ['Operator'],
        summary: 'List outbox items',
        description:
          'Lists the work that waits, fails or was given up, by id, and the numbers of each kind. What an item does in particular is never shown: it may have secrets in it, such as the link of a mail.',
      },
      {
        querystring: Type.Object(
          {
            limit,
            cursor,
            state: Type.Optional(Type.Enum([...itemStates], { description: 'Only items in this state' })),
            kind: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Only items of this kind' })),
          },
          KNOWN_ONLY,
        ),
      },
      Type.Object(
        { ...dataOf(Type.Array(Item), '').properties, kinds: Type.Array(Kind), next_cursor: NextCursor },
        { description: 'The items' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { query } = request
      const { state, kind, limit: most = DEFAULT_LIMIT } = query
      const whose = { list: 'outbox', state, kind }
      const { request: asked, nextCursor } = readListQuery({ ...query, limit: most }, { sorts, order: ORDER, whose })
      const { rows, next, kinds } = await outbox.list({ state, kind }, asked)
      return { data: rows.map(itemBody), kinds: kinds.map(kindBody), ...nextCursor(next) }
    },
  })
}

const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

function itemBody(item: InspectedItem) {
  const { id, kind, key, attempts, last_error: error, failed_at: failedAt } = item
  return {
    ...{ id, kind, attempts, error },
    about: key === id ? null : key,
    state: failedAt !== null ? ('failed' as const) : error === null ? ('waiting' as const) : ('retrying' as const),
    due_on: failedAt === null ? isoOrNull(item.due_at) : null,
    failed_on: isoOrNull(failedAt),
    created_on: new Date(item.created_at).toISOString(),
    can_be_retried: item.payload_dropped_at === null,
  }
}

function kindBody({ oldestDueAt, ...counts }: KindCounts) {
  return { ...counts, due_on: isoOrNull(oldestDueAt) }
}
