import type { AccessTokens } from '../access/access-tokens.ts'
import type { Server } from './server.ts'

/** `GET /.well-known/jwks.json` (RFC 7517): for whoever verifies our access tokens by themselves. */
export function serveWellKnown(app: Server, tokens: AccessTokens): void {
  app.get('/.well-known/jwks.json', { config: { open: 'documents' }, schema: { hide: true } }, (_request, reply) => {
    reply
      .header('cache-control', 'public, max-age=300')
      .type('application/jwk-set+json')
      .send(JSON.stringify(tokens.jwks()))
  })
}
