import { Type } from 'typebox'
import { parseEmail } from '../../../platform/values/email.ts'
import { parseUserName } from '../../../platform/values/user-names.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { assignableRole, emailAddress } from '../../../transport/http/shared-schemas.ts'
import type { Invite } from '../invite.ts'

const CreateUserRequest = Type.Object(
  {
    first_name: Type.String({ maxLength: 100, description: 'First name, 1–100 characters' }),
    last_name: Type.String({ maxLength: 100, description: 'Last name, 1–100 characters' }),
    email: emailAddress('Email address to invite'),
    role: assignableRole,
  },
  { examples: [{ first_name: 'Jane', last_name: 'Smith', email: 'jane.smith@example.com', role: 'developer' }] },
)

export function createUser(app: Server, { invitations }: { invitations: Invite }): void {
  app.route({
    method: 'POST',
    url: '/accounts/users',
    ...operation(
      'createUser',
      {
        tags: ['User Management'],
        summary: 'Invite a user',
        description:
          'Invites somebody to this account by mail. The membership is pending until they accept through the link, within 48 hours. A new user chooses a password; an existing user proves theirs. The answer does not tell whether a user has the email address. Until they accept, the account sees only what was typed here.',
      },
      { body: CreateUserRequest },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { first_name, last_name, email, role } = request.body
      const input = {
        email: parseEmail(email, '/body/email'),
        firstName: parseUserName(first_name, '/body/first_name', { required: true }),
        lastName: parseUserName(last_name, '/body/last_name', { required: true }),
        role,
      }
      await invitations.invite(accessOf(request), input, originOf(request))
      return { message: 'The invitation mail is being sent. The invitation can be accepted for 48 hours.' }
    },
  })
}
