import type * as OpenIdClient from 'openid-client'
import type { Config } from '../../../platform/config/config.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { Log } from '../../../platform/log.ts'
import { isHttpsOrLoopback } from '../../../platform/outbound/secure-url.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { mergeEmailClaims, saysVerified, verifiedEmailIn } from './email-claims.ts'

/** The time limit of each request to the provider; if one hangs, the sign-in waits this long. */
const TIMEOUT_SECONDS = 5
/** How long a discovery document is cached. */
const DISCOVERY_MS = 3_600_000

/** Secrets that bind an authorization request to its answer; only the gateway knows them. */
export type Secrets = { verifier: string; nonce: string }

/** The user whom the provider has signed in. Issuer and subject identify them permanently; the address may change. */
export type Identity = {
  issuer: string
  subject: string
  /** The address, if it is verified (email-claims.ts). May ask the provider. */
  verifiedEmail(): Promise<string | undefined>
}

/** The configured OpenID provider. Every method throws `oauth_provider_failed` if it doesn't answer as it should. */
export type OpenIdProvider = {
  /**
   * The address to which the browser is sent: authorization code flow with PKCE (RFC 7636, S256); `connection` is a
   * parameter of Auth0.
   */
  authorizationUrl(request: Secrets & { state: string; connection?: string | undefined }): Promise<string>
  /** Exchanges a code and verifies the ID token; undefined if they prove nothing. `iss` is defined in RFC 9207. */
  redeem(
    answer: { code: string; state: string; iss?: string | undefined },
    secrets: Secrets,
  ): Promise<Identity | undefined>
}

type Loaded = {
  oidc: typeof OpenIdClient
  metadata: Readonly<OpenIdClient.ServerMetadata>
  /**
   * One client for each way of sending the client secret that the provider may accept; the one that worked comes first.
   */
  clients: OpenIdClient.Configuration[]
}

type Settings = NonNullable<Config['oidc']> & Pick<Config, 'trustedEmailDomains'> & { redirectUri: string }

