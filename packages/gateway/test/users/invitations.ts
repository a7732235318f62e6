import type { Role } from '../../src/platform/values/roles.ts'
import { type Answer, type TestGateway, waitFor } from '../gateway.ts'
import { freshPlace, PASSWORD } from './users.ts'

type Invited = { email: string; role?: Exclude<Role, 'root'>; first_name?: string; last_name?: string }

/** The caller's credential: a key if the test moves the clock, because an access token is valid for only an hour. */
export type Caller = { bearer?: string; key?: string }

const credentialOf = ({ bearer, key }: Caller) => (key === undefined ? { ...(bearer && { bearer }) } : { key })

/** createUser. */
export function invite(
  test: TestGateway,
  by: Caller,
  { email, role = 'developer', first_name = 'Jane', last_name = 'Smith' }: Invited,
): Promise<Answer> {
  const body = { email, role, first_name, last_name }
  return test.call('POST /accounts/users', { ...credentialOf(by), body })
}

/** resendInvitation. */
export function resend(test: TestGateway, by: Caller, email: string): Promise<Answer> {
  return test.call('POST /accounts/resend-invitation', { ...credentialOf(by), body: { email } })
}

/** removeUser. */
export function remove(test: TestGateway, by: Caller, email: string): Promise<Answer> {
  return test.call('DELETE /accounts/remove-user', { ...credentialOf(by), body: { email } })
}

/** The tokens of all invitations that were mailed to that address, oldest first; waits until there are `least`. */
export function invitationsTo(test: TestGateway, email: string, least = 1): Promise<string[]> {
  return waitFor(async () => {
    const mails = (await test.mails()).filter(
      ({ to, template }) => to === email && (template === 'set-password' || template === 'invitation'),
    )
    return mails.length < least ? undefined : mails.map(({ token = '' }) => token)
  })
}

/** setPassword: accepts the newest invitation, the `count`-th that was mailed there. */
export async function accept(test: TestGateway, email: string, password = PASSWORD, count = 1): Promise<Answer> {
  const token = (await invitationsTo(test, email, count)).at(-1) ?? ''
  return acceptBy(test, token, password)
}

export function acceptBy(test: TestGateway, token: string, password = PASSWORD): Promise<Answer> {
  return test.call('POST /accounts/set-password', { body: { token, password }, from: freshPlace() })
}

export type ListedMember = {
  id?: string
  email: string
  role: string
  is_suspended: boolean
  email_confirmed: boolean
  first_name: string
  last_name: string
  invitation_pending: boolean
  invitation_expires_on?: string
}

/** listUsersByAccount. */
export async function listMembers(test: TestGateway, by: Caller): Promise<ListedMember[]> {
  return (await test.call('GET /accounts/users/list', credentialOf(by))).body.data
}

/**
 * Everything that an account shows of the users whom it has invited, byte by byte: the list of its members, and its
 * log.
 */
export async function seenBy(test: TestGateway, by: Caller): Promise<{ list: string; log: string }> {
  const list = await test.call('GET /accounts/users/list', credentialOf(by))
  const log = await test.call('GET /accounts/audit-events?limit=100', credentialOf(by))
  if (list.status !== 200 || log.status !== 200) throw new Error(`answered ${list.text} and ${log.text}`)
  return { list: list.text, log: log.text }
}
