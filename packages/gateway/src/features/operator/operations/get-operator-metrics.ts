import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { type Numbers, type OperatorMetrics, type ReadMetrics, windowNames } from '../read-metrics.ts'

const int = (description: string) => Type.Integer({ description })
const time = (description: string) => Type.String({ format: 'date-time', description })

const numbers = {
  requests: int('Requests to operations, and to paths that do not exist; not health checks, pages and files'),
  client_errors: int('Those of them that were answered with a status from 400 to 499'),
  server_errors: int('Those of them that were answered with a status from 500'),
  sign_ins: int('Sessions that users began; not the exchange of a key, and not a change of account'),
  issued_keys: int('API keys that were issued, by a rotation too; not imported keys'),
  p99_ms: Type.Union([Type.Number(), Type.Null()], {
    description:
      'Within how many milliseconds 99 of 100 requests were answered, estimated from a histogram; 5000 stands for 5 seconds or more; null without requests',
  }),
}

const Metrics = Type.Object(
  {
    from: time('When the first step begins'),
    to: time('Now'),
    step_seconds: int('How long a step is'),
    points: Type.Array(
      Type.Object({
        at: time('When the step begins'),
        ...numbers,
        outbox_waiting: int('The most items that waited for a try or another try; recurring jobs wait all the time'),
        outbox_failed: int('The most items that were given up'),
      }),
      { description: 'The steps in which a gateway ran, oldest first; the last one is not over' },
    ),
    total: Type.Object(numbers, { description: 'The whole window' }),
  },
  { title: 'OperatorMetrics' },
)

export function getOperatorMetrics(app: Server, { readMetrics }: { readMetrics: ReadMetrics }): void {
  app.route({
    method: 'GET',
    url: '/operator/metrics',
    ...operation(
      'getOperatorMetrics',
      {
        tags: ['Operator'],
        summary: 'Get metrics over time',
        description:
          'Returns what all gateways on this database did in the last hour (by minutes), day (by 15 minutes) or 30 days (by 6 hours). Each gateway writes its numbers once a minute. For alerts, and for more than these numbers, use GET /metrics.',
      },
      {
        querystring: Type.Object(
          { window: Type.Enum([...windowNames], { description: 'How far to look back; month: 30 days' }) },
          KNOWN_ONLY,
        ),
      },
      dataOf(Metrics, 'The metrics'),
      [400, 401, 403, 429],
    ),
    handler: async ({ query }) => ({ data: metricsBody(await readMetrics(query.window)) }),
  })
}

const iso = (ms: number) => new Date(ms).toISOString()

function metricsBody({ from, to, stepMs, points, total }: OperatorMetrics) {
  return {
    ...{ from: iso(from), to: iso(to), step_seconds: stepMs / 1000, total: numbersBody(total) },
    points: points.map(({ at, outboxWaiting, outboxFailed, ...own }) => ({
      ...{ at: iso(at), outbox_waiting: outboxWaiting, outbox_failed: outboxFailed },
      ...numbersBody(own),
    })),
  }
}

function numbersBody({ requests, clientErrors, serverErrors, signIns, issuedKeys, p99Ms }: Numbers) {
  return {
    ...{ requests, client_errors: clientErrors, server_errors: serverErrors, sign_ins: signIns },
    ...{ issued_keys: issuedKeys, p99_ms: p99Ms },
  }
}
