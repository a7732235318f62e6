import { ConnectionError, parseErrorBody, QuivaError } from './errors.ts'

export type Fetch = (request: Request) => Promise<Response>

/** The largest answer that is read; those of the gateway stay far below, but for images (14 MiB in base64). */
const LARGEST_ANSWER_BYTES = 20 * 1_048_576

/**
 * Sends a request and resolves to the gateway's answer of success, read whole and known to be a JSON object. Rejects with
 * a QuivaError for an answer of failure, with a ConnectionError if there is none, and with the caller's own reason if the
 * caller aborts. Waits `timeoutMs` at most, the body included, and follows no redirect: that would carry the credential
 * to where it leads.
 */
export function createTransport(fetch: Fetch, timeoutMs: number): Fetch {
  return async function send(request) {
    const overdue = AbortSignal.timeout(timeoutMs)
    const { status, headers, text } = await exchange(request, AbortSignal.any([request.signal, overdue]))
    const body = parseObject(text)
    if (body && status >= 200 && status < 300) return new Response(text, { status })
    const failure = body && status >= 400 ? parseErrorBody(body) : undefined
    if (failure) throw new QuivaError(status, failure, seconds(headers.get('retry-after')))
    throw new ConnectionError(
      'not_a_gateway',
      `${origin(request)} answers, but not as a Quiva gateway (status ${status})`,
    )
  }

  async function exchange(request: Request, signal: AbortSignal) {
    try {
      const response = await fetch(new Request(request, { redirect: 'error', signal }))
      return { status: response.status, headers: response.headers, text: await readText(response) }
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason
      if (error instanceof ConnectionError) throw error
      throw connectionError(request, error)
    }
  }

  function connectionError(request: Request, cause: unknown): ConnectionError {
    if (cause instanceof Error && cause.name === 'TimeoutError') {
      return new ConnectionError('no_answer', `No answer from ${origin(request)} within ${timeoutMs / 1000} s`, {
        cause,
      })
    }
    const { code, message } = deepest(cause)
    if (message === 'unexpected redirect') {
      const text = `${origin(request)} answers with a redirect; give the address that it leads to`
      return new ConnectionError('not_a_gateway', text, { cause })
    }
    return new ConnectionError('no_answer', `No answer from ${origin(request)} (${code ?? message})`, { cause })
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > LARGEST_ANSWER_BYTES) throw new ConnectionError('not_a_gateway', 'The answer is too large')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** Never the whole address: its query may hold what no log should see. */
const origin = (request: Request) => new URL(request.url).origin

/** `fetch failed` says nothing; what happened is in its causes. */
function deepest(error: unknown): { code?: string; message: string } {
  let current = error
  while (current instanceof Error && current.cause instanceof Error) current = current.cause
  if (!(current instanceof Error)) return { message: String(current) }
  const { code } = current as NodeJS.ErrnoException
  return { ...(code !== undefined && { code }), message: current.message }
}

/** `Retry-After` in seconds (RFC 9110, §10.2.3); its other form, a date, is not one the gateway sends. */
function seconds(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
