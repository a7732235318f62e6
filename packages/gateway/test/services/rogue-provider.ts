import { createServer, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { CLIENT, close, listen } from '../http/loopback.ts'

/** The content and the signer of the next ID token; every part can be wrong. */
export type Forgery = {
  claims?: JWTPayload & { email?: string; email_verified?: unknown }
  /** Signed by somebody else's key. */
  foreignKey?: boolean
  /** `alg: none`, without a signature. */
  unsigned?: boolean
  /** The token endpoint's whole answer, instead of tokens. */
  answer?: (response: ServerResponse) => void
}

export type RogueProvider = {
  issuer: string
  environment: Record<string, string>
  forge: Forgery
  /** Changes of the discovery document; `hang` never answers. */
  discovery: Record<string, unknown> | 'hang' | 'broken'
  requests: string[]
  /** Acts as a browser that signs in; returns the query with which it comes back. */
  visit(authorizationUrl: string): { code: string; state: string }
  close(): Promise<void>
}

/** A provider that breaks the protocol where a test wants it to. */
export async function openRogueProvider(user: { sub: string; email: string }): Promise<RogueProvider> {
  const key = await generateKeyPair('ES256', { extractable: true })
  const foreign = await generateKeyPair('ES256')
  const nonces = new Map<string, string>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    rogue.requests.push(pathname)
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => void answer(pathname, new URLSearchParams(body), response))
  })
  const issuer = await listen(server)

  async function answer(pathname: string, form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (pathname.endsWith('/openid-configuration')) {
      if (rogue.discovery === 'hang') return
      if (rogue.discovery === 'broken') return void response.writeHead(503).end('away')
      json(response, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['ES256'],
        ...rogue.discovery,
      })
    } else if (pathname === '/jwks') {
      json(response, { keys: [{ ...(await exportJWK(key.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] })
    } else if (pathname === '/token') {
      const { forge } = rogue
      if (forge.answer) forge.answer(response)
      else json(response, { access_token: 'an access token', token_type: 'Bearer', id_token: await idToken(form) })
    } else response.writeHead(404).end()
  }

  async function idToken(form: URLSearchParams): Promise<string> {
    const { claims, foreignKey, unsigned } = rogue.forge
    const now = Math.floor(Date.now() / 1000)
    const nonce = nonces.get(form.get('code') ?? '')
    const payload = {
      iss: issuer,
      aud: CLIENT.id,
      iat: now,
      exp: now + 60,
      nonce,
      ...user,
      email_verified: true,
      ...claims,
    }
    if (unsigned) {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${part({ alg: 'none' })}.${part(payload)}.`
    }
    const signer = new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k' })
    return signer.sign(foreignKey ? foreign.privateKey : key.privateKey)
  }

  const rogue: RogueProvider = {
    issuer,
    environment: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
    forge: {},
    discovery: {},
    requests: [],
    visit(authorizationUrl) {
      const { searchParams } = new URL(authorizationUrl)
      const code = `code-${nonces.size}`
      nonces.set(code, searchParams.get('nonce') ?? '')
      return { code, state: searchParams.get('state') ?? '' }
    },
    close: () => close(server),
  }
  return rogue
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
