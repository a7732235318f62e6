import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { beginDeviceSignIn, waitForTokens } from '../device-sign-in.ts'
import { CliError, wrongUsage } from '../errors.ts'
import { type Output, visible } from '../output.ts'
import { readPassword } from '../password.ts'
import { completeChallenge, isChallenge, type SignedIn } from '../second-factor.ts'
import type { Sessions } from '../sessions.ts'
import { showWaiting } from '../waiting-line.ts'

export type LoginOptions = {
  device?: true
  password?: true
  email?: string
  account?: string
  passwordStdin?: true
}

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
  /** Whether a browser was asked to open the address. */
  openBrowser: (address: string) => boolean
  stderr: { write(text: string): unknown; isTTY?: boolean }
}

type Account = SignedIn['account']

/**
 * A session, whose tokens go into the file of sign-ins and nowhere else: in the browser (RFC 8628), where people have
 * their passkeys and providers; or with a password, if that is asked for or given, or nobody is there to go to a browser.
 */
export async function login(options: LoginOptions, parts: Parts): Promise<void> {
  const { ask, output, password, mfaCode } = parts
  const { device, email, account, passwordStdin } = options
  const byPassword = options.password ?? passwordStdin ?? (email !== undefined || account !== undefined)
  if (device && byPassword)
    throw wrongUsage('--device leaves address, password and account to the browser: use it without the other options')
  if (device) return loginByDevice(parts, device)
  const isPrepared = password !== undefined || mfaCode !== undefined || output.asJson
  if (byPassword || isPrepared || !ask.somebodyIsThere) return loginByPassword(options, parts)
  return loginByDevice(parts, false, () => loginByPassword(options, parts))
}

/** authWithPassword, and the second factor if one is on. */
async function loginByPassword(options: LoginOptions, parts: Parts): Promise<void> {
  const { connect, ask, password, mfaCode } = parts
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
  const tokens = { authToken: data.auth_token, refreshToken: data.refresh_token }
  const result = await keep(tokens, { email, account: data.account }, parts)
  parts.output.result(result.json, result.text)
  noteMore(data.ended_sessions, parts)
}

/** With `--device` no browser is opened, and with --json there are two lines: where to go, and the result. */
async function loginByDevice(parts: Parts, isOnly: boolean, otherwise?: () => Promise<void>): Promise<void> {
  const { apiUrl, connect, output, openBrowser, stderr } = parts
  const client = connect.anonymous()
  const codes = await beginDeviceSignIn(client)
  if (!codes) {
    if (!otherwise)
      throw new CliError(
        'refused',
        'no_device_sign_in',
        `The gateway at ${apiUrl} does not sign in through a browser. Run: quiva login --password`,
      )
    output.note('This gateway does not sign in through a browser, so the command asks for your password.')
    return otherwise()
  }
  const { user_code, verification_uri, verification_uri_complete = verification_uri, expires_in } = codes
  const endsAt = Date.now() + expires_in * 1000
  const where = { user_code, verification_uri, verification_uri_complete, expires_on: new Date(endsAt).toISOString() }
  if (output.asJson && !(await output.stream(JSON.stringify(where)))) return
  const opened = !isOnly && openBrowser(verification_uri_complete)
  output.note(
    [
      opened
        ? 'Your browser opens this page. Sign in there, and approve:'
        : 'Open this page in a browser, here or elsewhere, sign in there, and approve:',
      '',
      `  ${visible(opened ? verification_uri_complete : verification_uri)}`,
      `  Code: ${visible(user_code)}`,
      '',
    ].join('\n'),
  )
  const waiting = showWaiting(
    'Waiting for the browser; Ctrl-C stops.',
    endsAt,
    output.asJson ? { write: () => true } : stderr,
  )
  const tokens = await waitForTokens(codes, { client, sleep: waiting.sleep }).finally(waiting.end)
  const { access_token: authToken, refresh_token: refreshToken, user, account } = tokens
  const result = await keep({ authToken, refreshToken }, { email: user.email, account }, parts)
  if (output.asJson) await output.stream(JSON.stringify(result.json))
  else output.result(result.json, result.text)
  noteMore(tokens.ended_sessions, parts)
}

async function keep(
  tokens: { authToken: string; refreshToken: string },
  { email, account }: { email: string; account: Account },
  { apiUrl, sessions }: Parts,
) {
  const name = account.name ?? ''
  await sessions.save(apiUrl, { ...tokens, email, account: name })
  return {
    json: { api_url: apiUrl, email, account },
    text: `Signed in to the account ${visible(name)} as ${visible(email)}.`,
  }
}

function noteMore(endedSessions: number | undefined, { apiUrl, output, hasApiKey }: Parts): void {
  if (endedSessions !== undefined)
    output.note(
      'You had 100 sessions in this account, which is the most allowed, so this sign-in revoked the oldest. See: quiva sessions list',
    )
  if (hasApiKey)
    output.note(`QUIVA_API_KEY is set: commands send that key to ${apiUrl}. To use this sign-in: unset QUIVA_API_KEY`)
}
