import { type ConsoleSession, createClient, type MfaRequiredResponse, QuivaError } from '@quiva/client'

/**
 * Who is signed in in this browser. `unknown` until the first answer of the gateway; `in` has the account that the
 * session is for. `suspended`: an operator of the gateway has suspended that account, and the session waits.
 */
export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'out'; ended: boolean }
  | { kind: 'suspended' }
  | { kind: 'in'; account: ConsoleSession['account']; user: ConsoleSession['user']; isOperator: boolean }

type SignInAnswer = ConsoleSession | MfaRequiredResponse

/** A way of signing in, by the last part of its path under /console/session. */
export type SignInStep = '' | '/totp' | '/recovery-code' | '/passkey' | '/oauth' | '/account'

export type Session = {
  getState(): SessionState
  subscribe(listener: () => void): () => void
  /** Sends a step of the sign-in; when it is complete, everybody in this browser is signed in. */
  signIn(step: SignInStep, body: object): Promise<SignInAnswer>
  signOut(): Promise<void>
  /** Finds out who is signed in: the cookie says it to the gateway, never to this page. */
  resume(): Promise<void>
  /** Sends a request as the signed-in user. An access token that has expired is renewed, once for all tabs. */
  fetch(request: Request): Promise<Response>
}

/** What the tabs of one browser tell each other. The token stays in their memory: no storage ever has it. */
type News = { kind: 'in'; round: string; token: string; answer: ConsoleSession } | { kind: 'out' }

/** The routes of the session, which are the same but for what they take. */
type SessionRoutes = {
  POST(path: string, options: { body: object }): Promise<object>
  DELETE(path: string): Promise<object>
}

const LOCK = 'quiva-session'
/** The code of the refusal while an operator has the account suspended. */
const SUSPENDED = 'account_suspended'
/** Where tabs find the name of the newest round: a random text that says nothing but that there was a renewal. */
const ROUND = 'quiva-session-round'
/** Longer than the news of a renewal takes from one tab to the next. */
const NEWS_MS = 3_000

/** Creates the session of this tab. The refresh token is in a cookie that no script can read (docs/console.md). */
export function createSession(): Session {
  let state: SessionState = { kind: 'unknown' }
  let token: string | undefined
  const listeners = new Set<() => void>()
  const routes = createClient({ baseUrl: location.origin }) as unknown as SessionRoutes
  const post = async <Answer>(step: string, body: object): Promise<Answer> =>
    ((await routes.POST(`/console/session${step}`, { body })) as { data: Answer }).data
  const otherTabs = new BroadcastChannel('quiva-session')
  let round: string | null = null
  otherTabs.onmessage = ({ data }: MessageEvent<News>) => {
    if (data.kind === 'out') return leave(true)
    round = data.round
    accept(data.token, data.answer)
  }

  function become(next: SessionState): void {
    state = next
    for (const listener of listeners) listener()
  }

  function accept(newToken: string, answer: ConsoleSession): void {
    token = newToken
    const { account, user } = answer
    const isOperator = answer.is_operator === true
    const isSame =
      state.kind === 'in' &&
      state.account.id === account.id &&
      state.user.user_id === user.user_id &&
      state.isOperator === isOperator
    if (!isSame) become({ kind: 'in', account, user, isOperator })
  }

  function leave(ended: boolean): void {
    token = undefined
    if (state.kind !== 'out') become({ kind: 'out', ended })
  }

  function pause(): void {
    token = undefined
    if (state.kind !== 'suspended') become({ kind: 'suspended' })
  }

  function publish(answer: ConsoleSession): void {
    round = crypto.randomUUID()
    localStorage.setItem(ROUND, round)
    accept(answer.auth_token, answer)
    otherTabs.postMessage({ kind: 'in', round, token: answer.auth_token, answer } satisfies News)
  }

  /** The lock can come before the news of what was done under it: then waits for that. */
  async function untilUpToDate(): Promise<void> {
    for (const end = Date.now() + NEWS_MS; localStorage.getItem(ROUND) !== round && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 10))
  }

  /** Renews the access token `stale`, unless another tab or request has done so meanwhile. */
  async function renew(stale: string | undefined): Promise<string | undefined> {
    await navigator.locks.request(LOCK, async () => {
      // A tab that has just been opened has no token to compare, and nothing to wait for.
      if (stale !== undefined) await untilUpToDate()
      if (token !== stale) return
      try {
        publish(await post<ConsoleSession>('/refresh', {}))
      } catch (error) {
        if (error instanceof QuivaError && error.code === SUSPENDED) return pause()
        if (!(error instanceof QuivaError && error.status === 401)) throw error
        // Nobody was signed out by us: the session had ended. Other tabs find that out by themselves.
        leave(state.kind === 'in')
      }
    })
    return token
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async signIn(step, body) {
      const answer = await navigator.locks.request(LOCK, () => post<SignInAnswer>(step, body))
      if ('auth_token' in answer) publish(answer)
      return answer
    },
    async signOut() {
      await navigator.locks.request(LOCK, () => routes.DELETE('/console/session'))
      otherTabs.postMessage({ kind: 'out' } satisfies News)
      leave(false)
    },
    async resume() {
      await renew(undefined)
    },
    async fetch(request) {
      const used = token
      const answer = await fetch(withToken(request.clone(), used))
      if (state.kind !== 'in') return answer
      if (answer.status === 403 && (await codeOf(answer)) === SUSPENDED) pause()
      // Only the gate's own refusal: other codes with 401 mean something in the body, such as a wrong password.
      if (answer.status !== 401 || (await codeOf(answer)) !== 'unauthorized') return answer
      const renewed = token === used ? await renew(used) : token
      return renewed === undefined ? answer : fetch(withToken(request, renewed))
    },
  }
}

function withToken(request: Request, token: string | undefined): Request {
  if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`)
  return request
}

async function codeOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.clone().json()
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
}
