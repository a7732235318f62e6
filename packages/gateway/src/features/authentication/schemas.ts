import { Type } from 'typebox'
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

export const AuthWithPasswordRequest = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: Type.String({ format: 'password', minLength: 1, maxLength: 1000 }),
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Name of the account. Without it: the account that the person is root of, or else the only one they are in; of several that are none of those, `account_required` gives the names to choose from.',
      }),
    ),
  },
  { examples: [{ email: 'ada@example.com', password: 'correct-Horse7', account: 'acme' }] },
)

export const RefreshTokenRequest = Type.Object({
  auth_token: Type.String({
    minLength: 1,
    maxLength: 8000,
    description: 'The access token of the same session; it may have expired',
  }),
  refresh_token: Type.String({ minLength: 1, maxLength: 8000 }),
})

const tokenObject = {
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

/** The contract's RefreshTokenObject. */
export const RefreshTokenObject = Type.Object(tokenObject, {
  title: 'RefreshToken',
  description: 'A refresh token, by its handle',
})

/** The contract's SessionObject. */
export const SessionObject = Type.Object(
  {
    ...tokenObject,
    refresh_token: Type.String({ description: 'Handle of its refresh token' }),
    ip: Type.String(),
    agent: Type.String({ description: 'Browser or program', examples: ['Firefox 140'] }),
    platform: Type.String({ examples: ['Linux'] }),
    is_suspended: Type.Boolean({ description: 'The membership is suspended: the session is refused until that ends' }),
    location: Type.String({ description: 'Where the address is, or unknown', examples: ['Lisbon, Portugal'] }),
    kind: Type.Enum(['interactive', 'key'], { description: 'A person, or made from an API key' }),
    method: Type.String({
      description: 'What was proven: password, oauth or passkey, with a second factor after a plus sign; or api_key',
      examples: ['password+totp'],
    }),
    created_on: Type.String({ format: 'date-time' }),
    current: Type.Boolean({ description: 'The session that is calling' }),
  },
  { title: 'Session', description: 'A session, by its handles' },
)
