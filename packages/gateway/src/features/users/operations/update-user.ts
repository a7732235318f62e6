import { Type } from 'typebox'
import type { Targets } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import { expectedVersionOf, IfMatchHeader } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { emailAddress, mfaToken } from '../../../transport/http/shared-schemas.ts'
import { PartialPreferences } from '../schemas.ts'
import type { UpdateUser } from '../update.ts'

/** The contract's UpdateUserRequest, and `notification_preferences`. */
const UpdateUserRequest = Type.Object(
  {
    email: Type.Optional(emailAddress('Email address of the member to update; default: the caller')),
    first_name: Type.Optional(Type.String({ maxLength: 100, description: 'First name, up to 100 characters' })),
    last_name: Type.Optional(Type.String({ maxLength: 100, description: 'Last name, up to 100 characters' })),
    sound: Type.Optional(Type.Boolean()),
    theme: Type.Optional(Type.String({ maxLength: 20, description: 'light, dark or auto', examples: ['dark'] })),
    totp_enabled: Type.Optional(Type.Boolean({ description: 'Whether sign-ins ask for the authenticator app' })),
    passkey_enabled: Type.Optional(Type.Boolean({ description: 'Whether sign-ins ask for a passkey' })),
    mfa_token: mfaToken,
    notification_preferences: Type.Optional(PartialPreferences),
  },
  { examples: [{ first_name: 'John', last_name: 'Smith', theme: 'dark', sound: true }] },
)

export function updateUser(
  app: Server,
  { targets, updateUser: update }: { targets: Targets; updateUser: UpdateUser },
): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/user',
    ...operation(
      'updateUser',
      {
        tags: ['User Management'],
        summary: 'Update user',
        description:
          'Changes the names and settings of the caller. A field that is left out does not change, also in notification_preferences. The root user and administrators may change only the names, and only of members who belong to no other account. `email` selects the member and never changes their email address. `totp_enabled` and `passkey_enabled` require a recent sign-in; if the answer is `step_up_required`, sign in again.',
      },
      { body: UpdateUserRequest, headers: IfMatchHeader },
      MessageResponse,
      [400, 401, 403, 412, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const { email, first_name, last_name, theme, sound, notification_preferences, ...flags } = request.body
      const target = await targets.resolve(principal, 'updateUser', email)
      const input = {
        firstName: first_name,
        lastName: last_name,
        theme,
        sound,
        notificationPreferences: notification_preferences,
        expected: expectedVersionOf(request),
        factors: { totp: flags.totp_enabled, passkey: flags.passkey_enabled, mfaToken: flags.mfa_token },
      }
      await update(principal, target, input, originOf(request))
      return { message: 'The changes were saved.' }
    },
  })
}
