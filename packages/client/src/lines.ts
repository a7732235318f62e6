import { ConnectionError } from './errors.ts'

/** What says that an answer is a stream of JSON lines. */
export const LINES_TYPE = 'application/x-ndjson'

/** Far above any line of ours. */
const LONGEST_LINE = 1_048_576

/**
 * The lines of an answer, as they come; one that ends in the middle of a line, or otherwise too early, rejects with a
 * ConnectionError, one that the caller aborts with the caller's reason. Waits `timeoutMs` at most for each piece, however
 * long the whole takes.
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  timeoutMs: number,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await readWithin(timeoutMs, reader, signal)
      if (done) break
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > LONGEST_LINE) throw new ConnectionError('not_a_gateway', 'A line of the answer is too long')
      yield* lines
    }
    if (rest !== '') throw brokenOff()
  } finally {
    // Whoever takes no more lets the gateway know; of a stream that has ended there is nothing to cancel.
    await reader.cancel().catch(() => undefined)
  }
}

async function readWithin(
  timeoutMs: number,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal | undefined,
) {
  const { promise: overdue, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(brokenOff()), timeoutMs)
  try {
    return await Promise.race([reader.read(), overdue])
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw error instanceof ConnectionError ? error : brokenOff(error)
  } finally {
    clearTimeout(timer)
  }
}

function brokenOff(cause?: unknown): ConnectionError {
  return new ConnectionError('no_answer', 'The connection broke before the answer was complete', { cause })
}
