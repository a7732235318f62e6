import type { Client, operations } from '@quiva/client'

type ListAnswer = operations['getSessionTokens']['responses'][200]['content']['application/json']
export type SessionObject = ListAnswer['data']['auth'][number]

/** getSessionTokens: the caller's live sessions, newest first. */
export async function listSessions(client: Client): Promise<SessionObject[]> {
  const { data } = await client.GET('/accounts/session-tokens')
  return data.auth
}

/** The session that is calling; undefined if an API key is. */
export async function findCurrent(client: Client): Promise<SessionObject | undefined> {
  return (await listSessions(client)).find((session) => session.current)
}
