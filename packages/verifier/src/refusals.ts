/**
 * Why a credential is refused: the codes of `GET /verify` with the gateway's own texts (docs/errors.md), which a test
 * compares, and one that only a verifier needs.
 */
export const refusals = {
  invalid_request: {
    status: 400,
    error: 'Invalid request',
    message: 'Correct the fields that details lists, and send the request again.',
  },
  duplicate_header: {
    status: 400,
    error: 'Duplicate header',
    message: 'Send Host, Authorization, X-Api-Key and Content-Type at most once each.',
  },
  unauthorized: {
    status: 401,
    error: 'Unauthorized',
    message: 'Send a valid access token or API key in Authorization: Bearer, or an API key in X-Api-Key.',
  },
  payment_required: {
    status: 402,
    error: 'Payment required',
    message:
      'A payment of the account is overdue, so its API keys are refused. Sign in and pay the open invoice, in the customer portal (GET /accounts/payment/dashboard-url).',
  },
  insufficient_scope: {
    status: 403,
    error: 'Insufficient scope',
    message: 'The scopes of the API key do not cover this. The WWW-Authenticate header names the missing scope.',
  },
  address_not_allowed: {
    status: 403,
    error: 'Address not allowed',
    message:
      'The API key may not be used from this address. If the gateway is behind a proxy, ask the operator to set TRUST_PROXY.',
  },
  other_account: {
    status: 403,
    error: 'Wrong account',
    message:
      'The credential is valid, but for another account than the requested one. Use a credential of the requested account.',
  },
  other_environment: {
    status: 403,
    error: 'Wrong environment',
    message:
      'The credential is valid, but for another environment than the requested one: a test key (mst-…) where a live key is asked for, or the other way round.',
  },
  identity_header_sent: {
    status: 403,
    error: 'Identity header sent',
    message: 'Only the proxy may set headers that begin with X-Quiva-. Send the request without them.',
  },
  too_many_requests: {
    status: 429,
    error: 'Too many requests',
    message: 'Wait as many seconds as retry_after says, then try again.',
  },
  quota_exhausted: {
    status: 429,
    error: 'Quota exhausted',
    message: 'The quota of the key is used up. Its next period begins at the time that refills_on says.',
  },
  verification_unavailable: {
    status: 503,
    error: 'Verification unavailable',
    message: 'No gateway that knows whether the credential is valid can be reached. Try again shortly.',
  },
} as const satisfies Record<string, { status: number; error: string; message: string }>

export type RefusalCode = keyof typeof refusals
