import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { type Output, visible } from '../output.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

/** getUserMfaInfo, and listPasskeys for oneself. */
export async function mfaStatus({ email }: { email?: string }, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client, credential } = await connect.signedIn()
  const query = email === undefined ? {} : { email }
  const { data: info } = await client.GET('/accounts/user-mfa-info', { params: { query } })
  // Passkeys are a person's own business: neither an administrator nor a key lists them.
  const isOwn = email === undefined && credential === 'session'
  const passkeys = isOwn ? (await client.GET('/accounts/passkeys')).data : undefined
  const lines = [
    `Authenticator app  ${info.totp_enabled ? 'on' : 'off'}`,
    `Passkeys           ${info.passkey_enabled ? 'on' : 'off'}`,
    ...(passkeys ?? []).map(({ alias, created_on: since }) => `  ${visible(alias)}, since ${since.slice(0, 10)}`),
  ]
  output.result({ ...info, ...(passkeys && { passkeys }) }, lines.join('\n'))
}

/** generateTotpKey and confirmTotpRegistration: shows the QR code, and takes the first code. */
export async function enableTotp({ connect, ask, output }: Parts): Promise<void> {
  if (output.asJson || !ask.somebodyIsThere)
    throw wrongUsage(
      'an authenticator app can be set up only at a terminal, which shows its QR code, and without --json',
    )
  const { client } = await connect.signedIn()
  const { data: key } = await client.POST('/accounts/generate-totp-key')
  output.note(await qrCode(key.otpauth_url))
  output.note(`Scan it with your authenticator app, or type this key into it: ${key.secret}`)
  const code = await ask.text(undefined, 'Code that the app shows now', 'the code is missing')
  const body = { code, secret: key.secret }
  const { data } = await client.POST('/accounts/confirm-totp-registration', { body })
  output.result({ totp_enabled: true, recovery_codes: data.recovery_codes }, data.recovery_codes.join('\n'))
  output.note('The authenticator app is switched on. You are asked for its code at your next sign-in.')
  output.note(
    'Keep the recovery codes above in a place where you can find them without your phone. Each code can replace the app once.',
  )
}

/** removeTotp */
export async function disableTotp(options: { email?: string }, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await connect.signedIn()
  const { message } = await client.DELETE('/accounts/totp', { body: { ...options } })
  output.result({ ...options, message }, message)
}

/** viewRecoveryCodes, or issueRecoveryCodes with --new: one code a line, and nothing else. */
export async function recoveryCodes(
  { email, new: fresh }: { email?: string; new?: true },
  { connect, output }: Omit<Parts, 'ask'>,
): Promise<void> {
  const { client } = await connect.signedIn()
  const whose = email === undefined ? {} : { email }
  const { data: codes } = fresh
    ? await client.POST('/accounts/recovery-codes', { body: whose })
    : await client.GET('/accounts/recovery-codes', { params: { query: whose } })
  output.result(codes, codes.join('\n'))
  if (codes.length === 0) output.note('There are no recovery codes. You get them when you set up a second factor.')
  if (fresh) output.note('The earlier codes no longer work.')
}

/** Black on white whatever the colours of the terminal are: not every app reads the negative of a QR code. */
async function qrCode(text: string): Promise<string> {
  // Loaded only here: most runs show none.
  const { renderUnicodeCompact } = await import('uqr')
  const rows = renderUnicodeCompact(text, { border: 2 }).split('\n')
  return rows.map((row) => `\u001b[97;40m${row}\u001b[0m`).join('\n')
}
