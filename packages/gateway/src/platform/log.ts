import { pino } from 'pino'

/** The part of pino that the modules use: fields first, then a sentence for users. */
export type Log = Record<
  'error' | 'warn' | 'info' | 'debug',
  (fields: Record<string, unknown>, message: string) => void
>

/**
 * JSON lines on standard output. Redaction is the second net: nothing hands a secret to the log in the first place,
 * and a test reads the whole log of a whole flow to prove it.
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
 * Of an error what helps to find the fault. Not whatever else hangs on it: PostgreSQL puts the whole failing row, hashes
 * and all, into `detail`.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? String(error.code) : undefined
  return {
    type: name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}
