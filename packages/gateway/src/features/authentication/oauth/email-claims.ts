/** What an ID token or a UserInfo answer says of the address (OpenID Connect Core 1.0, §5.1), not to be believed as it is. */
export type EmailClaims = { email?: unknown; email_verified?: unknown; [other: string]: unknown }

/** Whether a provider says that the address is verified: Cognito and Apple send the text `"true"` for the boolean. */
export function saysVerified({ email_verified: verified }: EmailClaims): boolean | undefined {
  if (verified === undefined || verified === null) return undefined
  return verified === true || verified === 'true'
}

/**
 * The address to link by, or undefined. Microsoft says nothing of whether an address is verified; then it counts if its
 * domain is one of those that the operator trusts the provider with (OIDC_TRUSTED_EMAIL_DOMAINS). A provider that says
 * no is believed in any case.
 */
export function verifiedEmailIn(claims: EmailClaims, trustedDomains: readonly string[]): string | undefined {
  const { email } = claims
  if (typeof email !== 'string') return undefined
  return (saysVerified(claims) ?? isOfDomain(email, trustedDomains)) ? email : undefined
}

/**
 * Puts both sources together. The UserInfo answer is newer, and whole in itself: its word about an address of its own
 * says nothing about another one in the ID token.
 */
export function mergeEmailClaims(idToken: EmailClaims, userInfo: EmailClaims): EmailClaims {
  if (userInfo.email !== undefined && userInfo.email !== idToken.email) return userInfo
  return { email: idToken.email ?? userInfo.email, email_verified: userInfo.email_verified ?? idToken.email_verified }
}

function isOfDomain(email: string, domains: readonly string[]): boolean {
  return domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())
}
