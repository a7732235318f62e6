import { type Client, type operations, QuivaError } from '@quiva/client'
import type { Ask } from './ask.ts'
import { CliError } from './errors.ts'

type SignIn = operations['authWithPassword']['responses'][200]['content']['application/json']['data']
/** What a password is answered with when a second factor is on. */
export type Challenge = Exclude<SignIn, { auth_token: string }>
export type SignedIn = Exclude<SignIn, Challenge>

type Parts = {
  client: Client
  ask: Ask
  /** QUIVA_MFA_CODE. */
  mfaCode: string | undefined
}

/** How often somebody at a terminal may mistype; a challenge takes five. */
const TRIES = 3

export function isChallenge(answer: SignIn): answer is Challenge {
  return !('auth_token' in answer)
}

/** authWithTotp or authWithRecoveryCode, by what was typed. Passkeys need a browser, and a recovery code stands in for them. */
export async function completeChallenge(challenge: Challenge, { client, ask, mfaCode }: Parts): Promise<SignedIn> {
  if (mfaCode === undefined && !ask.somebodyIsThere) {
    const message =
      'A second factor is switched on: set QUIVA_MFA_CODE to a code of the authenticator app or a recovery code.'
    throw new CliError('refused', 'factor_required', message)
  }
  const first = challenge.totp_enabled
    ? 'Code from your authenticator app, or a recovery code'
    : 'Recovery code (your passkeys work in a browser only)'
  for (let tries = 1; ; tries += 1) {
    const question = tries === 1 ? first : 'That code is wrong. Type another code'
    const code = (await ask.text(mfaCode, question, 'QUIVA_MFA_CODE is missing')).trim()
    try {
      return await send(challenge, code, client)
    } catch (error) {
      const isWrong = error instanceof QuivaError && /^invalid_(second_factor|recovery_code)$/.test(error.code)
      if (!isWrong || mfaCode !== undefined || tries === TRIES) throw error
    }
  }
}

async function send({ token, totp_enabled: hasApp }: Challenge, code: string, client: Client): Promise<SignedIn> {
  const isOfApp = hasApp && /^\d{3}\s?\d{3}$/.test(code)
  const body = { token, code }
  const { data } = isOfApp
    ? await client.POST('/accounts/auth-with-totp', { body })
    : await client.POST('/accounts/auth-with-recovery-code', { body })
  return data
}
