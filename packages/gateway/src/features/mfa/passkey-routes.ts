import { Type } from 'typebox'
import { permit, type Targets } from '../../access/targets.ts'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { parseEmail } from '../../platform/values/email.ts'
import { ROOMY_BODY_LIMIT_BYTES } from '../../transport/http/bodies.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { mfaToken } from '../../transport/http/shared-schemas.ts'
import { signedInBody } from '../authentication/routes.ts'
import { AuthResponse } from '../authentication/schemas.ts'
import type { PasskeySignIn } from './passkey-sign-in.ts'
import type { Passkeys } from './passkeys.ts'
import {
  CreationOptions,
  CredentialAssertion,
  challengeToken,
  credential,
  email,
  LONGEST_ASSERTION,
  LONGEST_REGISTRATION,
  OnlyMfaToken,
  OptionalEmailAndMfaToken,
  OwnPasskey,
  PasskeyAlias,
  recoveryCodes,
} from './schemas.ts'

const tags: Tag[] = ['Multi-Factor Authentication']

const account = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 200,
    description:
      'Name of the account. Without it: the account that the person is root of, or else the only one they are in.',
  }),
)

type Services = { targets: Targets; passkeys: Passkeys; passkeySignIn: PasskeySignIn }

export function passkeyRoutes(app: Server, { targets, passkeys, passkeySignIn }: Services): void {
  app.route({
    method: 'POST',
    url: '/accounts/begin-passkey-registration',
    ...operation(
      'beginPasskeyRegistration',
      {
        tags,
        summary: 'Begin passkey registration',
        description:
          'What navigator.credentials.create needs, on a page of APP_ORIGINS. It is good for five minutes; a newer one replaces it. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Optional(OnlyMfaToken) },
      dataOf(CreationOptions, 'PublicKeyCredentialCreationOptionsJSON'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'beginPasskeyRegistration', 'self')
      const options = await passkeys.begin(principal, request.body.mfa_token)
      return { data: creationBody(options) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/complete-passkey-registration',
    bodyLimit: ROOMY_BODY_LIMIT_BYTES,
    ...operation(
      'completePasskeyRegistration',
      {
        tags,
        summary: 'Complete passkey registration',
        description:
          'Registers the passkey that the browser made, and switches passkeys on. Answers with the recovery codes: ten new ones, or those that are left. The owner gets a mail. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      {
        body: Type.Object({
          credential: credential('What navigator.credentials.create gave, in JSON', LONGEST_REGISTRATION),
          credential_alias: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'What its owner calls it, 1–64 characters',
          }),
          mfa_token: mfaToken,
        }),
      },
      dataOf(Type.Object({ passkey: PasskeyAlias, recovery_codes: recoveryCodes }), 'The passkey is registered'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'completePasskeyRegistration', 'self')
      const { credential: made, credential_alias: wanted, mfa_token: mfaToken } = request.body
      const input = { credential: made, alias: wanted, mfaToken }
      const registered = await passkeys.complete(principal, input, originOf(request))
      const { id, alias, createdAt } = registered
      const passkey = { id, alias, created_on: new Date(createdAt).toISOString() }
      return { data: { passkey, recovery_codes: registered.recoveryCodes } }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/passkeys',
    ...operation(
      'listPasskeys',
      { tags, summary: 'List passkeys', description: "The caller's own passkeys, oldest first." },
      {},
      dataOf(Type.Array(OwnPasskey), 'The passkeys'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'listPasskeys', 'self')
      const own = await passkeys.list(principal)
      return {
        data: own.map(({ credentialId: id, alias, createdAt, lastUsedAt, transports }) => ({
          id,
          alias,
          created_on: new Date(createdAt).toISOString(),
          last_used_on: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
          transports,
        })),
      }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/passkey',
    ...operation(
      'removePasskey',
      {
        tags,
        summary: 'Remove passkey',
        description:
          'Removes a passkey. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      {
        body: Type.Object(
          {
            id: Type.String({ minLength: 1, maxLength: 2000, description: 'Its id, in base64url or base64' }),
            email: Type.Optional(email),
            mfa_token: mfaToken,
          },
          KNOWN_ONLY,
        ),
      },
      MessageResponse,
      [400, 401, 403, 404, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const { id, email: whose, mfa_token: mfaToken } = request.body
      const target = await targets.resolve(principal, 'removePasskey', whose)
      await passkeys.remove(principal, target, { id, mfaToken }, originOf(request))
      return { message: 'The passkey is removed.' }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/all-passkeys',
    ...operation(
      'removeAllPasskeys',
      {
        tags,
        summary: 'Remove all passkeys',
        description:
          'Removes every passkey of a person; having none is no error. With the last factor the recovery codes go, too. Root and administrators may do it for members who are in this account alone. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Optional(OptionalEmailAndMfaToken) },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const target = await targets.resolve(principal, 'removeAllPasskeys', request.body.email)
      await passkeys.removeAll(principal, target, request.body.mfa_token, originOf(request))
      return { message: 'All passkeys are removed.' }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/begin-auth-with-passkey',
    ...operation(
      'beginAuthWithPasskey',
      {
        tags: ['Authentication', ...tags],
        summary: 'Begin passkey authentication',
        description:
          'What navigator.credentials.get needs, on a page of APP_ORIGINS, to sign in with a passkey alone or as the second factor. Everybody gets an answer, whether or not they have a passkey here, or are known at all.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254 }), account }) },
      dataOf(CredentialAssertion, 'PublicKeyCredentialRequestOptionsJSON'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const { email: address, account: name } = request.body
      return { data: await passkeySignIn.begin({ email: parseEmail(address, '/body/email'), account: name }) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/complete-auth-with-passkey',
    ...operation(
      'completeAuthWithPasskey',
      {
        tags: ['Authentication', ...tags],
        summary: 'Complete passkey authentication',
        description:
          'Signs in with what the browser got from the passkey. Alone it has to have verified its user, and nothing else is asked; with the token of a challenge it is the second factor, and the token then serves once more, within five minutes, where a change asks for the MFA token.',
      },
      {
        body: Type.Object({
          credential: credential('What navigator.credentials.get gave, in JSON', LONGEST_ASSERTION),
          account,
          token: Type.Optional(challengeToken),
          email: Type.Optional(
            Type.String({ minLength: 1, maxLength: 254, description: 'Has to be the address it was begun with' }),
          ),
        }),
      },
      dataOf(AuthResponse, 'Signed in'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const callerId = request.access?.principal.userId
      const signedIn = await passkeySignIn.complete({ ...request.body, callerId }, originOf(request))
      return { data: signedInBody(signedIn) }
    },
  })
}

/** As we make them, all members are there; the library's type has most of them optional. */
function creationBody(options: Awaited<ReturnType<Passkeys['begin']>>) {
  const { rp, user, challenge, pubKeyCredParams, timeout = 0, attestation = 'none' } = options
  const { excludeCredentials = [], authenticatorSelection, hints = [] } = options
  return {
    challenge,
    rp: { id: rp.id ?? '', name: rp.name },
    user,
    pubKeyCredParams,
    timeout,
    attestation,
    excludeCredentials: excludeCredentials.map(({ id, type, transports = [] }) => ({ id, type, transports })),
    authenticatorSelection: {
      residentKey: authenticatorSelection?.residentKey ?? 'preferred',
      requireResidentKey: authenticatorSelection?.requireResidentKey ?? false,
      userVerification: authenticatorSelection?.userVerification ?? 'preferred',
    },
    extensions: { credProps: true },
    hints,
  }
}
