import { AsyncLocalStorage } from 'node:async_hooks'

export type SpanKind = 'server' | 'client' | 'consumer' | 'internal'

/** Their names are those of the semantic conventions, or begin with `quiva.`. Never a secret, nor what a user typed. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** How a span is named in log lines and in links. */
export type SpanIds = { readonly trace_id: string; readonly span_id: string }

export type Described = {
  kind: SpanKind
  attributes?: Attributes | undefined
  /** When it began, by performance.now(); now, if undefined. */
  since?: number | undefined
}

/**
 * One thing that the gateway does, with a beginning and an end, within a trace. Modules see this and not the library
 * behind it, which is loaded only if traces are on (sdk.ts).
 */
export type Span = {
  readonly ids: SpanIds
  /** For the header of that name in requests to others (W3C Trace Context, §3.2). */
  readonly traceparent: string
  /** False if its trace was not chosen: nothing of it is kept, so nobody needs to describe it. */
  readonly isKept: boolean
  child(name: string, described: Described): Span
  set(attributes: Attributes): void
  /** It failed; `type` is a code, a status or the name of a class, never a message, which may quote values. */
  fail(type: string): void
  hasEnded(): boolean
  end(): void
}

const current = new AsyncLocalStorage<Span>()

/** The span in which this code runs; none without traces, in background work, and once that span has ended. */
export function currentSpan(): Span | undefined {
  const span = current.getStore()
  // A timer that a request has set outlives it.
  return span?.hasEnded() ? undefined : span
}

/** Does `work`, and everything that it awaits, within the span, which stays open. */
export const within = <T>(span: Span, work: () => T): T => current.run(span, work)

/** Does `work` within the span, and ends it with it. */
export async function during<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await within(span, () => work(span))
  } catch (error) {
    span.fail(typeOf(error))
    throw error
  } finally {
    span.end()
  }
}

/**
 * Does `work` in a new span within the current one. Without a current one there is no span: what no trace needs begins
 * none, such as the look for work once a second.
 */
export function inSpan<T>(
  name: string,
  describe: () => Described,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const parent = currentSpan()
  return parent ? during(parent.child(name, describe()), work) : work(undefined)
}

/** What an error is, without its message. */
export function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
