import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { AccountPublicInfo } from '../../transport/http/shared-schemas.ts'

/** The contract's AuthResponse; `auth_token` tells it from MfaRequiredResponse. */
export const AuthResponse = Type.Object(
  {
    auth_token: Type.String({ description: 'Access token (JWT, EdDSA), for Authorization: Bearer; lives an hour' }),
    refresh_token: Type.String({
      description: 'Opaque; POST /accounts/refresh-token exchanges it. Lives 24 hours from its last exchange.',
    }),
    passkey_enabled: Type.Boolean(),
    totp_enabled: Type.Boolean(),
    account: AccountPublicInfo,
    ended_sessions: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'How many of the oldest sessions ended with this sign-in: a person has a hundred in an account at most, and so has a key. Absent if none did.',
      }),
    ),
  },
  { title: 'AuthResponse', description: 'Signed in' },
)

/** The contract's MfaRequiredResponse. */
export const MfaRequiredResponse = Type.Object(
  {
    token: Type.String({ description: 'Names this sign-in when the second factor is sent; lives five minutes' }),
    passkey_enabled: Type.Boolean(),
    totp_enabled: Type.Boolean(),
  },
  { title: 'MfaRequiredResponse', description: 'The password was right; a second factor is needed' },
)

export const tokenObject = {
  account_id: Type.String(),
  user_id: Type.String(),
  account: Type.String({ description: 'Name of the account' }),
  email: Type.String({ format: 'email' }),
  role: Type.String(),
  expiry: Type.Integer({ description: 'Unix seconds: when it ends if nobody uses it' }),
  token: Type.String({
    description: 'Handle that ends it, and does nothing else',
    examples: ['auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b'],
  }),
}

/** Names one of the caller's sessions. */
export const TokenQuery = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 8000,
      description:
        'A handle from GET /accounts/session-tokens, or the token itself. Prefer the handle: addresses end up in logs.',
    }),
  },
  KNOWN_ONLY,
)

/** Of an OpenID provider. */
export const Issuer = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: "The provider's issuer, as the list has it",
  examples: ['https://login.example.com/'],
})
