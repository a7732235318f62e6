import * as http from 'node:http'
import * as https from 'node:https'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import * as api from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import * as sdk from '@opentelemetry/sdk-trace'
import manifest from '../../../package.json' with { type: 'json' }
import type { TracingSettings } from '../config/tracing.ts'
import type { Log } from '../log.ts'
import { reportOutages } from './outages.ts'
import type { Attributes, Described, Span, SpanIds, SpanKind } from './span.ts'
import { parseTraceparent } from './traceparent.ts'
import type { Root, SentContext, Tracing } from './tracing.ts'

/** How long a gateway that stops waits for the last spans to be taken. */
const LAST_MS = 2000
/** Of one attribute. Statements are longer when many rows are written at once. */
const LONGEST_VALUE = 2000

const kinds: Record<SpanKind, api.SpanKind> = {
  server: api.SpanKind.SERVER,
  client: api.SpanKind.CLIENT,
  consumer: api.SpanKind.CONSUMER,
  internal: api.SpanKind.INTERNAL,
}

/**
 * The only file that loads OpenTelemetry's library. It registers nothing globally: two gateways in one process do not
 * see each other, and no module is changed.
 */
export async function openSdk(settings: TracingSettings, log: Log): Promise<Tracing> {
  const { exporter, hangUp } = await openExporter(settings)
  const { delayMs, mostWaiting, mostAtOnce } = settings.batch
  const processor = new sdk.BatchSpanProcessor({
    exporter: reportOutages(exporter, new URL(settings.url).host, log),
    scheduledDelayMillis: delayMs,
    maxQueueSize: mostWaiting,
    maxExportBatchSize: mostAtOnce,
    exportTimeoutMillis: settings.timeoutMs + 1000,
  })
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      'service.version': manifest.version,
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': 'opentelemetry',
      ...settings.resource,
    }),
    sampler: samplerOf(settings),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('quiva-gateway', manifest.version)

  function begin(name: string, { kind, attributes, since, sent, causes }: Root): Span {
    const links = [...(causes ?? []).map(contextOf), ...linkTo(sent)].map((context) => ({ context }))
    const options = { kind: kinds[kind], attributes: { ...attributes }, links }
    return open(tracer, name, options, contextAbove(sent), clockFrom(Date.now()), since)
  }

  return {
    begin,
    async stop() {
      const handedOver = provider.shutdown().catch(() => {})
      await Promise.race([handedOver, sleep(LAST_MS, undefined, { ref: false })])
      hangUp()
    },
  }
}

/** The agents are ours, so that a receiver that does not answer keeps no gateway from ending. */
async function openExporter({ url, protocol, headers, isCompressed, timeoutMs, tls }: TracingSettings) {
  const agent =
    new URL(url).protocol === 'https:'
      ? new https.Agent({ keepAlive: true, ...tls })
      : new http.Agent({ keepAlive: true })
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  const compression = (isCompressed ? 'gzip' : 'none') as NonNullable<
    ConstructorParameters<typeof OTLPTraceExporter>[0]
  >['compression']
  const options = {
    url,
    headers,
    timeoutMillis: timeoutMs,
    httpAgentOptions: () => agent,
    ...(compression && { compression }),
  }
  return { exporter: new OTLPTraceExporter(options), hangUp: () => agent.destroy() }
}

function samplerOf({ sampler: { root, isParentBased }, ratio }: TracingSettings): sdk.Sampler {
  const samplers = {
    always_on: () => new sdk.AlwaysOnSampler(),
    always_off: () => new sdk.AlwaysOffSampler(),
    traceidratio: () => new sdk.TraceIdRatioBasedSampler(ratio),
  }
  const sampler = samplers[root]()
  return isParentBased ? new sdk.ParentBasedSampler({ root: sampler }) : sampler
}

/** One clock for a whole trace: what is measured never runs backwards, and children lie within their parents. */
type Clock = (at: number) => number

function clockFrom(epochMs: number): Clock {
  const origin = epochMs - performance.now()
  return (at) => origin + at
}

function open(
  tracer: api.Tracer,
  name: string,
  options: api.SpanOptions,
  parent: api.Context,
  clock: Clock,
  since = performance.now(),
): Span {
  const span = tracer.startSpan(name, { ...options, startTime: clock(since) }, parent)
  const { traceId, spanId, traceFlags } = span.spanContext()
  let ended = false
  return {
    ids: { trace_id: traceId, span_id: spanId },
    traceparent: `00-${traceId}-${spanId}-0${traceFlags & api.TraceFlags.SAMPLED}`,
    isKept: span.isRecording(),
    child: (childName, { kind, attributes, since: childSince }: Described) =>
      open(
        tracer,
        childName,
        { kind: kinds[kind], attributes: { ...attributes } },
        api.trace.setSpan(api.ROOT_CONTEXT, span),
        clock,
        childSince,
      ),
    set: (attributes: Attributes) => void span.setAttributes({ ...attributes }),
    fail(type) {
      span.setAttribute('error.type', type)
      span.setStatus({ code: api.SpanStatusCode.ERROR })
    },
    hasEnded: () => ended,
    end() {
      if (ended) return
      ended = true
      span.end(clock(performance.now()))
    },
  }
}

/** A caller that is trusted goes on with its trace. */
function contextAbove(sent: SentContext | undefined): api.Context {
  const context = sent?.isTrusted ? parseTraceparent(sent.traceparent) : undefined
  if (!sent || !context) return api.ROOT_CONTEXT
  const traceState = sent.tracestate === undefined ? undefined : api.createTraceState(sent.tracestate)
  return api.trace.setSpanContext(api.ROOT_CONTEXT, { ...context, isRemote: true, ...(traceState && { traceState }) })
}

/** Anybody else could fill the receiver, or keep a request out of it: theirs is only named. */
function linkTo(sent: SentContext | undefined): api.SpanContext[] {
  const context = sent && !sent.isTrusted ? parseTraceparent(sent.traceparent) : undefined
  return context ? [{ ...context, isRemote: true }] : []
}

const contextOf = ({ trace_id, span_id }: SpanIds): api.SpanContext => ({
  traceId: trace_id,
  spanId: span_id,
  traceFlags: api.TraceFlags.SAMPLED,
})