export function createOpenIdProvider(
  { issuer, clientId, clientSecret, redirectUri, trustedEmailDomains }: Settings,
  log: Log,
) {
  let cached: { until: number; loaded: Promise<Loaded> } | undefined

  /** Concurrent callers share one load; a failed one is not kept. */
  function load(): Promise<Loaded> {
    if (cached && Date.now() < cached.until) return cached.loaded
    const mine = { until: Date.now() + DISCOVERY_MS, loaded: discover() }
    mine.loaded.catch(() => {
      if (cached === mine) cached = undefined
    })
    cached = mine
    return mine.loaded
  }

  async function discover(): Promise<Loaded> {
    // The library is loaded with the first sign-in, so that the gateway starts faster.
    const oidc = await import('openid-client')
    const server = new URL(issuer)
    // http is possible only to this machine: config.ts and boundedFetch refuse it elsewhere.
    const insecure = server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
    const options = { [oidc.customFetch]: boundedFetch, timeout: TIMEOUT_SECONDS, execute: insecure }
    const metadata = (await oidc.discovery(server, clientId, undefined, oidc.None(), options)).serverMetadata()
    // OpenID Connect Discovery 1.0, §3: without a list the method is client_secret_basic, but some providers accept
    // only client_secret_post.
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic', 'client_secret_post']
    const clients = [
      ...(methods.includes('client_secret_basic') ? [oidc.ClientSecretBasic(clientSecret)] : []),
      ...(methods.includes('client_secret_post') ? [oidc.ClientSecretPost(clientSecret)] : []),
    ].map((authentication) => {
      const client = new oidc.Configuration(metadata, clientId, undefined, authentication)
      client[oidc.customFetch] = boundedFetch
      client.timeout = TIMEOUT_SECONDS
      for (const extend of insecure) extend(client)
      // By default the library trusts TLS for answers of the token endpoint; this makes it verify the ID token's
      // signature too.
      oidc.enableNonRepudiationChecks(client)
      return client
    })
    return { oidc, metadata, clients }
  }

  /**
   * The client secret is sent in one of two ways, and not every provider says which. A refused attempt does not use up
   * the code.
   */
  async function grant({ oidc, clients }: Loaded, url: URL, checks: OpenIdClient.AuthorizationCodeGrantChecks) {
    for (const client of [...clients]) {
      try {
        const tokens = await oidc.authorizationCodeGrant(client, url, { ...checks })
        clients.sort((a, b) => Number(b === client) - Number(a === client))
        return { client, tokens }
      } catch (error) {
        if (!isClientRefused(oidc, error) || client === clients.at(-1)) throw error
      }
    }
    throw new Error('the provider takes no client secret')
  }

  async function orProviderFailed<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      log.warn({ issuer, ...describe(error) }, 'the OpenID provider did not answer correctly')
      throw new Refusal('oauth_provider_failed', { cause: error })
    }
  }

  const provider: OpenIdProvider = {
    authorizationUrl: ({ state, nonce, verifier, connection }) =>
      orProviderFailed(async () => {
        const { oidc, clients } = await load()
        const [client] = clients
        if (!client) throw new Error('the provider takes no client secret')
        const parameters = {
          redirect_uri: redirectUri,
          scope: 'openid email',
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(connection !== undefined && { connection }),
        }
        const url = oidc.buildAuthorizationUrl(client, parameters)
        if (!isHttpsOrLoopback(url)) throw new TypeError('the provider points to an address without https')
        return url.href
      }),

    redeem: ({ code, state, iss }, { verifier, nonce }) =>
      orProviderFailed(async () => {
        const loaded = await load()
        const { oidc, metadata } = loaded
        const url = new URL(redirectUri)
        // `iss` tells providers apart (RFC 9207); there is only one provider here, so a page may leave `iss` out.
        for (const [name, value] of Object.entries({ code, state, iss: iss ?? metadata.issuer }))
          url.searchParams.set(name, value)
        try {
          const checks = {
            pkceCodeVerifier: verifier,
            expectedNonce: nonce,
            expectedState: state,
            idTokenExpected: true,
          }
          const { client, tokens } = await grant(loaded, url, checks)
          const claims = tokens.claims()
          if (!claims) return undefined
          return {
            issuer: claims.iss,
            subject: claims.sub,
            verifiedEmail: () =>
              orProviderFailed(async () => {
                const inToken = verifiedEmailIn(claims, trustedEmailDomains)
                const isWhole = claims.email !== undefined && saysVerified(claims) !== undefined
                if (inToken !== undefined || isWhole || metadata.userinfo_endpoint === undefined) return inToken
                // OpenID Connect Core 1.0, §5.4: claims that a scope asks for may be only in the UserInfo answer.
                const userInfo = await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)
                return verifiedEmailIn(mergeEmailClaims(claims, userInfo), trustedEmailDomains)
              }),
          }
        } catch (error) {
          if (!provesNothing(oidc, error)) throw error
          log.info({ issuer, ...describe(error) }, 'an OAuth sign-in could not be verified')
          return undefined
        }
      }),
  }
  return provider
}

function isClientRefused(oidc: typeof OpenIdClient, error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.error === 'invalid_client'
  return error instanceof oidc.WWWAuthenticateChallengeError && error.status === 401
}

/** The library's error codes that are about the content or the signature of a token. */
const BAD_TOKEN = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
])
/** RFC 6749, §5.2: the errors of the token endpoint that are about the code and not about this client. */
const BAD_CODE = new Set(['invalid_grant', 'invalid_request', 'access_denied'])

/** Whether the error is about the code or the token; every other error is a failure of the provider. */
function provesNothing(oidc: typeof OpenIdClient, error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return BAD_CODE.has(error.error)
  return error instanceof oidc.ClientError && BAD_TOKEN.has(error.code ?? '')
}

/**
 * What may go into the log: error codes and the library's messages. The causes hold claims and answers, so they are
 * left out.
 */
function describe(error: unknown): { reason: string; detail?: string } {
  if (!(error instanceof Error)) return { reason: 'unknown' }
  const cause = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : (cause ?? error.name)
  const said = 'error' in error && typeof error.error === 'string' ? error.error.slice(0, 100) : error.message
  return { reason: code, detail: said }
}
