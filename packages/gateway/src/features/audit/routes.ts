import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { permit } from '../../access/targets.ts'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { type Gate, originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { EventRow } from './event-store.ts'
import type { EventQuery, ReadEvents } from './read-events.ts'
import { AuditEventObject, EventFilters } from './schemas.ts'

const tags: Tag[] = ['Account Management']

const DEFAULT_LIMIT = 100
const MOST_EVENTS = 1000

/** How long an export waits for a client that takes nothing. */
const STALLED_MS = 60_000

type Services = { readEvents: ReadEvents; gate: Gate; log: Log }

export function auditRoutes(app: Server, { readEvents, gate, log }: Services): void {
  app.route({
    method: 'GET',
    url: '/accounts/audit-events',
    ...operation(
      'listAuditEvents',
      {
        tags,
        summary: 'List audit events',
        description:
          "The log of this account, newest first: who did what, by which credential, to what, from where and when. For the next page send `next_cursor` as `cursor`, until it is null; with a filter a page may hold fewer events than `limit`, even none, and not be the last. What somebody does in another account, or in none, stands in no account's log but that one's.",
      },
      {
        querystring: Type.Object(
          {
            ...EventFilters,
            cursor: Type.Optional(Type.String({ maxLength: 100, description: 'The `next_cursor` of the page before' })),
            limit: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: MOST_EVENTS,
                default: DEFAULT_LIMIT,
                description: 'Events on a page',
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
      const { cursor, limit = DEFAULT_LIMIT, ...filters } = request.query
      const page = { before: parseCursor(cursor), limit }
      const { events, next } = await readEvents.list(principal.accountId, parseFilters(filters), page)
      return { data: events.map(toWire), next_cursor: next }
    },
  })

  const exporting = operation(
    'exportAuditEvents',
    {
      tags,
      summary: 'Export audit events',
      description:
        'The same events in the same order, all of them, as JSON lines: one event on each, as it stands in the list. The answer is sent as it is read; one that breaks off is not whole. The log tells of each export.',
    },
    { querystring: Type.Object(EventFilters, KNOWN_ONLY) },
    Type.String(),
    [400, 401, 403, 429],
  )
  app.route({
    method: 'GET',
    url: '/accounts/audit-events/export',
    config: exporting.config,
    schema: {
      ...exporting.schema,
      response: { ...exporting.schema.response, 200: JsonLines },
    },
    handler: async (request, reply) => {
      const principal = principalOf(request)
      permit(principal, 'exportAuditEvents', 'account')
      if (request.method === 'HEAD') return sendLines(reply, Readable.from([]))
      // An export may outlive the credential that began it, or what the credential may do.
      const mayGoOn = async () => {
        const access = await gate.findAccessNow(request, 'exportAuditEvents')
        return access?.principal.accountId === principal.accountId
      }
      const batches = await readEvents.export(principal, parseFilters(request.query), originOf(request), mayGoOn)
      const source = Readable.from(lines(batches))
      running.add(source)
      source.on(
        'error',
        (error) => void log.warn({ err: error, requestId: request.id }, 'an export of the audit log was interrupted'),
      )
      source.on('close', () => void running.delete(source))
      return sendLines(reply, source)
    },
  })

  // A client may take its time, and the gateway has to stop.
  const running = new Set<Readable>()
  app.addHook('preClose', (done) => {
    for (const source of running) source.destroy(new Error('the gateway stops'))
    done()
  })
}

async function* lines(batches: AsyncGenerator<EventRow[]>): AsyncGenerator<string> {
  for await (const events of batches) yield events.map((event) => `${JSON.stringify(toWire(event))}\n`).join('')
}

/** Sends what is read as fast as it is taken, and no faster. */
function sendLines(reply: FastifyReply, source: Readable): FastifyReply {
  reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy())
  return reply.header('content-type', JSON_LINES).send(source)
}

const JSON_LINES = 'application/x-ndjson'

/** A response that is not JSON, as the framework wants it described. */
const JsonLines = {
  description: 'The events, one on each line',
  content: { [JSON_LINES]: { schema: Type.String() } },
}

type Filters = { [Name in keyof typeof EventFilters]?: string }

function parseFilters({ person, action, target, from, to }: Filters): EventQuery {
  return { user: person, action, targetId: target, from: parseTime(from, 'from'), to: parseTime(to, 'to') }
}

/** The format allows a leap second, which no clock of ours has. */
function parseTime(text: string | undefined, name: string): number | undefined {
  const time = text === undefined ? undefined : Date.parse(text)
  if (Number.isNaN(time)) throw invalid(`/querystring/${name}`, 'must be a moment such as 2026-11-23T09:30:00Z')
  return time
}

/** A cursor is the id of the last event of a page; clients need not know. */
function parseCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !/^evt_[0-9a-z]{26}$/.test(cursor))
    throw invalid('/querystring/cursor', 'must be the next_cursor of another page')
  return cursor
}

function toWire(event: EventRow) {
  const { target_type: type, target_id: id } = event
  return {
    id: event.id,
    occurred_on: new Date(event.occurred_at).toISOString(),
    action: event.action,
    actor: {
      kind: event.actor_kind,
      user_id: event.actor_user_id,
      email: event.actor_email,
      credential_id: event.credential_id,
    },
    target: type !== null && id !== null ? { type, id } : null,
    ip: event.ip,
    user_agent: event.user_agent,
    request_id: event.request_id,
    details: JSON.parse(event.details) as Record<string, unknown>,
  }
}
