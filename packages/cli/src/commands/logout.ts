import { type Output, visible } from '../output.ts'
import type { Sessions } from '../sessions.ts'

type Parts = { apiUrl: string; sessions: Sessions; output: Output }

/**
 * Forgets the sign-in. The operations that end a session at the gateway are not there yet; once they are, this calls
 * them first.
 */
export async function logout({ apiUrl, sessions, output }: Parts): Promise<void> {
  const session = await sessions.remove(apiUrl)
  const text = session
    ? `The sign-in of ${visible(session.email)} to ${visible(session.account)} is removed from this computer.`
    : `Nobody was signed in to ${apiUrl}.`
  output.result({ api_url: apiUrl, signed_out: session !== undefined, session_ended: false }, text)
  if (!session) return
  output.note(
    'The gateway cannot end sessions yet: this one ends by itself 24 hours after it was last renewed, unless the operator chose another time.',
  )
}
