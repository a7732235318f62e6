import { ConnectionError, parseErrorBody, QuivaError } from './errors.ts'
import { LINES_TYPE } from './lines.ts'

export type Fetch = (request: Request) => Promise<Response>

/** The largest answer that is read; those of the gateway stay far below, but for images (14 MiB in base64). */
const LARGEST_ANSWER_BYTES = 20 * 1_048_576

/** What a proxy answers for as long as no gateway is behind it. */
const OF_A_PROXY = [502, 503, 504]

/**
 * Sends a request and resolves to the gateway's answer of success: JSON lines unread, anything else read whole and known
 * to be a JSON object. Rejects with a QuivaError for an answer of failure, with a ConnectionError if there is none, and
 * with the caller's own reason if the caller aborts. Waits `timeoutMs` at most, the body included if it is read, and
 * follows no redirect: that would carry the credential to where it leads.
 */
export function createTransport(fetch: Fetch, timeoutMs: number): Fetch {
  return async function send(request) {
    const deadline = createDeadline(timeoutMs)
    try {
      const { response, text } = await exchange(request, AbortSignal.any([request.signal, deadline.signal]))
      if (text === undefined) return response
      const { status, headers } = response
      const body = parseObject(text)
      if (body && status >= 200 && status < 300) return new Response(text, { status })
      const failure = body && status >= 400 ? parseErrorBody(body) : undefined
      if (failure) {
        const requestId = headers.get('x-request-id') ?? undefined
        throw new QuivaError(status, failure, { retryAfterSeconds: seconds(headers.get('retry-after')), requestId })
      }
      const message = `${origin(request)} answered, but is not a Quiva gateway (status ${status})`
      throw new ConnectionError('not_a_gateway', message, { isMomentary: OF_A_PROXY.includes(status) })
    } finally {
      deadline.lift()
    }
  }

  /** The text is undefined where the body is left for the caller to read. */
  async function exchange(request: Request, signal: AbortSignal): Promise<{ response: Response; text?: string }> {
    try {
      const response = await fetch(new Request(request, { redirect: 'error', signal }))
      const isLines = response.ok && response.headers.get('content-type')?.startsWith(LINES_TYPE)
      return isLines ? { response } : { response, text: await readText(response) }
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
      const text = `${origin(request)} answered with a redirect; use the address that it redirects to`
      return new ConnectionError('not_a_gateway', text, { cause })
    }
    const text = `No answer from ${origin(request)} (${code ?? message})`
    return new ConnectionError('no_answer', text, { cause, isMomentary: true })
  }
}

/** Like AbortSignal.timeout, but for one that may be lifted: what is read later has all the time. */
function createDeadline(ms: number): { signal: AbortSignal; lift(): void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('the time limit was reached', 'TimeoutError')), ms)
  return { signal: controller.signal, lift: () => clearTimeout(timer) }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  // Not `for await`: Safari learnt that only lately.
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.byteLength
    if (bytes > LARGEST_ANSWER_BYTES) {
      await reader?.cancel()
      throw new ConnectionError('not_a_gateway', 'The answer is too large')
    }
    text += decoder.decode(part.value, { stream: true })
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
