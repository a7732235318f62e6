import type { Metric } from 'prom-client'
import type { Authenticate } from '../../access/authenticate.ts'
import type { KnownEmbedOrigins } from '../../access/embed-origins.ts'
import type { Operators } from '../../access/operators.ts'
import type { NoteRefusals } from '../../access/refusals/refusals.ts'
import type { Confirmations } from '../../access/revocation/confirmations.ts'
import { createSignReceipt } from '../../access/revocation/receipt.ts'
import type { SigningKeys } from '../../access/signing-keys.ts'
import type { Config } from '../../platform/config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { countItems } from '../../platform/outbox/store.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { Tracing } from '../../platform/tracing/tracing.ts'
import { logRequests } from './access-log.ts'
import { useCallers } from './callers.ts'
import { createDiskMetrics } from './disk-metrics.ts'
import { useEmbedOrigins } from './embed-origins.ts'
import { useFirstLook } from './first-look.ts'
import { useGate } from './gate.ts'
import { serveHealth } from './health.ts'
import {
  type Counters,
  createAllowsAddress,
  createCountAtOnce,
  createEnforceKeyLimits,
  createWhatIsLeft,
} from './key-limits.ts'
import { answerUnknownRoutes } from './methods.ts'
import { serveMetrics } from './metrics.ts'
import { describeApi, serveOpenApi } from './openapi.ts'
import { createWarnOfProxy } from './proxy-warning.ts'
import { serveReference } from './reference.ts'
import { countRefusedBodies } from './refused-bodies.ts'
import { noteRefusedRequests } from './refused-requests.ts'
import { useRevocation } from './revocation.ts'
import { createRevocationMetrics } from './revocation-metrics.ts'
import { createServer, type Server } from './server.ts'
import { useTraces } from './traces.ts'
import { serveWellKnown } from './well-known.ts'

type Deps = Counters & {
  config: Config
  database: Database
  throttle: Throttle
  authenticate: Authenticate
  operators: Operators
  embedOrigins: Pick<KnownEmbedOrigins, 'isAllowed'>
  noteRefusals: NoteRefusals
  cachedCredentials: () => number
  revocation: Parameters<typeof createRevocationMetrics>[0]
  confirmations: Confirmations
  signingKeys: SigningKeys
  log: Log
  tracing: Tracing | undefined
  /** Metrics of the features. */
  otherMetrics: readonly Metric[]
}

/** Creates the server and adds everything that happens to every request before and after its route, in that order. */
export async function openHttp(deps: Deps) {
  const { config, database, throttle, authenticate, keyRateLimits, keyQuotas, noteRefusals, log } = deps
  const { app: server, allowedAt, ...ofRequests } = createServer(config, log)
  useTraces(server, deps.tracing, config)
  const ownOrigin = new URL(config.publicUrl).origin
  // Before the gate, so that pages can read its refusals too.
  useEmbedOrigins(server, { ownOrigin, isKnownOrigin: deps.embedOrigins.isAllowed })
  await allowOrigins(server, config.corsOrigins)
  answerUnknownRoutes(server, allowedAt)
  const anonymousLimit = throttle.limiter('anonymous')
  countRefusedBodies(server, { anonymousLimit, refusedBodiesLimit: throttle.limiter('refused-body') })
  const trustsProxy = config.trustProxy !== false
  const counters = { keyRateLimits, keyQuotas }
  const allowsAddress = createAllowsAddress(trustsProxy)
  const enforceKeyLimits = createEnforceKeyLimits(counters, allowsAddress, throttle.credentialLimit)
  // On SQLite no request waits for a connection, so nobody needs to know for whom the database works.
  if (database.pool) useCallers(server)
  noteRefusedRequests(server, { authenticate, noteRefusals })
  const whatIsLeft = createWhatIsLeft(counters)
  const warnOfProxy = createWarnOfProxy(trustsProxy, log)
  const shared = { authenticate, allowsAddress, whatIsLeft, warnOfProxy }
  const gate = useGate(server, {
    ...shared,
    operators: deps.operators,
    anonymousLimit,
    enforceKeyLimits,
    trustsProxy,
    ownOrigin,
  })
  // The operator's limit for each credential may have to ask the database.
  if (throttle.credentialLimit === undefined)
    useFirstLook(server, {
      ...shared,
      ...ofRequests,
      countAtOnce: createCountAtOnce(counters),
      hasCors: config.corsOrigins.length > 0,
    })
  const readDocument = describeApi(server, config.publicUrl)
  logRequests(server, log, config)
  const revocationMetrics = createRevocationMetrics(deps.revocation)
  useRevocation(server, {
    signReceipt: createSignReceipt(deps.signingKeys, config.publicUrl),
    confirmations: deps.confirmations,
    waitSeconds: config.revocationWaitSeconds,
    onAnswer: revocationMetrics.onAnswer,
  })
  const others = [...revocationMetrics.all, ...createDiskMetrics(config), ...deps.otherMetrics]
  const metrics = serveMetrics(
    server,
    config.metricsToken,
    { outbox: () => countItems(database), cachedCredentials: deps.cachedCredentials, others },
    log,
  )
  return { server, anonymousLimit, gate, enforceKeyLimits, metrics, readDocument }
}

async function allowOrigins(server: Server, origin: Config['corsOrigins']): Promise<void> {
  if (origin.length === 0) return
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
  const ofKeys = ['Quiva-Key-Expires', 'Quiva-Key-Replaced-By', 'Idempotency-Replayed', 'Preference-Applied']
  const exposedHeaders = ['X-Request-Id', 'Retry-After', 'ETag', 'RateLimit', 'RateLimit-Policy', ...ofKeys]
  await server.register(import('@fastify/cors'), { origin, methods, exposedHeaders, maxAge: 600 })
}

type Described = Parameters<typeof serveHealth>[1] & {
  signingKeys: SigningKeys
  readDocument: () => Promise<string>
  config: Pick<Config, 'publicUrl' | 'servesReference'>
}

/** Serves what the gateway tells everybody about itself: health, keys, metadata and the API documents. */
export function describeGateway(server: Server, { signingKeys, config, readDocument, ...health }: Described): void {
  serveHealth(server, health)
  serveWellKnown(server, signingKeys, config.publicUrl)
  serveOpenApi(server, readDocument)
  if (config.servesReference) serveReference(server)
}
