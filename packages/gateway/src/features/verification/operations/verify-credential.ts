import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { checkFirst } from '../../../transport/http/check-first.ts'
import type { AtOnce } from '../../../transport/http/first-look.ts'
import { credentialPrincipalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import { type Prepared, prepare, sendPrepared } from '../../../transport/http/prepared.ts'
import type { Server } from '../../../transport/http/server.ts'
import { Verified, VerifyQuery } from '../schemas.ts'
import type { Identity, Verify, Wanted } from '../verify.ts'

export function verifyCredential(app: Server, { verify }: { verify: Verify }): void {
  const route = operation(
    'verifyCredential',
    {
      tags: ['Verification'],
      summary: 'Verify a credential for a proxy',
      description:
        'For auth_request of nginx, ForwardAuth of Traefik, forward_auth of Caddy and ext_authz of Envoy (docs/proxies.md). The proxy sends the headers of the client; the status of the answer says whether to let the request through, and its headers say who the client is. It counts towards the rate limit and the quota of the key, and says what is left. A request that already has such headers is refused.',
    },
    { querystring: VerifyQuery },
    Verified,
    [400, 401, 402, 403, 429],
  )

  const answers = new WeakMap<Identity, Prepared>()

  /** Most identities are kept as long as their principals. */
  function answerOf(identity: Identity): Prepared {
    const known = answers.get(identity)
    if (known) return known
    const answer = prepare({ ...identity, 'content-length': '0' })
    answers.set(identity, answer)
    return answer
  }

  /** Answers without a promise if there is nothing to wait for, since proxies call this for each of their requests. */
  function answer(request: FastifyRequest, reply: FastifyReply): void {
    refuseIdentityHeaders(request.raw)
    const identity = verify(credentialPrincipalOf(request), request.query as Wanted)
    if (identity instanceof Promise)
      identity.then(
        (signed) => sendPrepared(reply, answerOf(signed)),
        (error: unknown) => void reply.send(error),
      )
    else sendPrepared(reply, answerOf(identity))
  }

  /** A JWT may have to be signed first. */
  const atOnce: AtOnce = ({ principal }, raw, query) => {
    const wanted = query as Wanted
    if (wanted.audience !== undefined) return undefined
    refuseIdentityHeaders(raw)
    const identity = verify(principal, wanted)
    return identity instanceof Promise ? undefined : answerOf(identity)
  }

  // Only proxies call it, and no pages of CORS_ORIGINS. If an OPTIONS request were answered as a preflight, the proxy
  // would let it through without a credential.
  const config = { ...route.config, cors: false }
  app.route({
    method: 'GET',
    url: '/verify',
    ...route,
    config: { ...config, atOnce },
    validatorCompiler: checkFirst,
    handler: answer,
  })
  // Envoy asks with the method of the client's request, so every method has a route.
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/verify',
    config,
    validatorCompiler: checkFirst,
    schema: { querystring: VerifyQuery, hide: true },
    handler: answer,
  })
}

/**
 * Services that get headers as variables (CGI, WSGI, PHP) see characters other than letters and digits as the same one.
 */
const IDENTITY_HEADER = /^x[^a-z0-9]quiva[^a-z0-9]/i

/**
 * A client that sends identity headers, or headers that a service would take for them (`X_Quiva_User`), may want to
 * pass for somebody else. Not every proxy removes them, so the request is refused.
 */
function refuseIdentityHeaders({ rawHeaders }: IncomingMessage): void {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length > 8 && IDENTITY_HEADER.test(name)) throw new Refusal('identity_header_sent')
  }
}
