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
    message: 'Send Host, Authorization, X-Api-Key and Content-Type at most once each.',
  },
  host_required: {
    status: 400,
    error: 'Host required',
    message: 'Send the header Host, with the name by which you reach this gateway.',
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
  common_password: {
    status: 400,
    error: 'Common password',
    message:
      'This is one of the passwords that are tried first. Choose another, such as several words that do not belong together.',
  },
  account_name_taken: { status: 400, error: 'Account name taken', message: 'Choose another account name.' },
  already_root: {
    status: 400,
    error: 'Already root of an account',
    message: 'A person is root of at most one account. Use another address, or sign in to the existing account.',
  },
  nats_server_too_old: {
    status: 400,
    error: 'NATS server too old',
    message:
      'Mesh nodes need nats-server 2.10 or newer on every server: older ones lose messages when streams move. Ask whoever runs the gateway to upgrade them.',
  },
  invalid_confirmation: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link or code is wrong, was used, or has expired. Ask for a new mail with POST /accounts/resend-confirmation.',
  },
  confirmation_needs_password: {
    status: 400,
    error: 'Password required',
    message:
      'This sign-up came from another network. Follow the link in the mail and type your password there, or send the password of the sign-up as `password`. Is the sign-up not yours? Then do not confirm it.',
  },
  unknown_member: { status: 400, error: 'Unknown member', message: 'No member of this account has that address.' },
  already_member: {
    status: 400,
    error: 'Already a member',
    message: 'That address is in this account already. GET /accounts/users/list lists who is, invited ones too.',
  },
  invitation_not_pending: {
    status: 400,
    error: 'No pending invitation',
    message: 'That member has accepted: there is no invitation to send again.',
  },
  impossible_target: {
    status: 400,
    error: 'Impossible target',
    message:
      'Nobody can do this to that person. An account keeps its root: who wants to leave as its root deletes the account first.',
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
  line_too_long: {
    status: 400,
    error: 'Line of keys too long',
    message:
      'The key that calls was issued by a key that a key issued, and so on, ten times. Issue keys with one further up, or sign in.',
  },
  account_required: {
    status: 400,
    error: 'Account required',
    message: 'You are in several accounts. Send the name of one of them as account; accounts lists them.',
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
  deletion_not_scheduled: {
    status: 400,
    error: 'Deletion not scheduled',
    message: 'The account is not scheduled for deletion, or its date has come. There is nothing to cancel.',
  },
  unknown_recipient: {
    status: 400,
    error: 'Unknown recipient',
    message: 'Write to a support address of this gateway or to a member of your account.',
  },
  invalid_image: {
    status: 400,
    error: 'Invalid image',
    message: 'Send a whole PNG, JPEG, GIF or WebP image, with the content_type that it has.',
  },
  image_too_large: {
    status: 400,
    error: 'Image too large',
    message: 'Send an image of at most 10 MiB and 40 megapixels, all frames together.',
  },
  invalid_email_change: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link is wrong, was used, or has expired, or the address is not to be had. Ask for the change again with POST /accounts/request-email-address-change.',
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
  invalid_totp_code: {
    status: 400,
    error: 'Invalid code',
    message:
      'The code is wrong, or the secret is not the one that POST /accounts/generate-totp-key gave last, within 15 minutes.',
  },
  invalid_passkey: {
    status: 400,
    error: 'Invalid passkey',
    message: 'The passkey could not be verified. Begin again with POST /accounts/begin-passkey-registration.',
  },
  passkey_taken: {
    status: 400,
    error: 'Passkey taken',
    message: 'This passkey is registered already. Use another authenticator.',
  },
  too_many_passkeys: {
    status: 400,
    error: 'Too many passkeys',
    message: 'Remove a passkey first: a person has at most 25. GET /accounts/passkeys lists yours.',
  },
  passkeys_not_configured: {
    status: 400,
    error: 'Passkeys not configured',
    message:
      'This gateway is known by an IP address, for which no browser makes passkeys. The operator sets WEBAUTHN_RP_ID.',
  },
  factor_not_registered: {
    status: 400,
    error: 'Factor not registered',
    message: 'No such factor is registered. Register it first.',
  },
  mfa_not_enabled: {
    status: 400,
    error: 'No second factor',
    message: 'Recovery codes stand in for a second factor. Switch one on first.',
  },
  sharing_name_taken: {
    status: 400,
    error: 'Name taken',
    message: 'The account has an export, or an import, of that name already. Choose another.',
  },
  sharing_limit_reached: {
    status: 400,
    error: 'Too many exports or imports',
    message: 'An account has at most 100 exports and 100 imports. Remove one first.',
  },
  no_matching_export: {
    status: 400,
    error: 'No matching export',
    message: 'No account of that id or name exports this subject to yours. Check the account and the subject.',
  },
  unknown_export: {
    status: 400,
    error: 'Unknown export',
    message: 'The account has no export of that name. GET /accounts/imports-exports lists them.',
  },
  unknown_import: {
    status: 400,
    error: 'Unknown import',
    message: 'The account has no import of that name. GET /accounts/imports-exports lists them.',
  },
  already_subscribed: {
    status: 400,
    error: 'Already subscribed',
    message: 'Change the subscription with PATCH /accounts/payment/subscription.',
  },
  no_free_plan: {
    status: 400,
    error: 'No free plan',
    message: 'This gateway offers no free plan. Choose one with POST /accounts/payment/checkout-url.',
  },
  payment_method_required: {
    status: 400,
    error: 'Payment method required',
    message: 'Add one in the portal (GET /accounts/payment/dashboard-url), or use POST /accounts/payment/checkout-url.',
  },
  payment_failed: {
    status: 400,
    error: 'Payment failed',
    message:
      'The payment was declined and nothing was changed. GET /accounts/payment/dashboard-url leads to the portal.',
  },
  payment_confirmation_required: {
    status: 400,
    error: 'Payment to be confirmed',
    message:
      'The bank wants the owner of the card to confirm the payment. Open confirmation_url; the change is made once it is paid, and lapses after 23 hours.',
  },
  payment_due: {
    status: 400,
    error: 'Payment due',
    message: 'Pay the open invoice first. GET /accounts/payment/dashboard-url leads to the portal.',
  },
  subscription_ending: {
    status: 400,
    error: 'Subscription is ending',
    message: 'It was cancelled, so nothing can follow this period. Renew it first in the portal.',
  },
  payment_refused: {
    status: 400,
    error: 'Refused by Stripe',
    message:
      'Stripe does not do this as it was asked. Look at the subscription again; the operator finds why in the log.',
  },
  invalid_webhook: {
    status: 400,
    error: 'Invalid webhook',
    message: 'The signature does not fit the body or is too old, or the event is of the other mode.',
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
  invalid_second_factor: {
    status: 401,
    error: 'Unauthorized',
    message: 'The code is wrong or was used, or the sign-in took too long. Wait for the next code, or sign in again.',
  },
  // The text is the contract's.
  invalid_recovery_code: {
    status: 401,
    error: 'Used or invalid recovery code',
    message: 'Try another code. After five wrong ones, or five minutes, sign in again.',
  },
  passkey_refused: {
    status: 401,
    error: 'Unauthorized',
    message: 'The passkey was not accepted. Begin again with POST /accounts/begin-auth-with-passkey.',
  },
  // 403: a good credential that may not do this
  step_up_required: {
    status: 403,
    error: 'Recent sign-in required',
    message:
      'Prove that it is you: sign in again, with your second factor if one is on, and repeat this in the new session within ten minutes. If a second factor is on, a change of password or address also takes the token of that sign-in, once and within five minutes; send it as `token`.',
  },
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
  insufficient_scope: {
    status: 403,
    error: 'Insufficient scope',
    message: 'The scopes of the API key do not cover this. The header WWW-Authenticate names what is lacking.',
  },
  address_not_allowed: {
    status: 403,
    error: 'Address not allowed',
    message:
      'The API key may not be used from this address. Behind a proxy, the operator of the gateway has to set TRUST_PROXY.',
  },
  other_account: {
    status: 403,
    error: 'Other account',
    message: 'The credential is good, but for another account than the one that was asked for.',
  },
  identity_header_sent: {
    status: 403,
    error: 'Identity header sent',
    message: 'Headers that begin with X-Quiva- are for the proxy to set. Send the request without them.',
  },
  beyond_own_limits: {
    status: 403,
    error: 'Beyond own limits',
    message: 'An API key gives no key more than it has itself. Ask for less, or sign in as a person.',
  },
  creds_barred: {
    status: 403,
    error: 'Creds barred',
    message:
      'The message bus cannot hold this key to its limits. Its scopes must cover messaging:connect, without allowed_ips.',
  },
  sign_up_not_allowed: {
    status: 403,
    error: 'Sign-up not allowed',
    message:
      'This gateway does not let everybody open an account. Use an address of your organisation, or ask somebody who is here to invite you.',
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
  passkey_not_found: {
    status: 404,
    error: 'Passkey not found',
    message: 'That person has no such passkey. GET /accounts/passkeys lists your own.',
  },
  subscription_not_found: {
    status: 404,
    error: 'No subscription',
    message: 'Choose a plan: POST /accounts/payment/free-subscription, or POST /accounts/payment/checkout-url.',
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
  account_name_in_use: {
    status: 409,
    error: 'Account name already exists',
    message: 'Another account has that name. Choose another one; the code is still good.',
  },
  upload_conflict: {
    status: 409,
    error: 'Uploads in conflict',
    message: 'Another upload got in the way of this one. Send all parts again, with an upload_id of your own.',
  },
  subscription_busy: {
    status: 409,
    error: 'Subscription is being changed',
    message: 'Another change is under way. Wait a few seconds, look at the subscription, and try again.',
  },
  api_key_replaced: {
    status: 409,
    error: 'API key already replaced',
    message: 'The key was rotated before and is in its grace. Rotate its successor, or issue another key.',
  },
  deleted_meanwhile: {
    status: 409,
    error: 'Deleted meanwhile',
    message:
      'Something that the request refers to was deleted at the same moment. Nothing was changed. Look again, and repeat what still makes sense.',
  },
  payload_too_large: { status: 413, error: 'Payload too large', message: 'Send a smaller body.' },
  unsupported_media_type: {
    status: 415,
    error: 'Unsupported media type',
    message: 'Send the body as application/json.',
  },
  unsupported_encoding: {
    status: 415,
    error: 'Unsupported encoding',
    message: 'Send the body as it is, without Content-Encoding, and with no Transfer-Encoding other than chunked.',
  },
  expectation_failed: {
    status: 417,
    error: 'Expectation failed',
    message: 'Leave the Expect header out, or send 100-continue.',
  },
  unknown_oauth_link: {
    status: 404,
    error: 'Unknown link',
    message: 'You have no link to a user of that provider. GET /accounts/oauth-links lists those that you have.',
  },
  replayed_key_is_gone: {
    status: 409,
    error: 'The key of that answer is gone',
    message:
      'This Idempotency-Key has given a key that was deleted or has expired since. Choose a new Idempotency-Key to get another key.',
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
  database_not_writable: {
    status: 503,
    error: 'Database not writable',
    message: 'The database can be read but takes no changes just now, and nothing was changed. Try again later.',
  },
  images_unavailable: {
    status: 503,
    error: 'Images unavailable',
    message: 'The storage of images does not answer as it should. Try again shortly.',
  },
  portal_not_configured: {
    status: 503,
    error: 'Portal not configured',
    message: 'The operator has to save a configuration of the customer portal at Stripe once. Everything else works.',
  },
  payments_not_configured: {
    status: 503,
    error: 'Payments not configured',
    message:
      'This gateway takes no payments. Everything else works without them; the operator can set STRIPE_SECRET_KEY.',
  },
  payments_unavailable: {
    status: 503,
    error: 'Payments unavailable',
    message: 'Stripe did not answer as it should. Look at the subscription, then try again shortly.',
  },
  unavailable: {
    status: 503,
    error: 'Service unavailable',
    message: 'The gateway is starting, stopping, too busy or without its database. Try again shortly.',
  },
} as const satisfies Record<string, { status: number; error: string; message: string }>

export type ErrorCode = keyof typeof errorTable
