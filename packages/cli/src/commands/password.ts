import { type Client, QuivaError } from '@quiva/client'
import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { tokenOfLink } from '../link.ts'
import { type Output, visible } from '../output.ts'
import { readNewPassword, readPasswordChange } from '../password.ts'
import { completeChallenge, isChallenge } from '../second-factor.ts'

type Parts = {
  connect: Connect
  ask: Ask
  output: Output
  /** QUIVA_PASSWORD. */
  password: string | undefined
  /** QUIVA_NEW_PASSWORD. */
  newPassword: string | undefined
  /** QUIVA_MFA_CODE. */
  mfaCode: string | undefined
}

/** resetPassword while signed in: with the current password, and with the second factor if one is on. */
export async function changePassword(options: { passwordStdin?: true }, parts: Parts): Promise<void> {
  const { connect, ask, output, password, newPassword } = parts
  const { client } = await connect.signedIn()
  const fromStdin = options.passwordStdin ?? false
  const { current, chosen } = await readPasswordChange({ ask, current: password, chosen: newPassword, fromStdin })
  const body = { password: current, new_password: chosen }
  try {
    await client.POST('/accounts/reset-password', { body })
  } catch (error) {
    if (!(error instanceof QuivaError)) throw error
    // The code is that of a sign-in, and so is its message; here there is only one thing that can be wrong.
    if (error.code === 'invalid_credentials') {
      const message = 'This is not your current password.'
      throw new QuivaError(error.status, { error: error.error, code: error.code, message }, undefined)
    }
    if (error.code !== 'step_up_required') throw error
    const token = await stepUp(client, current, parts)
    await client.POST('/accounts/reset-password', { body: { ...body, ...(token !== undefined && { token }) } })
  }
  output.result(
    { password_changed: true },
    'The password was changed. Your other sessions were revoked; this one and your API keys still work.',
  )
}

/**
 * The MFA token for a change: that of one more sign-in, whose session ends with the change. Undefined if no second factor
 * is on any more.
 */
async function stepUp(client: Client, password: string, { connect, ask, mfaCode }: Parts): Promise<string | undefined> {
  const { user: email, account } = (await client.GET('/accounts/user-login-data')).data
  const anonymous = connect.anonymous()
  const body = { email, password, ...(account.name !== undefined && { account: account.name }) }
  const { data } = await anonymous.POST('/accounts/auth-with-password', { body })
  if (!isChallenge(data)) return undefined
  await completeChallenge(data, { client: anonymous, ask, mfaCode })
  return data.token
}

export type ResetOptions = { email?: string; link?: string; passwordStdin?: true }

/** requestResetPassword; with the link of the mail, resetPassword. */
export async function resetPassword(options: ResetOptions, parts: Parts): Promise<void> {
  const { link, email, passwordStdin } = options
  if (link !== undefined && email !== undefined)
    throw wrongUsage('--email requests the mail and --link uses the link in it: not both')
  if (link !== undefined) return setPassword(link, options, parts)
  if (passwordStdin) throw wrongUsage('--password-stdin goes with --link: request the mail first')
  const { connect, ask, output } = parts
  const body = { email: await ask.text(email, 'Your email address', '--email is missing') }
  const { message } = await connect.anonymous().POST('/accounts/request-reset-password', { body })
  output.result({ email: body.email, message }, `${message} To: ${visible(body.email)}`)
  output.note("The link in the mail works for 15 minutes. Open it, or run: quiva password reset --link '<link>'")
}

async function setPassword(link: string, { passwordStdin }: ResetOptions, parts: Parts): Promise<void> {
  const { connect, ask, output, newPassword } = parts
  if (link === '-' && passwordStdin) throw wrongUsage('standard input holds the link or the password, not both')
  const token = tokenOfLink(link === '-' ? await ask.piped('Link from the mail') : link)
  const chosen = await readNewPassword({
    ask,
    fromEnvironment: newPassword,
    fromStdin: passwordStdin ?? false,
    variable: 'QUIVA_NEW_PASSWORD',
  })
  await connect.anonymous().POST('/accounts/reset-password', { body: { token, new_password: chosen } })
  output.result(
    { password_set: true },
    'The password was set, and all your sessions were revoked; API keys still work. Sign in with: quiva login',
  )
}
