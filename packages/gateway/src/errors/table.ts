/**
 * Every refusal the gateway can answer with: one entry, one meaning, for ever (a retired code is never reused).
 *
 * `error` is short and for people, `message` says what to do, the key is the stable `code` for programs
 * (behaviour.md, Decision 3). `docs/errors.md` documents each; a test compares the two both ways.
 * The texts marked "contract" are the ones the published examples show.
 */
export const errorTable = {
  // 400: the request cannot be carried out as it stands
  invalid_request: {
    status: 400,
    error: 'Invalid request',
    message: 'Correct the members listed in details and send the request again.',
  },
  invalid_json: { status: 400, error: 'Invalid JSON', message: 'Send a body that is valid JSON in UTF-8.' },
  duplicate_header: {
    status: 400,
    error: 'Duplicate header',
    message: 'Send Authorization, X-Api-Key and Content-Type at most once each.',
  },
  malformed_request: {
    status: 400,
    error: 'Malformed request',
    message: 'The request is not valid HTTP or its address is not valid.',
  },
  weak_password: {
    status: 400,
    error: 'Weak password',
    message: 'Use 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character.',
  },
  account_name_taken: { status: 400, error: 'Account name taken', message: 'Choose another account name.' },
  already_root: {
    status: 400,
    error: 'Already root of an account',
    message: 'A person is root of at most one account. Use another address, or sign in to the existing account.',
  },
  invalid_confirmation: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link or code is wrong, was used, or has expired. Ask for a new mail with POST /accounts/resend-confirmation.',
  },
  unknown_member: { status: 400, error: 'Unknown member', message: 'No member of this account has that address.' },
  impossible_target: {
    status: 400,
    error: 'Impossible target',
    message: 'Nobody can do this to that person. Choose another member.',
  },
  unknown_api_key: {
    status: 400,
    error: 'Unknown API key',
    message: 'There is no such live key within your reach. GET /accounts/api-keys lists the keys with their ids.',
  },
  too_many_keys: {
    status: 400,
    error: 'Too many API keys',
    message: 'The account holds as many keys as it may. A deleted key counts until its expiry date has passed.',
  },
  unknown_session: {
    status: 400,
    error: 'Unknown session',
    message: 'The token or handle names no session of yours. GET /accounts/session-tokens lists them.',
  },
  invalid_reset: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link is wrong, was used, or has expired. Ask for a new one with POST /accounts/request-reset-password.',
  },
  invalid_invitation: {
    status: 400,
    error: 'Invalid token',
    message: 'The link is wrong, was used, or has expired. Ask whoever invited you for a new one.',
  },
  password_unchanged: {
    status: 400,
    error: 'Password unchanged',
    message: 'Choose a password that differs from the current one.',
  },
  invalid_email_code: {
    status: 400,
    error: 'Invalid code',
    message: 'The code is wrong, was used, or has expired. GET /accounts/email-code mails a new one.',
  },
  invalid_signature: {
    status: 400,
    error: 'Invalid signature',
    message: 'The signature is missing, does not fit the body, or was made with a key that is not known here.',
  },
  oauth_not_configured: {
    status: 400,
    error: 'OAuth not configured',
    message: 'This gateway has no OpenID provider. Sign in with a password, or ask the operator to set OIDC_ISSUER.',
  },
  oauth_failed: {
    status: 400,
    error: 'OAuth sign-in failed',
    message: 'The sign-in was not completed, took too long, or is not allowed for this account. Start it again.',
  },
  // 401: no credential, or not a good one
  unauthorized: {
    status: 401,
    error: 'Unauthorized',
    message: 'Send a valid access token or API key in Authorization: Bearer, or an API key in X-Api-Key.',
  },
  invalid_credentials: {
    status: 401,
    error: 'Invalid credentials',
    message: 'Check the address, the password and the account name.',
  },
  email_not_confirmed: {
    status: 401,
    error: 'Email address not confirmed',
    message: 'Follow the link in the confirmation mail first. POST /accounts/resend-confirmation sends a new one.',
  },
  invalid_token: {
    status: 401,
    error: 'Unauthorized',
    message: 'The token is invalid, expired or revoked. Sign in again.',
  },
  // 403: a good credential that may not do this
  insufficient_permissions: {
    status: 403,
    error: 'Insufficient permissions',
    message: 'Ask a root user or an administrator of the account.',
  },
  interactive_required: {
    status: 403,
    error: 'Interactive sign-in required',
    message: 'An API key cannot do this. Sign in as a person and try again.',
  },
  person_required: {
    status: 403,
    error: 'Person required',
    message: 'A key of the account belongs to nobody, so it cannot do this. Use a key of a person, or sign in.',
  },

  // 404 … 431: not here, or not like this
  not_found: {
    status: 404,
    error: 'Not found',
    message: 'There is nothing at this path. GET /openapi.json lists what is.',
  },
  api_key_not_found: {
    status: 404,
    error: 'API key not found',
    message: 'Send the full key of one of your own live API keys.',
  },
  method_not_allowed: {
    status: 405,
    error: 'Method not allowed',
    message: 'The Allow header lists the methods of this path.',
  },
  request_timeout: {
    status: 408,
    error: 'Request timeout',
    message: 'The request took too long to arrive. Send it again.',
  },
  api_key_replaced: {
    status: 409,
    error: 'API key already replaced',
    message: 'The key was rotated before and is in its grace. Rotate its successor, or issue another key.',
  },
  payload_too_large: { status: 413, error: 'Payload too large', message: 'Send a smaller body.' },
  unsupported_media_type: {
    status: 415,
    error: 'Unsupported media type',
    message: 'Send the body as application/json.',
  },
  expectation_failed: {
    status: 417,
    error: 'Expectation failed',
    message: 'Leave the Expect header out, or send 100-continue.',
  },
  idempotency_key_reused: {
    status: 422,
    error: 'Idempotency key was used before',
    message: 'Another request was sent with this Idempotency-Key. Choose a new one for each request, not for each try.',
  },
  headers_too_large: { status: 431, error: 'Headers too large', message: 'Send fewer or shorter headers.' },
  too_many_requests: {
    status: 429,
    error: 'Too many requests',
    message: 'Wait as many seconds as retry_after says, then try again.',
  },
  // 5xx: our fault, or not the time
  oauth_provider_failed: {
    status: 500,
    error: 'OAuth provider failed',
    message: 'The OpenID provider did not answer as it should. Try again shortly.',
  },
  internal_error: {
    status: 500,
    error: 'Internal error',
    message: 'Something went wrong on our side. Try again; if it persists, tell the operator when it happened.',
  },
  unavailable: {
    status: 503,
    error: 'Service unavailable',
    message: 'The gateway is starting, stopping or without its database. Try again shortly.',
  },
} as const satisfies Record<string, { status: number; error: string; message: string }>

export type ErrorCode = keyof typeof errorTable
