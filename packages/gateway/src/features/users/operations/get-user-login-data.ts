import { Type } from 'typebox'
import type { Access } from '../../../access/principal.ts'
import { accessOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { version } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AccountPublicInfo } from '../../../transport/http/shared-schemas.ts'
import type { LoginData } from '../login-data.ts'
import { NotificationPreferencesSchema } from '../schemas.ts'

export const LoginDataSchema = Type.Object(
  {
    account: AccountPublicInfo,
    user: Type.String({ format: 'email', description: 'Email address of the caller' }),
    user_id: Type.String({ examples: ['usr_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    role: Type.String({ examples: ['developer'] }),
    first_name: Type.String(),
    last_name: Type.String(),
    mfa: Type.Object({ passkey_enabled: Type.Boolean(), totp_enabled: Type.Boolean() }),
    theme: Type.String({ examples: ['auto'] }),
    sound: Type.Boolean(),
    notification_preferences: NotificationPreferencesSchema,
    version,
    profile_image: Type.Optional(
      Type.Object({
        name: Type.String({ description: 'File name' }),
        contentType: Type.String(),
        url: Type.String({ description: 'The public URL of the image; it changes with each upload' }),
      }),
    ),
  },
  { title: 'LoginData' },
)

export function getUserLoginData(
  app: Server,
  { getLoginData }: { getLoginData: (access: Access) => Promise<LoginData> },
): void {
  app.route({
    method: 'GET',
    url: '/accounts/user-login-data',
    ...operation(
      'getUserLoginData',
      {
        tags: ['User Management'],
        summary: 'Get user login data',
        description:
          'Returns who the caller is, in which account and with which role, and the settings that a user interface needs.',
      },
      {},
      dataOf(LoginDataSchema, 'The caller'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: await getLoginData(accessOf(request)) }),
  })
}
