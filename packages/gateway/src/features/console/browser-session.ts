import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticate } from '../../access/authenticate.ts'
import type { Operators } from '../../access/operators.ts'
import type { Access } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { originOf } from '../../transport/http/gate.ts'
import { challengeBody, signedInBody } from '../authentication/auth-response.ts'
import type { SignedIn, SignInOutcome } from '../authentication/complete-sign-in.ts'
import type { Refresh, Refreshable } from '../authentication/refresh.ts'
import type { Revoke } from '../authentication/revoke.ts'
import type { LoginData } from '../users/login-data.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What the operations of the console have in common: the cookie in, the cookie out. */
export type BrowserSession = {
  /** The session of the cookie; throws `no_session`. */
  find(request: FastifyRequest): Promise<Refreshable>
  /** Does something with the session of the cookie; what is wrong with it becomes `no_session`. */
  using<T>(work: () => Promise<T>): Promise<T>
  /** The body of the answer to a sign-in, which sets the cookie. */
  begin(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): Promise<SessionBody>
  /** The same for a first factor, after which a second one may be needed. */
  beginOrAsk(request: FastifyRequest, reply: FastifyReply, outcome: SignInOutcome): Promise<SignInBody>
  /** The same for a session that goes on. */
  proceed(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): Promise<SessionBody>
  /** Ends the session of the cookie, if there is one, and deletes the cookie. */
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

type SessionBody = Omit<ReturnType<typeof signedInBody>, 'refresh_token'> & {
  expires_on: string
  user: LoginData
  is_operator?: true
}
type SignInBody = SessionBody | ReturnType<typeof challengeBody>

type Deps = {
  cookie: SessionCookie
  authenticate: Authenticate
  operators: Pick<Operators, 'isNamed'>
  getLoginData: (access: Access) => Promise<LoginData>
  refresh: Refresh
  revoke: Revoke
  log: Log
}

export function createBrowserSession(deps: Deps): BrowserSession {
  const { cookie, authenticate, operators, getLoginData, refresh, revoke, log } = deps

  async function proceed(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): Promise<SessionBody> {
    const { refresh_token: refreshToken, ...body } = signedInBody(signedIn)
    const access = await authenticate.find({ type: 'access_token', secret: body.auth_token })
    if (!access) throw new Refusal('no_session', { reason: 'the session has ended meanwhile' })
    const principal = { ...access.principal, address: request.limitedAddress }
    const user = await getLoginData({ principal, account: access.account })
    reply.header('set-cookie', cookie.write(request.headers, refreshToken))
    const isOperator = operators.isNamed(principal.email)
    return {
      ...body,
      expires_on: new Date(principal.expiresAt).toISOString(),
      user,
      ...(isOperator && { is_operator: true as const }),
    }
  }

  /**
   * A sign-in always begins a new session, whatever cookie the browser had (session fixation), and the browser forgets
   * the old one: so that one ends too.
   */
  async function endReplaced(request: FastifyRequest): Promise<void> {
    const replaced = cookie.read(request.headers)
    if (replaced === undefined) return
    await revoke.byRefreshToken(replaced, originOf(request), 'replaced').catch((error: unknown) => {
      // The user is signed in, and the old session ends by itself.
      log.error({ err: error, requestId: request.id }, 'the session that a sign-in replaces could not be ended')
    })
  }

  async function using<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid_token') throw error
      throw new Refusal('no_session', { cause: error, ...(error.reason !== undefined && { reason: error.reason }) })
    }
  }

  async function begin(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): Promise<SessionBody> {
    const body = await proceed(request, reply, signedIn)
    await endReplaced(request)
    return body
  }

  return {
    async find({ headers }) {
      const refreshToken = cookie.read(headers)
      if (refreshToken === undefined) throw new Refusal('no_session', { reason: 'there is no cookie of this gateway' })
      return using(() => refresh.findAlone(refreshToken))
    },
    using,
    begin,
    beginOrAsk: async (request, reply, outcome) =>
      outcome.kind === 'factor_required' ? challengeBody(outcome) : begin(request, reply, outcome),
    proceed,
    async end(request, reply) {
      const refreshToken = cookie.read(request.headers)
      if (refreshToken !== undefined) await revoke.byRefreshToken(refreshToken, originOf(request), 'signed_out')
      reply.header('set-cookie', cookie.clear(request.headers))
    },
  }
}
