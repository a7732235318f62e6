/** Of version 00, and of later ones that begin like it (W3C Trace Context, §3.2.2 and §4.3). */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** Undefined for whatever is none: then there is no trace to go on with. */
export function parseTraceparent(text: string): { traceId: string; spanId: string; traceFlags: number } | undefined {
  if (text.length > 256) return undefined
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(text) ?? []
  if (version === undefined || (version === '00' && more !== undefined)) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 }
}
