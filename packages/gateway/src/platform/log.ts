import { pino } from 'pino'

/** The part of pino that the modules use: fields first, then a sentence for readers. */
export type Log = Record<
  'error' | 'warn' | 'info' | 'debug',
  (fields: Record<string, unknown>, message: string) => void
>

/**
 * Writes JSON lines to standard output. Redaction is the second line of defence: no code passes a secret to the log in
 * the first place, and a test reads the whole log of a complete flow to prove it.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    formatters: { level: (label) => ({ level: label }) },
    redact: [
      'password',
      'key',
      'token',
      'code',
      'seed',
      'creds',
      'authorization',
      '*.password',
      '*.key',
      '*.token',
      '*.authorization',
    ],
  })
}

/**
 * The fields of an error that help to find the fault, and no others: PostgreSQL puts the whole failing row, hashes
 * included, into `detail`.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? String(error.code) : undefined
  // Of a refusal (platform/errors/refusal.ts).
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined
  return {
    type: name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}
