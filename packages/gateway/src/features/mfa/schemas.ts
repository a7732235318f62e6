import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { mfaToken } from '../../transport/http/shared-schemas.ts'

/** The contract's selector of another user. */
export const email = Type.String({
  format: 'email',
  maxLength: 254,
  description: 'Email address of the user; default: the caller',
})

export const OnlyMfaToken = Type.Object({ mfa_token: mfaToken }, { examples: [{}] })

export const OptionalEmail = Type.Object({ email: Type.Optional(email) }, { ...KNOWN_ONLY, examples: [{}] })

export const OptionalEmailAndMfaToken = Type.Object(
  { email: Type.Optional(email), mfa_token: mfaToken },
  { ...KNOWN_ONLY, examples: [{}] },
)

export const challengeToken = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'The challenge token, from the answer to the first factor',
})

export const recoveryCodes = Type.Array(Type.String({ examples: ['ABCD-1234'] }), {
  description: 'The recovery codes: ten if they are new. Each can replace the second factor once',
})

/** The account, for the second step of a sign-in. */
export const accountOfSecondHalf = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 200,
    description:
      'Name of the account; needed if the user is the root of none and a member of several, and the first factor named none',
  }),
)

export const totpCode = Type.String({
  minLength: 1,
  maxLength: 20,
  description: 'Six digits from the authenticator app',
  examples: ['123456'],
})

/** The account, for both steps of a sign-in with a passkey. */
export const passkeyAccount = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'Name of the account. Default: the account whose root the user is, or else their only account.',
  }),
)

/** The contract's MfaInfo. */
export const MfaInfo = Type.Object(
  { passkey_enabled: Type.Boolean(), totp_enabled: Type.Boolean() },
  { title: 'MfaInfo' },
)

const passkeyMembers = {
  id: Type.String({ description: 'Credential id, base64url', examples: ['cGFzc2tleV9pZF9vZl8xNg'] }),
  alias: Type.String({ examples: ['Ada’s phone'] }),
  created_on: Type.String({ format: 'date-time' }),
}

/** The contract's WebAuthCredentialAlias. */
export const PasskeyAlias = Type.Object(passkeyMembers, { title: 'PasskeyAlias' })

export const OwnPasskey = Type.Object(
  {
    ...passkeyMembers,
    last_used_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    transports: Type.Array(Type.String({ examples: ['internal'] })),
  },
  { title: 'Passkey' },
)

/**
 * A PublicKeyCredential in JSON: the result of a browser's toJSON(), or the text of that. credential-json.ts checks its
 * members.
 */
export const credential = (description: string, maxLength: number) =>
  Type.Union([Type.String({ minLength: 1, maxLength }), Type.Object({})], { description })

/** In characters, as text: an attestation may include certificates of the authenticator's maker. */
export const LONGEST_REGISTRATION = 49_152
export const LONGEST_ASSERTION = 12_288

const descriptor = Type.Object({
  id: Type.String({ description: 'Credential id, base64url' }),
  type: Type.String({ examples: ['public-key'] }),
  transports: Type.Array(Type.String({ examples: ['internal'] })),
})

/** The contract's CredentialAssertion: PublicKeyCredentialRequestOptionsJSON, for parseRequestOptionsFromJSON. */
export const CredentialAssertion = Type.Object(
  {
    challenge: Type.String({ description: 'base64url' }),
    timeout: Type.Integer({ description: 'Milliseconds' }),
    rpId: Type.String({ examples: ['app.example.com'] }),
    allowCredentials: Type.Array(descriptor),
    userVerification: Type.String({ examples: ['preferred'] }),
  },
  { title: 'PasskeyRequestOptions' },
)

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3, §5.4), for parseCreationOptionsFromJSON. */
export const CreationOptions = Type.Object(
  {
    challenge: Type.String({ description: 'base64url' }),
    rp: Type.Object({ id: Type.String(), name: Type.String() }),
    user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    pubKeyCredParams: Type.Array(Type.Object({ alg: Type.Integer(), type: Type.String() })),
    timeout: Type.Integer({ description: 'Milliseconds' }),
    attestation: Type.String(),
    excludeCredentials: Type.Array(descriptor),
    authenticatorSelection: Type.Object({
      residentKey: Type.String(),
      requireResidentKey: Type.Boolean(),
      userVerification: Type.String(),
    }),
    extensions: Type.Object({ credProps: Type.Boolean() }),
    hints: Type.Array(Type.String()),
  },
  { title: 'PasskeyCreationOptions' },
)
