import { type Client, QuivaError } from '@quiva/client'
import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { tokenOfLink } from '../link.ts'
import { type Output, visible } from '../output.ts'

export type ConfirmOptions = { resend?: true; email?: string }

type Parts = {
  connect: Connect
  ask: Ask
  output: Output
  /** QUIVA_PASSWORD. */
  password: string | undefined
}

/** confirmEmail, with whatever of the mail the person has at hand. */
export async function confirm(given: string | undefined, options: ConfirmOptions, parts: Parts): Promise<void> {
  if (options.resend) {
    if (given !== undefined) throw wrongUsage('--resend requests a new mail, so do not give a code or link with it')
    return resend(options.email, parts)
  }
  if (options.email !== undefined) throw wrongUsage('--email goes with --resend')
  const { connect, ask, output } = parts
  const message = 'Code or link from the mail'
  const typed = given === '-' ? await ask.piped(message) : given
  const body = parseProof(await ask.text(typed, message, 'the code or the link from the mail is missing'))
  const data = await send(connect.anonymous(), body, parts)
  const text = `${visible(data.email)} is confirmed, and the account ${visible(data.account)} is ready.`
  output.result(data, `${text} Sign in with: quiva login`)
}

/** Away from where somebody signed up, the gateway asks for the password: the sign-up may be a stranger's. */
async function send(client: Client, proof: ReturnType<typeof parseProof>, { ask, password }: Parts) {
  const body = { ...proof, ...(password !== undefined && { password }) }
  try {
    return (await client.POST('/accounts/confirm-email', { body })).data
  } catch (error) {
    const isAsked = error instanceof QuivaError && error.code === 'confirmation_needs_password'
    if (!isAsked || password !== undefined || !ask.somebodyIsThere) throw error
    const typed = await ask.secret(undefined, 'Your password for this account', 'QUIVA_PASSWORD is missing')
    return (await client.POST('/accounts/confirm-email', { body: { ...proof, password: typed } })).data
  }
}

/** resendAccountConfirmation: the answer is the same for every address. */
async function resend(given: string | undefined, { connect, ask, output }: Parts): Promise<void> {
  const email = await ask.text(given, 'Your email address', '--email is missing')
  const { data } = await connect.anonymous().POST('/accounts/resend-confirmation', { body: { email } })
  output.result({ email, ...data }, `${data.message} To: ${visible(email)}`)
}

/** Ten digits, with or without the hyphen, are the code; an address carries the token; anything else is one. */
export function parseProof(typed: string): { code: string } | { token: string } {
  const text = typed.trim()
  return /^\d{5}[-\s]?\d{5}$/.test(text) ? { code: text } : { token: tokenOfLink(text) }
}
