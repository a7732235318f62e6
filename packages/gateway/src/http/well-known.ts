import type { SigningKeys } from '../access/signing-keys.ts'
import type { Server } from './server.ts'

/** `GET /.well-known/jwks.json` (RFC 7517): for whoever verifies our access tokens by themselves. */
export function serveWellKnown(app: Server, keys: SigningKeys): void {
  app.get(
    '/.well-known/jwks.json',
    { config: { open: 'documents' }, schema: { hide: true } },
    async (_request, reply) => {
      const jwks = JSON.stringify(await keys.jwks())
      return reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json').send(jwks)
    },
  )
}
