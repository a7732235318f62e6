import type { Generated } from 'kysely'
import type { Environment } from '../../values/environments.ts'

export type SessionsTable = {
  id: string
  account_id: string
  user_id: string
  kind: 'interactive' | 'key' | 'embedded'
  /** The key that the session was made from; deleting the key revokes it. */
  api_key_id: string | null
  /** SHA-256 of the `jti` of the one access token that is honoured, base64url; a refresh replaces it. */
  access_token_hash: string
  access_expires_at: number
  /** When the session ends, however often it is refreshed. */
  expires_at: number
  ended_at: number | null
  ip: string
  user_agent: string
  /** Where the client's address is, by GEOIP_DATABASE when the session began, or `unknown`. */
  location: string
  /**
   * What the user proved: `password+totp`, `passkey`, `api_key`, … (features/authentication/methods.ts); `unknown` for
   * old sessions.
   */
  method: string
  /**
   * From where it was refreshed since `refresh_places_since`, and how often again since the last event about that
   * (features/authentication/note-refresh.ts); null before the first refresh.
   */
  refresh_places: string | null
  refresh_places_since: number | null
  refresh_repeats: number | null
  created_at: number
}

/** Every refresh token of a session, used ones too: that is how the gateway notices reuse. */
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

/** Keys that sign access tokens; the newest one signs, all are published (JWKS) until the tokens they signed expire. */
export type TokenSigningKeysTable = { kid: string; public_jwk: string; private_jwk_sealed: string; created_at: number }

/** Links and codes sent by mail. One row is one mail: using the link uses up the code, and the other way round. */
export type MailedTokensTable = {
  id: string
  purpose: 'reset-password' | 'set-password'
  user_id: string
  /** Null where the link is about the user in all accounts. */
  account_id: string | null
  token_hash: string
  /** Keyed hash: ten digits would be found by trying if the hash had no key. Null where the mail has only a link. */
  code_hash: string | null
  expires_at: number
  created_at: number
}

/**
 * A sign-in whose first factor was right and that waits for its second factor. Completing it starts the session; its
 * token then serves once more, as the step-up of its user (docs/decisions/0007).
 */
export type SignInChallengesTable = {
  token_hash: string
  user_id: string
  account_id: string
  /** 0: the user is in several accounts and has named none yet; `account_id` is only one of them. */
  account_chosen: Generated<number>
  /** The first factor: `password` or `oauth`. */
  method: string
  /** How many codes may still be tried. */
  tries_left: number
  completed_at: number | null
  expires_at: number
  created_at: number
}

/** A device that asks to be signed in (RFC 8628), until it has fetched its tokens. */
export type DeviceSignInsTable = {
  device_code_hash: string
  /** Keyed hash: eight letters would be found by trying if the hash had no key. */
  user_code_hash: string
  /** What the program calls itself. Nothing proves it. */
  client_id: string
  /** From where the device asked, as the approver sees it. */
  ip: string
  user_agent: string
  location: string
  state: 'pending' | 'approved' | 'denied'
  /** How long the device has to wait between two questions; asking sooner makes it longer. */
  interval_seconds: number
  polled_at: number | null
  /** Who has approved it, in which account and with which session; null before. */
  account_id: string | null
  user_id: string | null
  session_id: string | null
  expires_at: number
  created_at: number
}

/** The newest code that was mailed to a user for an operation in one account; six digits, few tries. */
export type EmailCodesTable = {
  user_id: string
  account_id: string
  code_hash: string
  tries_left: number
  expires_at: number
}

/** An OAuth sign-in under way: what must be the same when the provider sends the browser back. */
export type OAuthStatesTable = {
  state_hash: string
  /** As the client named it, normalised: such an account may not exist, and nobody learns that before the callback. */
  account_name: string
  /** The allow-listed origin that began the sign-in. */
  origin: string
  /** Hash of the cookie that binds the sign-in to one browser. */
  browser_hash: string
  /** JSON of PKCE verifier and nonce. */
  secrets_sealed: string
  expires_at: number
}

/** A provider's issuer and subject, linked to a user; one subject of an issuer per user. */
export type OAuthIdentitiesTable = { issuer: string; subject: string; user_id: string; created_at: number }

/** An origin on which an account lets its key screens be embedded. */
export type EmbedOriginsTable = { account_id: string; origin: string; created_at: number }

/**
 * A token that opens one session in which a member, or a service account, works with their keys on a page of another
 * product (docs/decisions/0058); and, once it has, what narrows that session.
 */
export type EmbedTokensTable = {
  token_hash: string
  account_id: string
  /** Whose keys they are. */
  user_id: string
  /** The key or the session that asked for the token, and whose it is: what it opened ends with either. */
  issued_by: string
  issuer_user_id: string
  /** From which address it was asked for; null for tokens from before that was noted. */
  asked_from: string | null
  /** The session of the key in which it was asked for, if it was not the key itself. */
  asked_in: string | null
  /** The one origin on which it works; null for the gateway's own page. */
  origin: string | null
  /** What the session may do, separated by spaces. */
  scopes: string
  /** What the keys that it issues may do, separated by spaces. */
  key_scopes: string
  /** `test` if a test key asked: then it issues test keys only. */
  environment: Environment
  expires_at: number
  /** The session that it has opened; each token opens one. */
  session_id: string | null
  /** When somebody tried to use it in vain for the first time: again, or elsewhere. */
  refused_at: number | null
  created_at: number
}
