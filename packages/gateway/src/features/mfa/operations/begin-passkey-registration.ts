import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Passkeys } from '../passkeys.ts'
import { CreationOptions, OnlyMfaToken } from '../schemas.ts'

export function beginPasskeyRegistration(app: Server, { passkeys }: { passkeys: Passkeys }): void {
  app.route({
    method: 'POST',
    url: '/accounts/begin-passkey-registration',
    ...operation(
      'beginPasskeyRegistration',
      {
        tags: ['Multi-Factor Authentication'],
        summary: 'Begin passkey registration',
        description:
          'Returns the options for navigator.credentials.create, on a page of APP_ORIGINS. They work for five minutes; newer options replace them. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.',
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
}

/** Our options have all members; in the library's type, most of them are optional. */
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
