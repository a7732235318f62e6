import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'
import { readNewPassword } from '../password.ts'

export type SignupOptions = {
  account?: string
  email?: string
  firstName?: string
  lastName?: string
  company?: string
  country?: string
  passwordStdin?: true
}

type Parts = { connect: Connect; ask: Ask; output: Output; password: string | undefined }

/** createAccount. */
export async function signup(options: SignupOptions, { connect, ask, output, password }: Parts): Promise<void> {
  const account = await ask.text(options.account, 'Name of the account', '--account is missing')
  const email = await ask.text(options.email, 'Your email address', '--email is missing')
  const sources = { ask, fromEnvironment: password, fromStdin: options.passwordStdin ?? false }
  const body = {
    name: account,
    root_email: email,
    password: await readNewPassword(sources),
    ...(options.firstName !== undefined && { root_first_name: options.firstName }),
    ...(options.lastName !== undefined && { root_last_name: options.lastName }),
    ...(options.company !== undefined && { company_name: options.company }),
    ...(options.country !== undefined && { country: options.country }),
  }
  const { data } = await connect.anonymous().POST('/accounts', { body })
  const next = data.email_confirmed
    ? 'You can use it at once. Sign in with: quiva login'
    : `The gateway has sent a mail with a link and a code to ${visible(email)}. Next: quiva confirm`
  output.result({ account, email, ...data }, `The account ${visible(account)} was created. ${next}`)
}
