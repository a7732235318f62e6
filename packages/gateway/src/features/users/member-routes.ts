import { Type } from 'typebox'
import type { MemberRow } from '../../access/directory/memberships.ts'
import type { Targets } from '../../access/targets.ts'
import { parseEmail } from '../../platform/values/email.ts'
import { parseUserName } from '../../platform/values/user-names.ts'
import { accessOf, originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Invite } from '../invitations/invite.ts'
import type { Remove } from './remove.ts'
import { CreateUserRequest, MemberChanged, MemberRequest, RoleRequest, SuspendRequest, UserInfo } from './schemas.ts'
import type { Suspend } from './suspend.ts'
import type { UpdateRole } from './update-role.ts'

const tags: Tag[] = ['User Management']

export type MemberServices = {
  targets: Targets
  invitations: Invite
  listMembers: (accountId: string) => Promise<MemberRow[]>
  updateRole: UpdateRole
  suspend: Suspend
  remove: Remove
}

/** The members of an account: how they come, what they may, how they go. */
export function memberRoutes(
  app: Server,
  { targets, invitations, listMembers, updateRole, suspend, remove }: MemberServices,
): void {
  app.route({
    method: 'POST',
    url: '/accounts/users',
    ...operation(
      'createUser',
      {
        tags,
        summary: 'Invite a user',
        description:
          'Invites somebody to this account by mail. The membership is pending until the person follows the link, within 48 hours: who is new here sets a password, who signs in here already proves theirs. The answer is the same for known and unknown addresses, and until then the account sees only what was typed here.',
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
      return { message: 'The invitation is on its way. It can be accepted for 48 hours.' }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/resend-invitation',
    ...operation(
      'resendInvitation',
      {
        tags,
        summary: 'Resend an invitation',
        description:
          'Mails a new link to a pending member, good for 48 hours from now. The earlier link stops working.',
      },
      { body: MemberRequest },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const target = await targets.resolve(access.principal, 'resendInvitation', request.body.email)
      await invitations.resend(access, target, originOf(request))
      return { message: 'A new invitation is on its way. It can be accepted for 48 hours.' }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/users/list',
    ...operation(
      'listUsersByAccount',
      {
        tags,
        summary: 'List users by account',
        description:
          'Everybody in this account by address: the root, members, and who has still to accept an invitation.',
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

  app.route({
    method: 'PATCH',
    url: '/accounts/role',
    ...operation(
      'updateRole',
      {
        tags,
        summary: 'Update user role',
        description:
          "Changes a member's role. It holds from their next request on, with every session and key they have, and on the message bus for the creds that they have. Nobody changes their own role, or the root's.",
      },
      { body: RoleRequest },
      MemberChanged,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const { email, role } = request.body
      const target = await targets.resolve(access.principal, 'updateRole', email)
      const busKnows = await updateRole(access, target, role, originOf(request))
      return { message: `The role is ${role}.`, creds_updated: busKnows }
    },
  })

  app.route({
    method: 'PATCH',
    url: '/accounts/suspend-user',
    ...operation(
      'suspendUser',
      {
        tags,
        summary: 'Suspend user',
        description:
          'Suspends a member of this account, or lets them in again. While suspended, their sessions, keys and creds of this account are refused; afterwards they work as before, if they have not run out. Their other accounts are untouched.',
      },
      { body: SuspendRequest },
      MemberChanged,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const { email, suspend: suspended } = request.body
      const target = await targets.resolve(access.principal, 'suspendUser', email)
      const busKnows = await suspend(access, target, suspended, originOf(request))
      return { message: suspended ? 'The member is suspended.' : 'The member is let in.', creds_updated: busKnows }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/remove-user',
    ...operation(
      'removeUser',
      {
        tags,
        summary: 'Remove user from account',
        description:
          'Ends a membership at once, with the sessions, keys and creds that belong to it, or takes a pending invitation back. What the member made stays. Who is a member of nothing any more, and founded nothing, is deleted altogether.',
      },
      { body: MemberRequest },
      MemberChanged,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      const target = await targets.resolve(access.principal, 'removeUser', request.body.email)
      const busKnows = await remove(access, target, originOf(request))
      return { message: 'The member is removed.', creds_updated: busKnows }
    },
  })
}

function toUserInfo({ userId, pendingUntil, ...member }: MemberRow) {
  return {
    // The id of a user tells for how long there has been a record of them: none before they have accepted.
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
