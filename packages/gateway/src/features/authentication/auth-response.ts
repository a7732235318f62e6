import type { SignedIn, SignInOutcome } from './complete-sign-in.ts'

/** The body of a sign-in's answer: the contract's AuthResponse or MfaRequiredResponse. */
export function outcomeBody(outcome: SignInOutcome) {
  switch (outcome.kind) {
    case 'signed_in':
      return signedInBody(outcome)
    case 'factor_required':
      return challengeBody(outcome)
  }
}

/** The contract's AuthResponse. */
export function signedInBody({ pair, account, factors, endedSessions = 0 }: SignedIn) {
  return {
    auth_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    passkey_enabled: factors.passkey,
    totp_enabled: factors.totp,
    account,
    ...(endedSessions > 0 && { ended_sessions: endedSessions }),
  }
}

/** The contract's MfaRequiredResponse. */
export function challengeBody({ challenge, factors }: Extract<SignInOutcome, { kind: 'factor_required' }>) {
  return { token: challenge, passkey_enabled: factors.passkey, totp_enabled: factors.totp }
}
