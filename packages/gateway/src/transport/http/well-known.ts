import type { SigningKeys } from '../../access/signing-keys.ts'
import { DOCUMENT_CACHING } from './every-request.ts'
import type { Server } from './server.ts'

/** What programs look for at the addresses that RFC 8615 keeps for them. `issuer` is PUBLIC_URL. */
export function serveWellKnown(app: Server, keys: SigningKeys, issuer: string): void {
  // RFC 7517: for whoever verifies our access tokens by themselves.
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
 * RFC 8414, §2, of what there is: keys and introspection. Nobody gets a token by OAuth here, so that there is neither an
 * authorization nor a token endpoint. The two empty lists say so: the first is required, and without the second a client
 * would take it for the authorization code and implicit grants.
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
