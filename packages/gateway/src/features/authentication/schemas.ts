import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { AccountPublicInfo } from '../../transport/http/shared-schemas.ts'

/** The contract's AuthResponse; the field `auth_token` distinguishes it from MfaRequiredResponse. */
export const AuthResponse = Type.Object(
  {
    auth_token: Type.String({
      description:
        'Access token (JWT, by default EdDSA), for Authorization: Bearer; valid for an hour unless the operator has set another time',
    }),
    refresh_token: Type.String({
      description:
        'Opaque token for POST /accounts/refresh-token; expires 24 hours after it was issued unless the operator has set another time',
    }),
    passkey_enabled: Type.Boolean(),
    totp_enabled: Type.Boolean(),
    account: AccountPublicInfo,
    ended_sessions: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'How many of the oldest sessions were revoked by this sign-in: a user, or a key, can have at most a hundred in an account. Absent if none were.',
      }),
    ),
  },
  { title: 'AuthResponse', description: 'Signed in' },
)

/** The contract's MfaRequiredResponse. */
export const MfaRequiredResponse = Type.Object(
  {
    token: Type.String({
      description:
        'The challenge token: it identifies this sign-in when the second factor is sent; valid for five minutes',
    }),
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
  expiry: Type.Integer({ description: 'Unix seconds: when it expires if it is not used' }),
  token: Type.String({
    description: 'A handle that can revoke the token, and do nothing else',
    examples: ['auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b'],
  }),
}

/** The parameter that names one of the caller's sessions. */
export const TokenQuery = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 8000,
      description:
        'A handle from GET /accounts/session-tokens, or the token itself. It is better to send the handle: URLs are often logged.',
    }),
  },
  KNOWN_ONLY,
)

/** The issuer of an OpenID provider. */
export const Issuer = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: "The provider's issuer, as in GET /accounts/oauth-links",
  examples: ['https://login.example.com/'],
})
