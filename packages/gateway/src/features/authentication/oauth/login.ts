import { sha256 } from '../../../platform/crypto/hashing.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import type { Sealer } from '../../../platform/crypto/sealing.ts'
import type { Database } from '../../../platform/database/database.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { sealedColumns } from '../../../platform/secrets/sealed-columns.ts'
import { normaliseAccountName } from '../../../platform/values/account-names.ts'
import type { OpenIdProvider, Secrets } from './provider.ts'
import { addState } from './store.ts'

/** How long a user has to sign in at the provider. */
export const OAUTH_STATE_SECONDS = 600

type LoginRequest = {
  account: string
  /** The page that sent the request; only its origin matters. */
  referer: string
  connection?: string | undefined
  /** The secret of the browser's cookie, if it has one already, so that two tabs can sign in at the same time. */
  browser: string | undefined
}

/**
 * getOAuthLoginUrl: returns the address to which the browser is sent, and the secret that binds the sign-in to the
 * browser. The account is not looked up, so that the answer does not tell whether it exists; the callback refuses an
 * unknown one.
 */
export type OAuthLogin = (request: LoginRequest) => Promise<{ url: string; browser: string }>

type Deps = { database: Database; sealer: Sealer; provider: OpenIdProvider; appOrigins: readonly string[] }

export function createOAuthLogin({ database, sealer, provider, appOrigins }: Deps): OAuthLogin {
  return async ({ account, referer, connection, browser = randomToken() }) => {
    const origin = URL.canParse(referer) ? new URL(referer).origin : undefined
    if (origin === undefined || !appOrigins.includes(origin))
      throw invalid('/headers/referer', 'must be a page with an origin that is in APP_ORIGINS')
    const state = randomToken()
    const stateHash = sha256(state)
    const secrets: Secrets = { verifier: randomToken(), nonce: randomToken() }
    const url = await provider.authorizationUrl({ ...secrets, state, connection })
    await database.transaction((tx) =>
      addState(tx, {
        stateHash,
        accountName: normaliseAccountName(account),
        origin,
        browserHash: sha256(browser),
        secretsSealed: sealer.seal(JSON.stringify(secrets), sealedColumns.oauthState.context(stateHash)),
        expiresAt: Date.now() + OAUTH_STATE_SECONDS * 1000,
      }),
    )
    return { url, browser }
  }
}
