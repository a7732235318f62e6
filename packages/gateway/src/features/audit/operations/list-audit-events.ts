import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { readListQuery } from '../../../transport/http/paging.ts'
import type { Server } from '../../../transport/http/server.ts'
import { eventBody, parseFilters } from '../bodies.ts'
import type { ReadEvents } from '../read-events.ts'
import { AuditEventObject, EventFilters, ORDER, Place, sorts } from '../schemas.ts'

const DEFAULT_LIMIT = 100
const MOST_EVENTS = 1000

export function listAuditEvents(app: Server, { readEvents }: { readEvents: ReadEvents }): void {
  app.route({
    method: 'GET',
    url: '/accounts/audit-events',
    ...operation(
      'listAuditEvents',
      {
        tags: ['Account Management'],
        summary: 'List audit events',
        description:
          'Lists the audit log of this account, by default newest first: who did what, with which credential, to what, from where and when. For the next page, send `next_cursor` as `cursor`, until it is null. With a filter or a search, a page that is not the last may still have fewer events than `limit`, or none. An event is only in the log of the account in which it happened.',
      },
      {
        querystring: Type.Object(
          {
            ...EventFilters,
            ...Place,
            limit: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: MOST_EVENTS,
                default: DEFAULT_LIMIT,
                description: 'Number of events on a page',
              }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      Type.Object(
        {
          ...dataOf(Type.Array(AuditEventObject), '').properties,
          next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page' }),
        },
        { description: 'The events' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'listAuditEvents', 'account')
      const { accountId } = principal
      const { limit = DEFAULT_LIMIT, ...query } = request.query
      const { cursor, sort, ...filters } = query
      const wanted = parseFilters(filters)
      if (sort === undefined && filters.search === undefined) {
        const { events, next } = await readEvents.list(accountId, wanted, { after: parseCursor(cursor), limit })
        return { data: events.map(eventBody), next_cursor: next }
      }
      const whose = { list: 'audit-events', accountId, ...filters }
      const { request: asked, nextCursor } = readListQuery({ ...query, limit }, { sorts, order: ORDER, whose })
      const bounds = { after: asked.after?.id, limit, ascending: !asked.descending }
      const { events, next } = await readEvents.list(accountId, wanted, bounds)
      const { next_cursor = null } = nextCursor(next === null ? undefined : { value: next, id: next })
      return { data: events.map(eventBody), next_cursor }
    },
  })
}

/** Without order and search, a cursor is the id of the last event of a page. Clients must not rely on that. */
function parseCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !/^evt_[0-9a-z]{26}$/.test(cursor))
    throw invalid('/querystring/cursor', 'must be the next_cursor of another page')
  return cursor
}
