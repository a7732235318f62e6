import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Log } from '../log.ts'

/**
 * Says in the log once that the receiver takes no spans, and once that it does again; the library says nothing. Spans
 * that it did not take are lost.
 */
export function reportOutages(exporter: SpanExporter, host: string, log: Log): SpanExporter {
  let isAway = false
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== 0
        if (failed && !isAway)
          log.warn({ receiver: host, problem: problemOf(result.error) }, 'traces cannot be delivered; they are dropped')
        if (!failed && isAway) log.info({ receiver: host }, 'traces are delivered again')
        isAway = failed
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}

/** A status or a code: the answer of the receiver, which the message may quote, does not belong in the log. */
function problemOf(error: Error | undefined): string {
  if (!error) return 'unknown'
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return code
  return typeof code === 'number' ? `status ${code}` : error.name
}
