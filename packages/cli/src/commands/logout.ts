import { type Client, ConnectionError, QuivaError } from '@quiva/client'
import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'
import { findCurrent } from '../own-sessions.ts'
import type { Sessions } from '../sessions.ts'

type Parts = { apiUrl: string; connect: Connect; sessions: Sessions; output: Output }

/**
 * revokeAuthToken, then forgets the sign-in. Forgets it too when the gateway cannot end the session: who leaves a
 * computer must not need the network for it; but then it is said that the session lives on.
 */
export async function logout({ apiUrl, connect, sessions, output }: Parts): Promise<void> {
  const client = await connect.storedSession()
  const problem = client && (await end(client))
  const session = await sessions.remove(apiUrl)
  if (!session) {
    output.result({ api_url: apiUrl, signed_out: false, session_ended: false }, `You were not signed in to ${apiUrl}.`)
    return
  }
  const who = `The sign-in of ${visible(session.email)} to ${visible(session.account)}`
  const ended = problem === undefined
  output.result(
    { api_url: apiUrl, signed_out: true, session_ended: ended },
    ended
      ? `${who} was removed from this computer, and its session was revoked.`
      : `${who} was removed from this computer.`,
  )
  if (ended) return
  output.note(`${problem}
The session still works there. It expires 24 hours after its last renewal, unless the operator has set another time.
To revoke it earlier, sign in again and run: quiva sessions list`)
}

/** Ends the session at the gateway; resolves to what kept it from that. One that has ended already is ended. */
async function end(client: Client): Promise<string | undefined> {
  try {
    const current = await findCurrent(client)
    if (!current) return 'The gateway does not list this session.'
    // By its handle: the token itself would stand in an address.
    await client.DELETE('/accounts/auth-token', { params: { query: { token: current.token } } })
    return undefined
  } catch (error) {
    if (error instanceof QuivaError) {
      // Refused, renewed and refused again: it has ended already.
      return error.status === 401 ? undefined : `The gateway did not revoke the session: ${error.error}.`
    }
    if (error instanceof ConnectionError) return `The session could not be revoked: ${error.message}.`
    throw error
  }
}
