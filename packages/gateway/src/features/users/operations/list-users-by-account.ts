import { Type } from 'typebox'
import type { MemberRow } from '../../../access/directory/memberships.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'

/** The contract's UserInfo. */
const UserInfo = Type.Object(
  {
    id: Type.Optional(
      Type.String({ description: 'Set once the invitation is accepted', examples: ['usr_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    ),
    email: Type.String({ description: 'Email address; for a pending member, as the inviter typed it' }),
    role: Type.String({ examples: ['developer'] }),
    is_suspended: Type.Boolean(),
    email_confirmed: Type.Boolean({
      description: 'Whether the email address is confirmed; false while the invitation is pending',
    }),
    first_name: Type.String({ description: 'For a pending member, as the inviter typed it' }),
    last_name: Type.String({ description: 'For a pending member, as the inviter typed it' }),
    invitation_pending: Type.Boolean({ description: 'Whether the invitation has not been accepted yet' }),
    invitation_expires_on: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When a pending invitation expires and is removed from the list',
      }),
    ),
  },
  { title: 'Member' },
)

export type ListMembers = (accountId: string) => Promise<MemberRow[]>

export function listUsersByAccount(app: Server, { listMembers }: { listMembers: ListMembers }): void {
  app.route({
    method: 'GET',
    url: '/accounts/users/list',
    ...operation(
      'listUsersByAccount',
      {
        tags: ['User Management'],
        summary: 'List users by account',
        description:
          'Lists the members of this account by email address: the root user, the other members, and the pending invitations.',
      },
      {},
      dataOf(Type.Array(UserInfo), 'The members'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      const members = await listMembers(principalOf(request).accountId)
      return { data: members.map(toUserInfo) }
    },
  })
}

function toUserInfo({ userId, pendingUntil, ...member }: MemberRow) {
  return {
    // A user's id tells how long the gateway has known the user, so a pending member shows none.
    ...(pendingUntil === null ? { id: userId } : { invitation_expires_on: new Date(pendingUntil).toISOString() }),
    email: member.email,
    role: member.role,
    is_suspended: member.isSuspended,
    email_confirmed: member.emailConfirmed,
    first_name: member.firstName,
    last_name: member.lastName,
    invitation_pending: pendingUntil !== null,
  }
}
