import { Type } from 'typebox'
import { type MemberRow, versionOfMember } from '../../../access/directory/memberships.ts'
import type { ListRequest, Page } from '../../../platform/database/keyset.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { roles } from '../../../platform/values/roles.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { listParameters, NextCursor, readListQuery, wantsAll } from '../../../transport/http/paging.ts'
import { version } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { type MemberFilter, type MemberSort, memberSorts, memberStates } from '../member-list-store.ts'

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
    version,
  },
  { title: 'Member' },
)

export type ListMembers = (accountId: string) => Promise<MemberRow[]>

export type PageOfMembers = (
  accountId: string,
  request: ListRequest<MemberSort> & MemberFilter,
) => Promise<Page<MemberRow>>

const ORDER = 'email'
const sorts: MemberSort[] = ['email', 'name', 'role']

type Deps = { listMembers: ListMembers; pageOfMembers: PageOfMembers }

export function listUsersByAccount(app: Server, { listMembers, pageOfMembers }: Deps): void {
  app.route({
    method: 'GET',
    url: '/accounts/users/list',
    ...operation(
      'listUsersByAccount',
      {
        tags: ['User Management'],
        summary: 'List users by account',
        description:
          'Lists the members of this account by email address: the root user, the other members, and the pending invitations. With `limit` the answer is a page: send its `next_cursor` as `cursor` for the next one, until it is null.',
      },
      {
        querystring: Type.Object(
          {
            ...listParameters(sorts, {
              searched: 'Only members whose email address or name contains this text (A–Z like a–z)',
              order: ORDER,
            }),
            role: Type.Optional(Type.Enum([...roles], { description: 'Only members with this role' })),
            state: Type.Optional(
              Type.Enum([...memberStates], {
                description:
                  'active: accepted and not suspended; pending: not accepted yet. A pending member may be suspended, too',
              }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      Type.Object(
        { ...dataOf(Type.Array(UserInfo), '').properties, next_cursor: NextCursor },
        { description: 'The members' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { accountId } = principalOf(request)
      const { query } = request
      const { role, state } = query
      if (wantsAll(query, 'role', 'state')) return { data: (await listMembers(accountId)).map(toUserInfo) }
      const whose = { list: 'users', accountId, role, state }
      const { request: asked, nextCursor } = readListQuery(query, { sorts: memberSorts, order: ORDER, whose })
      const { rows, next } = await pageOfMembers(accountId, { ...asked, role, state })
      return { data: rows.map(toUserInfo), ...nextCursor(next) }
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
    version: versionOfMember({ ...member, userId, pendingUntil }),
  }
}
