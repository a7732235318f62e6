import { inClientSpan } from '../tracing/http-client.ts'
import type { OpenLine } from './guarded-post.ts'

/**
 * Lines whose requests are spans, and name them to the receiver (W3C Trace Context): it can go on with the trace. Of the
 * URL only the host is told.
 */
export function traceLines(openLine: OpenLine): OpenLine {
  return () => {
    const line = openLine()
    return {
      post: (url, headers, body, stop) =>
        inClientSpan(
          { method: 'POST', url: new URL(url), tellsPath: false },
          async (span) => {
            const posted = await line.post(
              url,
              { ...headers, ...(span && { traceparent: span.traceparent }) },
              body,
              stop,
            )
            if (posted.error !== null) span?.fail(posted.error)
            return posted
          },
          ({ status }) => status,
        ),
      close: line.close,
    }
  }
}
