import { QuivaError } from './errors.ts'
import type { Fetch } from './transport.ts'

/** The tokens of a session: the access token is for requests, the refresh token gets the next pair. */
export type TokenPair = { authToken: string; refreshToken: string }

export type Credential = { apiKey: string } | TokenPair

type Parts = {
  send: Fetch
  credential: Credential
  /** POST /accounts/refresh-token. */
  exchange: (pair: TokenPair) => Promise<TokenPair>
  onTokens: ((pair: TokenPair, previous: TokenPair) => void | Promise<void>) | undefined
  latestTokens: (() => TokenPair | undefined | Promise<TokenPair | undefined>) | undefined
}

/**
 * Sends requests with a credential. When the access token is refused, gets a new pair and repeats the request, once: the
 * gateway refuses before it does anything, so nothing happens twice. Requests that fail together share one refresh.
 */
export function createSendWithCredential({ send, credential, exchange, onTokens, latestTokens }: Parts): Fetch {
  let current = credential
  let renewal: Promise<TokenPair> | undefined

  async function renew(stale: TokenPair): Promise<TokenPair> {
    const stored = await latestTokens?.()
    // Another process was faster. Its pair counts, since a refresh token that is used late ends the session.
    const renewed = stored && stored.authToken !== stale.authToken ? stored : await exchange(stale)
    // Stored before it is used: a process that is killed in between still finds a pair that works.
    if (renewed !== stored) await onTokens?.(renewed, stale)
    current = renewed
    return renewed
  }

  function freshPair(refused: TokenPair): Promise<TokenPair> {
    // The pair was renewed while this request was on its way.
    if ('authToken' in current && current.authToken !== refused.authToken) return Promise.resolve(current)
    renewal ??= renew(refused).finally(() => {
      renewal = undefined
    })
    return renewal
  }

  return async function sendWithCredential(request) {
    const used = current
    if ('apiKey' in used) return send(withCredential(request, used))
    try {
      return await send(withCredential(request.clone(), used))
    } catch (error) {
      // Only the gate's own refusal: other codes with 401 mean something in the body, such as a wrong password.
      if (!(error instanceof QuivaError && error.status === 401 && error.code === 'unauthorized')) throw error
      return send(withCredential(request, await freshPair(used)))
    }
  }
}

function withCredential(request: Request, credential: Credential): Request {
  if (!('apiKey' in credential)) request.headers.set('authorization', `Bearer ${credential.authToken}`)
  // X-Api-Key already names the key whose creds are asked for; then Authorization says who asks.
  else if (request.headers.has('x-api-key')) request.headers.set('authorization', `Bearer ${credential.apiKey}`)
  else request.headers.set('x-api-key', credential.apiKey)
  return request
}
