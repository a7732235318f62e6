import { Type } from 'typebox'
import { AccountPublicInfo } from '../../transport/http/shared-schemas.ts'
import { MfaRequiredResponse } from '../authentication/schemas.ts'
import { LoginDataSchema } from '../users/operations/get-user-login-data.ts'

/** The contract's AuthResponse without the refresh token, which is in the cookie, and with what a page shows first. */
export const ConsoleSession = Type.Object(
  {
    auth_token: Type.String({ description: 'Access token, for Authorization: Bearer. Keep it in memory only' }),
    expires_on: Type.String({ format: 'date-time', description: 'When the access token expires' }),
    passkey_enabled: Type.Boolean(),
    totp_enabled: Type.Boolean(),
    account: AccountPublicInfo,
    user: LoginDataSchema,
    is_operator: Type.Optional(
      Type.Boolean({
        description:
          'True if the email address of the user is in OPERATORS: pages then show the operator’s screens, whose operations check more (docs/operator.md). Absent for everybody else',
      }),
    ),
    ended_sessions: Type.Optional(
      Type.Integer({ minimum: 1, description: 'As in the answer of POST /accounts/auth-with-password' }),
    ),
  },
  { title: 'ConsoleSession', description: 'Signed in; the answer sets the cookie of the session' },
)

/** The serializer uses the first alternative that fits, so the one with more required fields comes first. */
export const ConsoleSignIn = Type.Union([ConsoleSession, MfaRequiredResponse])

export const SIGN_IN_ANSWER = 'Signed in, or a second factor is needed'

/** A sentence for the description of each operation that uses the cookie. */
export const OWN_PAGES_ONLY = 'Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).'
