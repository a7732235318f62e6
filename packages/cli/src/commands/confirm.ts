import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { type Output, visible } from '../output.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

/** confirmEmail, with whatever of the mail the person has at hand. */
export async function confirm(given: string | undefined, { connect, ask, output }: Parts): Promise<void> {
  const message = 'Code or link from the mail'
  const typed = given === '-' ? await ask.piped(message) : given
  const body = parseProof(await ask.text(typed, message, 'the code or the link of the mail is missing'))
  const { data } = await connect.anonymous().POST('/accounts/confirm-email', { body })
  const text = `${visible(data.email)} is confirmed and the account ${visible(data.account)} is open.`
  output.result(data, `${text} Sign in with: quiva login`)
}

/** Ten digits, with or without the hyphen, are the code; an address carries the token; anything else is one. */
export function parseProof(typed: string): { code: string } | { token: string } {
  const text = typed.trim()
  if (/^\d{5}[-\s]?\d{5}$/.test(text)) return { code: text }
  if (!/^https?:/i.test(text)) return { token: text }
  const token = URL.canParse(text) ? new URL(text).searchParams.get('token') : null
  if (!token) throw wrongUsage('the link has no token in it; paste the whole link, or the code')
  return { token }
}
