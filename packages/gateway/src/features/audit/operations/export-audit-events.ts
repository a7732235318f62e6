import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import type { Log } from '../../../platform/log.ts'
import { type Gate, originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { eventBody, parseFilters } from '../bodies.ts'
import type { EventRow } from '../event-store.ts'
import type { ReadEvents } from '../read-events.ts'
import { EventFilters } from '../schemas.ts'

/** How long an export waits for a client that reads nothing. */
const STALLED_MS = 60_000

type Deps = { readEvents: ReadEvents; gate: Gate; log: Log }

export function exportAuditEvents(app: Server, { readEvents, gate, log }: Deps): void {
  const exporting = operation(
    'exportAuditEvents',
    {
      tags: ['Account Management'],
      summary: 'Export audit events',
      description:
        'Exports all events that GET /accounts/audit-events lists, in the same order, as JSON lines: one event on each line. The answer is sent while it is read; if the connection breaks, the export is incomplete. Each export is recorded in the audit log.',
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
      // While the export runs, its credential may expire or lose the right to it.
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

  // A client may read slowly. When the gateway stops, it must not wait for that.
  const running = new Set<Readable>()
  app.addHook('preClose', (done) => {
    for (const source of running) source.destroy(new Error('the gateway stops'))
    done()
  })
}

async function* lines(batches: AsyncGenerator<EventRow[]>): AsyncGenerator<string> {
  for await (const events of batches) yield events.map((event) => `${JSON.stringify(eventBody(event))}\n`).join('')
}

/** Reads events only as fast as the client takes them. */
function sendLines(reply: FastifyReply, source: Readable): FastifyReply {
  reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy())
  return reply.header('content-type', JSON_LINES).send(source)
}

const JSON_LINES = 'application/x-ndjson'

/** The response is not JSON; the framework wants it described in this way. */
const JsonLines = {
  description: 'The events, one on each line',
  content: { [JSON_LINES]: { schema: Type.String() } },
}
