import type { TestGateway } from '../gateway.ts'
import { freshPlace } from './users.ts'

/** User-Agents of real browsers. */
export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
export const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15'

export type TestSession = {
  /** The session's id, `ses_…`. */
  id: string
  bearer: string
  refreshToken: string
  /** The handles that revoke it, as getSessionTokens would show them. */
  authHandle: string
  refreshHandle: string
}

/** A new session of a user, by default from an address of its own, so that no throttle of another test applies. */
export async function signIn(
  test: TestGateway,
  { email, password }: { email: string; password: string },
  { from = freshPlace(), agent = FIREFOX, account }: { from?: string; agent?: string; account?: string } = {},
): Promise<TestSession> {
  const body = { email, password, ...(account !== undefined && { account }) }
  const answer = await test.call('POST /accounts/auth-with-password', { body, from, headers: { 'user-agent': agent } })
  return toSession(answer)
}

/** A session made from a key. */
export async function exchangeKey(test: TestGateway, key: string): Promise<TestSession> {
  return toSession(await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key }, from: freshPlace() }))
}

function toSession(answer: Awaited<ReturnType<TestGateway['call']>>): TestSession {
  if (answer.status !== 200) throw new Error(`the sign-in answered ${answer.text}`)
  const { auth_token: bearer, refresh_token: refreshToken } = answer.body.data
  const [, payload = ''] = String(bearer).split('.')
  const { sid: id } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string }
  return { id, bearer, refreshToken, authHandle: `auth-${id}`, refreshHandle: `refresh-${id}` }
}

/** The status that an access token gets: 200 or 401. */
export async function statusOf(test: TestGateway, bearer: string): Promise<number> {
  return (await test.call('GET /accounts/info', { bearer })).status
}

/** The status that a pair gets at the refresh: 200 or 401. The pair is used up. */
export async function refreshStatusOf(test: TestGateway, { bearer, refreshToken }: TestSession): Promise<number> {
  const body = { auth_token: bearer, refresh_token: refreshToken }
  return (await test.call('POST /accounts/refresh-token', { body })).status
}

/** The audit log's events about one target, oldest first. */
export async function eventsAbout({ database }: TestGateway, targetId: string) {
  return database.read
    .selectFrom('audit_events')
    .select(['action', 'account_id', 'actor_user_id', 'actor_kind', 'credential_id', 'target_type', 'details', 'ip'])
    .where('target_id', '=', targetId)
    .orderBy('id')
    .execute()
}
