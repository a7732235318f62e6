/** What an ID token or a UserInfo answer says about the address (OpenID Connect Core 1.0, §5.1), unchecked. */
export type EmailClaims = { email?: unknown; email_verified?: unknown; [other: string]: unknown }

/**
 * Whether a provider says that the address is verified. Cognito and Apple send the text `"true"` instead of the
 * boolean.
 */
export function saysVerified({ email_verified: verified }: EmailClaims): boolean | undefined {
  if (verified === undefined || verified === null) return undefined
  return verified === true || verified === 'true'
}

/**
 * The verified address, by which a user is linked, or undefined. Microsoft does not say whether an address is verified;
 * then it counts as verified if the operator trusts the provider with its domain (OIDC_TRUSTED_EMAIL_DOMAINS). If the
 * provider says that an address is not verified, that is believed in any case.
 */
export function verifiedEmailIn(claims: EmailClaims, trustedDomains: readonly string[]): string | undefined {
  const { email } = claims
  if (typeof email !== 'string') return undefined
  return (saysVerified(claims) ?? isOfDomain(email, trustedDomains)) ? email : undefined
}

/**
 * Puts both sources together. The UserInfo answer is newer and stands for itself: what it says about its own address
 * says nothing about another address in the ID token.
 */
export function mergeEmailClaims(idToken: EmailClaims, userInfo: EmailClaims): EmailClaims {
  if (userInfo.email !== undefined && userInfo.email !== idToken.email) return userInfo
  return { email: idToken.email ?? userInfo.email, email_verified: userInfo.email_verified ?? idToken.email_verified }
}

function isOfDomain(email: string, domains: readonly string[]): boolean {
  return domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())
}
