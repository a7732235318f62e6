import createFetchClient from 'openapi-fetch'
import type { Client, Method } from './calls.ts'
import { type Credential, createSendWithCredential, type TokenPair } from './credentials.ts'
import { ConnectionError } from './errors.ts'
import type { paths } from './generated/schema.ts'
import { newIdempotencyKey } from './idempotency.ts'
import { readLines } from './lines.ts'
import { createSendAgain } from './retry.ts'
import { createTransport, type Fetch } from './transport.ts'

export type { AnswerOf, BodyOf, Client, PathsOfRows, PathsWith, QueryOf, RowOf } from './calls.ts'
export type { Credential, TokenPair } from './credentials.ts'
export { ConnectionError, type ProblemDetail, QuivaError } from './errors.ts'
// The types of what goes over the wire by their names: `Account`, `ApiKey`, `CreateAccountRequest` and so on.
export type * from './generated/schema.ts'

export type ClientOptions = {
  /** The address of the gateway, such as `https://gateway.example.com`. */
  baseUrl: string
  /** Without a credential, only the operations that need none can be called. */
  credential?: Credential
  /** Used instead of the global `fetch`, for example for proxies, tests or your own headers. */
  fetch?: Fetch
  /**
   * Called with each new pair before it is used, so that you can store it, and with the pair that it replaces. If it
   * throws, the request fails with that error, and the next request tries again.
   */
  onTokens?: (pair: TokenPair, previous: TokenPair) => void | Promise<void>
  /**
   * For several processes that share one session: returns the pair that is stored now. It is called before a refresh,
   * because another process may have refreshed already.
   */
  latestTokens?: () => TokenPair | undefined | Promise<TokenPair | undefined>
  /** The longest time for a request and its answer; for an answer in lines, for each piece. Default 30,000. */
  timeoutMs?: number
  /**
   * How often a request is sent again that failed for a moment only (429, 503, no answer), if it is safe to repeat: a
   * GET, or one with an Idempotency-Key. The client waits as long as `Retry-After` says if that is 10 s at most, else up
   * to 250 ms, then up to twice as long each time. Default 2; 0 sends nothing again.
   */
  retries?: number
}

/**
 * Creates a client of the gateway at `baseUrl`, with types from the gateway's own OpenAPI document. The client renews an
 * expired access token, repeats what is safe to repeat, does not follow redirects, and never puts a full API key into a
 * URL.
 */
export function createClient({
  baseUrl,
  credential,
  fetch = globalThis.fetch,
  onTokens,
  latestTokens,
  timeoutMs = 30_000,
  retries = 2,
}: ClientOptions): Client {
  if (credential) assertHeaderValue('apiKey' in credential ? credential.apiKey : credential.authToken)
  const send = createSendAgain(
    createTransport((request) => fetch(request), timeoutMs),
    retries,
  )
  const anonymous = createFetchClient<paths>({ baseUrl, fetch: send })

  async function exchange({ authToken, refreshToken }: TokenPair): Promise<TokenPair> {
    const body = { auth_token: authToken, refresh_token: refreshToken }
    const { data: answer } = await anonymous.POST('/accounts/refresh-token', { body })
    // The transport lets nothing through but a success.
    if (!answer) throw new Error('the answer to refresh-token has no body')
    return { authToken: answer.data.auth_token, refreshToken: answer.data.refresh_token }
  }

  const inner = credential
    ? createFetchClient<paths>({
        baseUrl,
        fetch: createSendWithCredential({ send, credential, exchange, onTokens, latestTokens }),
      })
    : anonymous
  const request = inner.request as unknown as (method: Method, path: string, init: Init) => Promise<{ data: unknown }>
  const call =
    (method: Method) =>
    async (path: string, options: Options = {}): Promise<unknown> => {
      const init = keepKeyOutOfAddress(method, options)
      const given = options.params?.header?.['idempotency-key'] !== undefined
      const headers = given ? init.headers : { ...newIdempotencyKey(method, path), ...init.headers }
      return (await request(method, path, { ...init, ...(headers && { headers }) })).data
    }

  async function* rows(path: string, options: Options = {}): AsyncGenerator<unknown> {
    let query: Record<string, unknown> = { limit: ROWS_PER_PAGE, ...options.params?.query }
    for (;;) {
      const page = (await call('get')(path, { ...options, params: { ...options.params, query } })) as Page
      yield* page.data
      if (typeof page.next_cursor !== 'string') return
      query = { ...query, cursor: page.next_cursor }
    }
  }

  async function* lines(path: string, options: Options = {}): AsyncGenerator<string> {
    const { data: body } = await request('get', path, { ...keepKeyOutOfAddress('get', options), parseAs: 'stream' })
    if (!(body instanceof ReadableStream))
      throw new ConnectionError('not_a_gateway', 'The answer does not consist of lines')
    yield* readLines(body, timeoutMs, options.signal)
  }

  // What the types promise is what the document says; openapi-fetch takes the same, at run time without types.
  return {
    GET: call('get'),
    PUT: call('put'),
    POST: call('post'),
    PATCH: call('patch'),
    DELETE: call('delete'),
    ROWS: rows,
    LINES: lines,
  } as unknown as Client
}

/** As many as the lists give at once (docs/lists.md). */
const ROWS_PER_PAGE = 500

type Page = { data: unknown[]; next_cursor?: string | null }
type Options = {
  params?: { query?: Record<string, unknown>; header?: Record<string, unknown> }
  body?: object
  signal?: AbortSignal
}
type Init = Options & { headers?: Record<string, string>; parseAs?: 'stream' }

/**
 * The contract has the full key in the query of getApiCreds and deleteApiKey, and addresses end up in logs. The gateway
 * takes it from X-Api-Key and from the body as well.
 */
function keepKeyOutOfAddress(method: Method, { params, body, signal }: Options): Init {
  const { key, ...query } = params?.query ?? {}
  const init = { ...(params && { params: { ...params, query } }), ...(body && { body }), ...(signal && { signal }) }
  if (typeof key !== 'string') return init
  assertHeaderValue(key)
  return method === 'get' ? { ...init, headers: { 'x-api-key': key } } : { ...init, body: { ...body, key } }
}

/** Checked here, since the platform's own error for it would quote the secret. */
function assertHeaderValue(secret: string): void {
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new TypeError('the API key or token is empty or contains characters that are not allowed in it')
}
