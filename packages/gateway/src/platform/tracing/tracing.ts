import type { TracingSettings } from '../config/tracing.ts'
import type { Log } from '../log.ts'
import { currentSpan, type Described, during, type Span, type SpanIds } from './span.ts'

/** Where a trace comes from, as W3C Trace Context says it in headers. */
export type SentContext = { traceparent: string; tracestate: string | undefined; isTrusted: boolean }

export type Root = Described & {
  /** A span elsewhere: the parent, if its sender is trusted; else the new trace only names it. */
  sent?: SentContext | undefined
  /** Spans that led to this one, and do not wait for it. */
  causes?: readonly SpanIds[] | undefined
}

export type Tracing = {
  /** Begins a trace, or goes on with one. */
  begin(name: string, root: Root): Span
  /** Hands over what is left, for two seconds at most. */
  stop(): Promise<void>
}

/** Undefined, and nothing is loaded, unless the environment says where traces go. */
export async function openTracing(settings: TracingSettings | undefined, log: Log): Promise<Tracing | undefined> {
  if (!settings) return undefined
  const { openSdk } = await import('./sdk.ts')
  return openSdk(settings, log)
}

/** Does `work` as a trace of its own. */
export function inTrace<T>(
  tracing: Tracing | undefined,
  name: string,
  root: () => Root,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  return tracing ? during(tracing.begin(name, root()), work) : work(undefined)
}

/** The same log; each line within a span names it, by the names of OpenTelemetry's log format. */
export function withTraceIds(log: Log, tracing: Tracing | undefined): Log {
  if (!tracing) return log
  const at = (level: keyof Log) => (fields: Record<string, unknown>, message: string) =>
    log[level]({ ...currentSpan()?.ids, ...fields }, message)
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}
