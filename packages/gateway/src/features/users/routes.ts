import type { Access } from '../../access/principal.ts'
import type { Targets } from '../../access/targets.ts'
import { accessOf, originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { LoginData } from './login-data.ts'
import { LoginDataSchema, UpdateUserRequest } from './schemas.ts'
import type { UpdateUser } from './update.ts'

const tags: Tag[] = ['User Management']

export type UserServices = {
  targets: Targets
  getLoginData: (access: Access) => Promise<LoginData>
  updateUser: UpdateUser
}

/** What users are and set for themselves. */
export function userRoutes(app: Server, { targets, getLoginData, updateUser }: UserServices): void {
  app.route({
    method: 'GET',
    url: '/accounts/user-login-data',
    ...operation(
      'getUserLoginData',
      {
        tags,
        summary: 'Get user login data',
        description: 'Who the caller is, in which account and role, and the settings that a user interface needs.',
      },
      {},
      dataOf(LoginDataSchema, 'The caller'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: await getLoginData(accessOf(request)) }),
  })

  app.route({
    method: 'PATCH',
    url: '/accounts/user',
    ...operation(
      'updateUser',
      {
        tags,
        summary: 'Update user',
        description:
          'Changes names and settings of the caller; what is left out stays as it is, in notification_preferences too. Root and administrators change the names, and only the names, of members who belong to this account alone. `email` selects the member and never changes the address. `totp_enabled` and `passkey_enabled` ask for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: UpdateUserRequest },
      MessageResponse,
      [400, 401, 403, 429],
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
        factors: { totp: flags.totp_enabled, passkey: flags.passkey_enabled, mfaToken: flags.mfa_token },
      }
      await updateUser(principal, target, input, originOf(request))
      return { message: 'The changes are saved.' }
    },
  })
}
