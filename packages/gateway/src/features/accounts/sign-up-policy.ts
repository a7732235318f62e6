import type { Config } from '../../platform/config/config.ts'

/**
 * Who may open an account (SIGN_UP, SIGN_UP_DOMAINS). `anybody`: strangers too. `members`: only who is known here with a
 * confirmed address, and proves it with their password. `nobody`: not with this address, or not at all.
 */
export type SignUpPolicy = (email: string) => 'anybody' | 'members' | 'nobody'

/** What it says depends on the address alone, never on who is known. */
export function createSignUpPolicy({ signUp, signUpDomains }: Pick<Config, 'signUp' | 'signUpDomains'>): SignUpPolicy {
  const domains = new Set(signUpDomains)
  return (email) => {
    if (signUp === 'closed') return 'nobody'
    if (domains.size > 0 && !domains.has(email.slice(email.lastIndexOf('@') + 1))) return 'nobody'
    return signUp === 'invited' ? 'members' : 'anybody'
  }
}
