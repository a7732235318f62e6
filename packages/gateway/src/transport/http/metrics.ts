import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client'
import { version } from '../../platform/config/version.ts'
import { equalSecrets } from '../../platform/crypto/hashing.ts'
import { isForeignKeyViolation } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import type { OutboxCounts } from '../../platform/outbox/store.ts'
import type { RequestTotals } from '../../platform/request-totals.ts'
import { createDurations } from './durations.ts'
import { nameOf } from './error-handler.ts'
import type { Server } from './server.ts'

type Sources = {
  outbox: () => Promise<OutboxCounts>
  cachedCredentials: () => number
  /** What features measure themselves. */
  others: readonly Metric[]
}

export type Metrics = {
  read(): Promise<{ contentType: string; text: string }>
  /** Of the requests since the start. */
  totals(): RequestTotals
}

/**
 * Measures each request, and serves `GET /metrics` to clients that send METRICS_TOKEN. If no token is set, nobody gets
 * the metrics on this port: behind a proxy on the same machine, every client would look like a local one (METRICS_PORT:
 * transport/http/metrics-socket.ts).
 */
export function serveMetrics(app: Server, token: string | undefined, sources: Sources, log: Log): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const metric of sources.others) registry.registerMetric(metric)
  const durations = createDurations(
    'quiva_http_request_duration_seconds',
    'Time from the end of the head of a request to the end of its answer',
  )
  app.whenAnswered((request, status, ms) => {
    durations.record(request.operation ?? nameOf(request), status, ms)
  })
  /** One query for both metrics of a reading; undefined without the database: the others still show what is wrong. */
  let counting: Promise<OutboxCounts | undefined> | undefined
  const outbox = () => {
    counting ??= sources
      .outbox()
      .catch((error: unknown) => void log.debug({ err: error }, 'the outbox could not be counted'))
      .finally(() => {
        counting = undefined
      })
    return counting
  }
  new Gauge({
    name: 'quiva_outbox_items',
    help: 'Items of the outbox: not tried yet (waiting), tried and to be tried again (retrying), given up (failed)',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset()
      const counts = await outbox()
      for (const state of ['waiting', 'retrying', 'failed'] as const) if (counts) this.set({ state }, counts[state])
    },
  })
  new Gauge({
    name: 'quiva_outbox_overdue_seconds',
    help: 'How long the first item of the outbox that is due has been waiting for its turn',
    registers: [registry],
    async collect() {
      const counts = await outbox()
      if (counts) this.set(counts.overdueMs / 1000)
      else this.remove()
    },
  })
  new Gauge({
    name: 'quiva_cached_credentials',
    help: 'Credentials in the cache, which need no query',
    registers: [registry],
    collect() {
      this.set(sources.cachedCredentials())
    },
  })

  new Gauge({
    name: 'quiva_build_info',
    help: 'Always 1; the labels have the versions of the gateway and of Node.js',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version, node: process.versions.node }, 1)

  const deletedMeanwhile = new Counter({
    name: 'quiva_deleted_meanwhile_total',
    help: 'Changes that the database refused, because something that they referred to was deleted at the same moment',
    registers: [registry],
  })
  app.addHook('onError', (_request, _reply, error, done) => {
    if (isForeignKeyViolation(error)) deletedMeanwhile.inc()
    done()
  })

  const text = async () => `${await registry.metrics()}\n${durations.text()}`

  app.get('/metrics', { config: { open: 'metrics' }, schema: { hide: true } }, async (request, reply) => {
    const sent = request.headers.authorization ?? ''
    if (token === undefined || !equalSecrets(sent, `Bearer ${token}`)) throw new Refusal('unauthorized')
    return reply.type(registry.contentType).send(await text())
  })

  return { read: async () => ({ contentType: registry.contentType, text: await text() }), totals: durations.totals }
}
