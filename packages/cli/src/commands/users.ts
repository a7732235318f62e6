import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { fitTable } from '../fit.ts'
import { type Output, visible } from '../output.ts'
import { collectPages, pagesOf, streamArray } from '../pages.ts'
import { noteRevocation, type Revocation } from '../revocation.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

/** What a member can be; the root is who founded the account. */
export const roles = ['admin', 'developer', 'monitor', 'billing'] as const

export type InviteOptions = { role: (typeof roles)[number]; firstName?: string; lastName?: string }

/** createUser. The answer is the same whether somebody has that address or not. */
export async function inviteUser(email: string, options: InviteOptions, parts: Parts): Promise<void> {
  const { connect, ask, output } = parts
  const { role } = options
  const firstName = await ask.text(options.firstName, 'Their first name', '--first-name is missing')
  const lastName = await ask.text(options.lastName, 'Their last name', '--last-name is missing')
  const { client } = await connect.signedIn()
  const body = { email, role, first_name: firstName, last_name: lastName }
  const { message } = await client.POST('/accounts/users', { body })
  output.result({ email, role, message }, `${visible(email)}: ${message}`)
}

/** resendInvitation. */
export async function resendInvitation(email: string, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await connect.signedIn()
  const { message } = await client.POST('/accounts/resend-invitation', { body: { email } })
  output.result({ email, message }, `${visible(email)}: ${message}`)
}

export type ListUsersOptions = { search?: string }

/** listUsersByAccount, page by page. */
export async function listUsers(options: ListUsersOptions, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await connect.signedIn()
  const pages = pagesOf(undefined, (page) =>
    client.GET('/accounts/users/list', { params: { query: { ...options, ...page } } }),
  )
  if (output.asJson) return streamArray(pages, output)
  const users = await collectPages(pages)
  const rows = users.map((user) => [
    user.email,
    `${user.first_name} ${user.last_name}`.trim(),
    user.role,
    [user.invitation_pending && 'invited', user.is_suspended && 'suspended'].filter(Boolean).join(', '),
    user.invitation_expires_on?.slice(0, 16).replace('T', ' ') ?? '',
  ])
  const header = ['EMAIL', 'NAME', 'ROLE', '', 'INVITED UNTIL (UTC)']
  output.result(users, rows.length === 0 ? '' : fitTable([header, ...rows], output.width, [1]))
  if (rows.length === 0) output.note('No members were found.')
}

/** updateRole. */
export async function setRole(email: string, role: (typeof roles)[number], parts: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await parts.connect.signedIn()
  report(email, await client.PATCH('/accounts/role', { body: { email, role } }), parts.output)
}

/** suspendUser, both ways. */
export async function suspendUser(email: string, suspend: boolean, parts: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await parts.connect.signedIn()
  report(email, await client.PATCH('/accounts/suspend-user', { body: { email, suspend } }), parts.output)
}

/** removeUser: a member, or an invitation. */
export async function removeUser(email: string, parts: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await parts.connect.signedIn()
  report(email, await client.DELETE('/accounts/remove-user', { body: { email } }), parts.output)
}

function report(
  email: string,
  answer: { message: string; creds_updated: boolean | null; revocation?: Revocation },
  output: Output,
): void {
  const { message, creds_updated: updated, revocation } = answer
  output.result({ email, message, creds_updated: updated, revocation }, `${visible(email)}: ${message}`)
  noteRevocation(revocation, output)
  if (updated === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}
