import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors/refusal.ts'

/** A host as the header Host and an origin have it: this machine only, so that nobody else reads what is sent there. */
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i

export const isLoopbackHost = (host: string | undefined): boolean => host !== undefined && LOOPBACK.test(host)

/**
 * Creates what wraps the routes of operations that use the cookie of the session, or set it: only pages of the gateway
 * itself may call them, and whatever CORS_ORIGINS says, no page of another origin reads an answer, be it a refusal. The cookie is SameSite=Strict, but other hosts of the same site would send it too, and it does
 * not protect a sign-in, at which there is none yet: another page could sign its visitor in as somebody else.
 */
export function createForOwnPages(publicUrl: string) {
  const own = new URL(publicUrl).origin
  const onRequest = (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
    const problem = originProblem(request.headers, own)
    done(problem === undefined ? undefined : new Refusal('forbidden_origin', { reason: problem }))
  }
  return <Route extends { config: object }>(route: Route) => ({
    ...route,
    onRequest,
    config: { ...route.config, cors: false },
  })
}

/**
 * Says why the request comes from no page of ours; undefined if it does. The browser says so itself in Sec-Fetch-Site
 * (Fetch Metadata Request Headers, §2.3), which no script can set. Older browsers, and all on plain http, send only
 * Origin. A program that is no browser has no session to steal, and sends neither.
 *
 * An origin on plain http is accepted only on the machine itself. Anywhere else the browser would drop the cookie; and a
 * page that has pointed its own name at this machine (DNS rebinding) is of the same origin to the browser, but not to us.
 */
export function originProblem(headers: IncomingHttpHeaders, own: string): string | undefined {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin?.startsWith('http://') && !isLoopbackHost(origin.slice('http://'.length)))
    return 'the page was loaded over plain http'
  if (site !== undefined) {
    if (site !== 'same-origin') return 'the page is of another origin (Sec-Fetch-Site)'
    return origin === 'null' ? 'the page has an opaque origin' : undefined
  }
  return origin === own ? undefined : 'there is no Sec-Fetch-Site, and Origin is not PUBLIC_URL'
}
