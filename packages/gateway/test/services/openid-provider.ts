import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Provider } from 'oidc-provider'
import { CLIENT, close, listen } from '../http/loopback.ts'

/** A user of the provider; `sub` stays, the rest may change. */
export type ProviderUser = {
  sub: string
  email?: string
  /** Some providers send the boolean as text. */
  email_verified?: boolean | string
  /** The address in the ID token, if it differs and addresses are in it. */
  inIdToken?: { email?: string; email_verified?: boolean | string }
}

export type TestProvider = {
  issuer: string
  /** The settings with which a gateway uses the provider. */
  environment: Record<string, string>
  /** The user who signs in next, without a password; null if the user presses Cancel. */
  user: ProviderUser | null
  /** Paths of the requests so far. */
  requests: string[]
  /**
   * Acts as a browser at the provider, with cookies, from the authorization URL until the provider sends it back to the
   * gateway; resolves with the gateway's address, which it does not visit.
   */
  visit(authorizationUrl: string): Promise<URL>
  close(): Promise<void>
}

type Options = {
  redirectUri: string
  authMethod?: 'client_secret_basic' | 'client_secret_post'
  /** The provider puts the address into the ID token instead of the UserInfo answer. */
  addressInIdToken?: boolean
}

/** A real OpenID provider (oidc-provider) on loopback. */
export async function openTestProvider(options: Options): Promise<TestProvider> {
  const { redirectUri, authMethod = 'client_secret_basic', addressInIdToken = false } = options
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {}
  const server = createServer((request, response) => handle(request, response))
  const issuer = await listen(server)
  const users = new Map<string, ProviderUser>()
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: authMethod,
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !addressInIdToken,
    pkce: { required: () => true },
    cookies: { keys: ['a key for the cookies of a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: (use: string) => {
        const { inIdToken, ...user } = users.get(sub) ?? { sub }
        return use === 'id_token' && inIdToken ? { sub, ...inIdToken } : user
      },
    }),
  })
  const oidc = provider.callback()

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { user } = test
    const { params } = await provider.interactionDetails(request, response)
    if (!user) return provider.interactionFinished(request, response, { error: 'access_denied' })
    users.set(user.sub, user)
    const grant = new provider.Grant({ accountId: user.sub, clientId: params.client_id })
    grant.addOIDCScope('openid email')
    const grantId = await grant.save()
    await provider.interactionFinished(request, response, { login: { accountId: user.sub }, consent: { grantId } })
  }

  handle = (request, response) => {
    test.requests.push(new URL(request.url ?? '/', issuer).pathname)
    if (request.url?.startsWith('/interaction/'))
      interact(request, response).catch((error) => response.destroy(error instanceof Error ? error : undefined))
    else oidc(request, response)
  }

  const test: TestProvider = {
    issuer,
    environment: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
    user: null,
    requests: [],
    visit: (authorizationUrl) => visit(authorizationUrl, redirectUri),
    close: () => close(server),
  }
  return test
}

async function visit(authorizationUrl: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = new URL(authorizationUrl)
  for (let hop = 0; hop < 10; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`the provider answered ${response.status} ${await response.text()}`)
    url = new URL(location, url)
    if (url.href.startsWith(redirectUri)) return url
  }
  throw new Error('the provider redirects without end')
}
