import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { type Output, table, visible } from '../output.ts'
import { findCurrent, listSessions, type SessionObject } from '../own-sessions.ts'
import { noteRevocation } from '../revocation.ts'
import type { Sessions } from '../sessions.ts'

type Parts = { apiUrl: string; connect: Connect; sessions: Sessions; output: Output }

/** getSessionTokens, without the list of refresh tokens: each of them belongs to a session of the first. */
export async function showSessions({ connect, output }: Pick<Parts, 'connect' | 'output'>): Promise<void> {
  const { client } = await connect.signedIn()
  const sessions = await listSessions(client)
  const rows = sessions.map((session) => [
    session.token,
    `${session.agent} on ${session.platform}`,
    session.location === 'unknown' ? session.ip : `${session.ip} (${session.location})`,
    session.created_on.slice(0, 16).replace('T', ' '),
    session.account,
    remark(session),
  ])
  const header = ['HANDLE', 'WHAT', 'WHERE', 'SINCE (UTC)', 'ACCOUNT', '']
  output.result(sessions, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('No sessions were made from this key.')
}

function remark({ current, kind, is_suspended: isSuspended }: SessionObject): string {
  const remarks = [current && 'this one', kind === 'key' && 'from an API key', isSuspended && 'suspended']
  return remarks.filter(Boolean).join(', ')
}

/** revokeAuthToken, by handle only: the operation takes tokens too, but arguments and addresses are no place for them. */
export async function endSession(named: string, parts: Parts): Promise<void> {
  const { apiUrl, connect, sessions, output } = parts
  if (named !== 'current' && !/^auth-ses_\w{1,64}$/.test(named))
    throw wrongUsage('name the session by its handle, which quiva sessions list shows, or by the word current')
  const { client, credential } = await connect.signedIn()
  if (named === 'current' && credential === 'key')
    throw wrongUsage(
      'current is not possible with QUIVA_API_KEY, because a key is not a session; name the session by its handle',
    )
  const current = credential === 'session' ? await findCurrent(client) : undefined
  const handle = named === 'current' ? current?.token : named
  if (handle === undefined) throw new Error('the gateway does not list the session that is calling')
  const { revocation } = await client.DELETE('/accounts/auth-token', { params: { query: { token: handle } } })
  const isOwn = handle === current?.token
  if (isOwn) await sessions.remove(apiUrl)
  const text = isOwn ? 'Your session was revoked and removed from this computer.' : `The session ${handle} was revoked.`
  output.result({ handle, signed_out: isOwn, revocation }, text)
  noteRevocation(revocation, output)
}

/** revokeTokens: all sessions of a person in this account; without an address, the caller's own. */
export async function endAllSessions({ email }: { email?: string }, parts: Parts): Promise<void> {
  const { apiUrl, connect, sessions, output } = parts
  const { client, credential } = await connect.signedIn()
  const { user: me } = (await client.GET('/accounts/user-login-data')).data
  const of = email ?? me
  const { message, revocation } = await client.DELETE('/accounts/tokens', { body: { email: of } })
  const isOwn = credential === 'session' && of.trim().toLowerCase() === me
  if (isOwn) await sessions.remove(apiUrl)
  output.result({ email: of, message, signed_out: isOwn, revocation }, `${visible(of)}: ${message}`)
  noteRevocation(revocation, output)
  if (isOwn)
    output.note(
      'This includes the session in use here, which was removed from this computer. API keys still work. Sign in with: quiva login',
    )
}
