import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { permit } from '../../access/targets.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { acceptForms, FORM } from '../../transport/http/bodies.ts'
import { checkFirst } from '../../transport/http/check-first.ts'
import { credentialPrincipalOf } from '../../transport/http/gate.ts'
import { dataOf, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Introspect } from './introspect.ts'
import { Introspection, IntrospectionBatch, IntrospectionRequest, Verified, VerifyQuery } from './schemas.ts'
import type { Identity, Verify, Wanted } from './verify.ts'

const tags: Tag[] = ['Verification']

const BATCH_LIMIT_BYTES = 524_288

type Services = { introspect: Introspect; verify: Verify }

/** For other users' services, which want to know what a credential is worth. None of it is in the contract. */
export function verificationRoutes(app: Server, { introspect, verify }: Services): void {
  app.register(async (scope: Server) => {
    acceptForms(scope, fieldsOnce)
    introspectionRoute(scope, introspect)
  })
  batchRoute(app, introspect)
  verifyRoutes(app, verify)
}

function introspectionRoute(app: Server, introspect: Introspect): void {
  const route = operation(
    'introspectToken',
    {
      tags,
      summary: 'Introspect a token',
      description:
        "What an API key or access token is worth now, in the shape of RFC 7662, for services that are handed one. Only about credentials of the caller's own account; everything else is just not active. The body may be JSON or a form. Beside the usual credentials it takes those of OAuth clients, client_secret_basic and client_secret_post, with the id of an API key and the key. A key for this wants no other scope than tokens:introspect.",
    },
    { body: IntrospectionRequest },
    Introspection,
    [400, 401, 403, 429],
  )
  app.route({
    method: 'POST',
    url: '/introspect',
    ...route,
    // A form is read before anybody has proven anything.
    bodyLimit: 32_768,
    schema: { ...route.schema, consumes: ['application/json', FORM] },
    handler: async (request) => {
      const principal = credentialPrincipalOf(request)
      permit(principal, 'introspectToken', 'account')
      const [answer = { active: false }] = await introspect(principal, [request.body.token])
      return answer
    },
  })
}

function batchRoute(app: Server, introspect: Introspect): void {
  app.route({
    method: 'POST',
    url: '/introspect/batch',
    bodyLimit: BATCH_LIMIT_BYTES,
    ...operation(
      'introspectTokens',
      {
        tags,
        summary: 'Introspect many tokens',
        description: 'The same for up to 100 tokens in one call, answered in their order.',
      },
      { body: IntrospectionBatch },
      dataOf(Type.Array(Introspection), 'One for each token, in the order of the request'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = credentialPrincipalOf(request)
      permit(principal, 'introspectTokens', 'account')
      return { data: await introspect(principal, request.body.tokens) }
    },
  })
}

function verifyRoutes(app: Server, verify: Verify): void {
  const route = operation(
    'verifyCredential',
    {
      tags,
      summary: 'Verify a credential for a proxy',
      description:
        'For auth_request of nginx, ForwardAuth of Traefik, forward_auth of Caddy and ext_authz of Envoy (docs/proxies.md): the headers of the client come along, the status of the answer says whether to let it through, and its headers say who it is. Counts against the rate of the key. A request that brings such headers itself is refused.',
    },
    { querystring: VerifyQuery },
    Verified,
    [400, 401, 403, 429],
  )

  /** Without a promise where there is nothing to wait for: proxies ask for each request of theirs. */
  function answer(request: FastifyRequest, reply: FastifyReply): void {
    refuseIdentityHeaders(request)
    const identity = verify(credentialPrincipalOf(request), request.query as Wanted)
    if (identity instanceof Promise)
      identity.then(
        (signed) => send(reply, signed),
        (error: unknown) => void reply.send(error),
      )
    else send(reply, identity)
  }

  // Proxies ask, and pages of CORS_ORIGINS don't: answered as a preflight, an OPTIONS would get through without a credential.
  const config = { ...route.config, cors: false }
  app.route({ method: 'GET', url: '/verify', ...route, config, validatorCompiler: checkFirst, handler: answer })
  // Envoy asks with the method of the client's request.
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/verify',
    config,
    validatorCompiler: checkFirst,
    schema: { querystring: VerifyQuery, hide: true },
    handler: answer,
  })
}

function send(reply: FastifyReply, identity: Identity): void {
  void reply.headers(identity).send()
}

/** As services read header names that get them as variables (CGI, WSGI, PHP): whatever is no letter or digit is one. */
const IDENTITY_HEADER = /^x[^a-z0-9]quiva[^a-z0-9]/i

/**
 * A client that sends identity headers, or names that a service takes for them (`X_Quiva_User`), wants to be somebody
 * else: not every proxy would remove them, so the request is refused.
 */
function refuseIdentityHeaders({ raw: { rawHeaders } }: FastifyRequest): void {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length > 8 && IDENTITY_HEADER.test(name)) throw new Refusal('identity_header_sent')
  }
}

/** RFC 7662, §2.1: the request is a form. A name that comes twice means nothing (RFC 6749, §3.2). */
function fieldsOnce(parameters: URLSearchParams): Record<string, string> {
  if (new Set(parameters.keys()).size < parameters.size) throw invalid('/body', 'must not have a parameter twice')
  return Object.fromEntries(parameters)
}
