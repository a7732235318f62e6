import { createClient, type EmbedSession } from '@quiva/client'
import type { Session, SessionState } from '../session/session.ts'

/** Gets a token from the server of the page. */
export type GetToken = () => Promise<string>

type News = { onOpened(opened: EmbedSession): void; onExpired(): void; onError(error: unknown): void }

/** So long before its end, a session is renewed. */
const AHEAD_MS = 60_000
/**
 * No session is renewed sooner: the clock of a browser may be an hour ahead, and would have it ask again and again. Where
 * it is behind, the first answer 401 renews.
 */
const SHORTEST_MS = 5 * 60_000

export type EmbeddedSession = Session & {
  /** Opens the first session, or one in place of the last. */
  open(token: string): Promise<void>
  /** From now on nothing is renewed, and the token is forgotten. */
  stop(): void
}

/** The session of one element. Its token is in this closure and nowhere else: no storage, no cookie. */
export function createEmbeddedSession(gateway: string, getToken: GetToken | undefined, news: News): EmbeddedSession {
  const state: SessionState = { kind: 'unknown' }
  let auth: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let renewing: Promise<void> | undefined
  let stopped = false
  const anonymous = createClient({ baseUrl: gateway, retries: 0 })

  async function open(token: string): Promise<void> {
    const { data } = await anonymous.POST('/embed/session', { body: { token } })
    if (stopped) return
    auth = data.auth_token
    clearTimeout(timer)
    timer = setTimeout(() => void renew(), Math.max(SHORTEST_MS, Date.parse(data.expires_on) - Date.now() - AHEAD_MS))
    news.onOpened(data)
  }

  /** One at a time, for all that wait. */
  function renew(): Promise<void> {
    renewing ??= (async () => {
      if (!getToken) return news.onExpired()
      try {
        await open(await getToken())
      } catch (error) {
        news.onError(error)
        news.onExpired()
      }
    })().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  const send = (request: Request) => {
    if (auth !== undefined) request.headers.set('authorization', `Bearer ${auth}`)
    return fetch(new Request(request, { credentials: 'omit', referrerPolicy: 'no-referrer' }))
  }

  return {
    open,
    stop() {
      stopped = true
      auth = undefined
      clearTimeout(timer)
    },
    async fetch(request) {
      const used = auth
      const answer = await send(request.clone())
      if (answer.status !== 401 || stopped) return answer
      if (auth === used) await renew()
      return auth === used ? answer : send(request)
    },
    getState: () => state,
    subscribe: () => () => undefined,
    signIn: () => Promise.reject(new Error('nobody signs in here')),
    signOut: () => Promise.reject(new Error('nobody signs out here')),
    resume: () => Promise.resolve(),
  }
}
