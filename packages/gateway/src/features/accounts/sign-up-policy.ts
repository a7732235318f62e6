import type { Config } from '../../platform/config/config.ts'

/**
 * Who may open an account (SIGN_UP, SIGN_UP_DOMAINS). `anybody`: strangers too. `members`: only users with a confirmed
 * address, who prove it with their password. `nobody`: nobody with this address, or nobody at all.
 */
export type SignUpPolicy = (email: string) => 'anybody' | 'members' | 'nobody'

/** The answer depends on the address alone, never on which users exist. */
export function createSignUpPolicy({ signUp, signUpDomains }: Pick<Config, 'signUp' | 'signUpDomains'>): SignUpPolicy {
  const domains = new Set(signUpDomains)
  return (email) => {
    if (signUp === 'closed') return 'nobody'
    if (domains.size > 0 && !domains.has(email.slice(email.lastIndexOf('@') + 1))) return 'nobody'
    return signUp === 'invited' ? 'members' : 'anybody'
  }
}
