import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'
import { readPassword } from '../password.ts'
import { completeChallenge, isChallenge } from '../second-factor.ts'
import type { Sessions } from '../sessions.ts'

export type LoginOptions = { email?: string; account?: string; passwordStdin?: true }

type Parts = {
  apiUrl: string
  connect: Connect
  sessions: Sessions
  ask: Ask
  output: Output
  password: string | undefined
  mfaCode: string | undefined
  /** Whether QUIVA_API_KEY is set, which the other commands then use. */
  hasApiKey: boolean
}

/** authWithPassword, and the second factor if one is on; the tokens go into the file of sign-ins and nowhere else. */
export async function login(options: LoginOptions, parts: Parts): Promise<void> {
  const { apiUrl, connect, sessions, ask, output, password, mfaCode, hasApiKey } = parts
  const email = await ask.text(options.email, 'Your email address', '--email is missing')
  const sources = { ask, fromEnvironment: password, fromStdin: options.passwordStdin ?? false }
  const body = {
    email,
    password: await readPassword(sources),
    ...(options.account !== undefined && { account: options.account }),
  }
  const client = connect.anonymous()
  const { data: first } = await client.POST('/accounts/auth-with-password', { body })
  const data = isChallenge(first) ? await completeChallenge(first, { client, ask, mfaCode }) : first
  const account = data.account.name ?? ''
  await sessions.save(apiUrl, { authToken: data.auth_token, refreshToken: data.refresh_token, email, account })
  output.result(
    { api_url: apiUrl, email, account: data.account },
    `Signed in to the account ${visible(account)} as ${visible(email)}.`,
  )
  if (data.ended_sessions !== undefined)
    output.note(
      'You had 100 sessions in this account, which is the most allowed, so this sign-in revoked the oldest. See: quiva sessions list',
    )
  if (hasApiKey)
    output.note(`QUIVA_API_KEY is set: commands send that key to ${apiUrl}. To use this sign-in: unset QUIVA_API_KEY`)
}
