import type { Generated } from 'kysely'

export type SessionsTable = {
  id: string
  account_id: string
  user_id: string
  kind: 'interactive' | 'key'
  /** The key that a `key` session was made from; it ends with it. */
  api_key_id: string | null
  /** SHA-256 of the `jti` of the one access token that is honoured, base64url; a refresh replaces it. */
  access_token_hash: string
  access_expires_at: number
  /** When the session ends, however often it is refreshed. */
  expires_at: number
  ended_at: number | null
  ip: string
  user_agent: string
  /** Where the address is, as GEOIP_DATABASE told when the session began, or `unknown`. */
  location: string
  /**
   * What was proven: `password+totp`, `passkey`, `api_key`, … (features/authentication/methods.ts); `unknown` for old
   * ones.
   */
  method: string
  created_at: number
}

/** Every refresh token of a session, used ones too: that is how reuse is noticed. */
export type RefreshTokensTable = {
  token_hash: string
  session_id: string
  expires_at: number
  /** When it was exchanged. */
  used_at: number | null
  /** Hash of the token it was exchanged for. */
  successor_hash: string | null
  /** The pair it was exchanged for, sealed under a key derived from this token itself. */
  successor_sealed: string | null
}

/** Keys that sign access tokens; the newest one signs, all are published (JWKS) until their tokens have expired. */
export type TokenSigningKeysTable = { kid: string; public_jwk: string; private_jwk_sealed: string; created_at: number }

/** Links and codes sent by mail. One row is one mail: using the token burns the code and the other way round. */
export type MailedTokensTable = {
  id: string
  purpose: 'reset-password' | 'set-password'
  user_id: string
  /** Null where the link is about the user, whatever account. */
  account_id: string | null
  token_hash: string
  /** Keyed hash: ten digits would not survive a search over a bare one. Null where the mail carries only a link. */
  code_hash: string | null
  expires_at: number
  created_at: number
}

/**
 * A sign-in whose first factor was right and that waits for its second one. Completed, it has started its session, and
 * its token serves once more, as the step-up of its user (docs/decisions/0007).
 */
export type SignInChallengesTable = {
  token_hash: string
  user_id: string
  account_id: string
  /** 0: the user is in several accounts and has named none yet; `account_id` is only one of them. */
  account_chosen: Generated<number>
  /** The first factor: `password` or `oauth`. */
  method: string
  /** Codes that may still be tried. */
  tries_left: number
  completed_at: number | null
  expires_at: number
  created_at: number
}

/** The newest code that was mailed to a user for something in one account; six digits, few tries. */
export type EmailCodesTable = {
  user_id: string
  account_id: string
  code_hash: string
  tries_left: number
  expires_at: number
}

/** An OAuth sign-in under way: what has to be the same when the provider sends the browser back. */
export type OAuthStatesTable = {
  state_hash: string
  /** As asked for, normalised: there need not be such an account, and nobody finds out before the callback. */
  account_name: string
  /** The allow-listed origin that asked. */
  origin: string
  /** Hash of the cookie that binds the sign-in to one browser. */
  browser_hash: string
  /** JSON of PKCE verifier and nonce. */
  secrets_sealed: string
  expires_at: number
}

/** A provider's issuer and subject, linked to a user; one subject of an issuer per user. */
export type OAuthIdentitiesTable = { issuer: string; subject: string; user_id: string; created_at: number }
