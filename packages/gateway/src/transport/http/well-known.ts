import type { SigningKeys } from '../../access/signing-keys.ts'
import { DOCUMENT_CACHING } from './every-request.ts'
import type { Server } from './server.ts'

/** Serves the documents under `/.well-known` (RFC 8615). `issuer` is PUBLIC_URL. */
export function serveWellKnown(app: Server, keys: SigningKeys, issuer: string): void {
  // RFC 7517: for services that verify our access tokens without asking us.
  app.get(
    '/.well-known/jwks.json',
    { config: { open: 'documents' }, schema: { hide: true } },
    async (_request, reply) => {
      const jwks = JSON.stringify(await keys.jwks())
      return reply.header('cache-control', DOCUMENT_CACHING).type('application/jwk-set+json').send(jwks)
    },
  )

  const metadata = JSON.stringify(metadataOf(issuer))
  app.get(
    '/.well-known/oauth-authorization-server',
    { config: { open: 'documents' }, schema: { hide: true } },
    async (_request, reply) => reply.header('cache-control', DOCUMENT_CACHING).type('application/json').send(metadata),
  )
}

/**
 * The metadata of RFC 8414, §2, for the parts of OAuth that the gateway offers: keys and introspection. Nobody gets a
 * token by OAuth here, so there is neither an authorization nor a token endpoint. Two empty lists say so: the first is
 * required, and without the second a client would assume the authorization code and implicit grants.
 */
function metadataOf(issuer: string) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    introspection_endpoint: `${issuer}/introspect`,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
    response_types_supported: [],
    grant_types_supported: [],
  }
}
