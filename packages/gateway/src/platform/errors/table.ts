/**
 * Every refusal the gateway can answer with: one entry, one meaning, for ever (a retired code is never reused).
 *
 * `error` is short and for users, `message` says what to do, the key is the stable `code` for programs.
 * `docs/errors.md` documents each; a test compares the two both ways.
 * The texts marked "contract" are the ones the published examples show.
 */
export const errorTable = {
  // 400: the request cannot be carried out as it is
  invalid_request: {
    status: 400,
    error: 'Invalid request',
    message: 'Correct the fields that details lists, and send the request again.',
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
    message: 'Send the Host header, with the name by which you reach this gateway.',
  },
  malformed_request: {
    status: 400,
    error: 'Malformed request',
    message: 'The request is not valid HTTP, or its URL is not valid. Check the client that sent it.',
  },
  weak_password: {
    status: 400,
    error: 'Weak password',
    message: 'Use 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character.',
  },
  common_password: {
    status: 400,
    error: 'Common password',
    message: 'Attackers try this password first. Choose another one, such as several unrelated words.',
  },
  account_name_taken: { status: 400, error: 'Account name taken', message: 'Choose another account name.' },
  already_root: {
    status: 400,
    error: 'Already root of an account',
    message: 'A user can be the root of only one account. Use another address, or sign in to the existing account.',
  },
  nats_server_too_old: {
    status: 400,
    error: 'NATS server too old',
    message:
      'Mesh nodes need nats-server 2.10 or newer on every server: older versions lose messages when streams move. Ask the operator of the gateway to upgrade them.',
  },
  invalid_confirmation: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link or code is wrong, was used, or has expired. Request a new mail with POST /accounts/resend-confirmation.',
  },
  confirmation_needs_password: {
    status: 400,
    error: 'Password required',
    message:
      'This sign-up came from another network. Open the link in the mail and type your password there, or send the password of the sign-up as `password`. If you did not sign up, do not confirm.',
  },
  unknown_member: {
    status: 400,
    error: 'Unknown member',
    message: 'No member of this account has that address. Check it against the list of members.',
  },
  already_member: {
    status: 400,
    error: 'Already a member',
    message:
      'A member of this account, or an open invitation, has that address already. GET /accounts/users/list lists both.',
  },
  invitation_not_pending: {
    status: 400,
    error: 'No pending invitation',
    message: 'That member has accepted the invitation already, so there is nothing to send again.',
  },
  impossible_target: {
    status: 400,
    error: 'Not possible for this user',
    message:
      'This cannot be done to that user. Choose another member. An account must keep its root user: to leave as its root, delete the account first.',
  },
  unknown_api_key: {
    status: 400,
    error: 'Unknown API key',
    message:
      'There is no such API key, it was deleted or has expired, or you may not manage it. GET /accounts/api-keys lists the keys with their ids.',
  },
  too_many_keys: {
    status: 400,
    error: 'Too many API keys',
    message:
      'The account has as many API keys as it may have. Choose a plan with more keys, ask the operator to raise the limit, or wait: a deleted key may count until its expiry date.',
  },
  line_too_long: {
    status: 400,
    error: 'Key ancestry too long',
    message:
      'This key is the tenth in its key ancestry, in which each key issued the next one. Issue the new key with an earlier one, or sign in.',
  },
  account_required: {
    status: 400,
    error: 'Account required',
    message:
      'You are a member of several accounts. Send the name of one of them as `account`; `accounts` in this answer lists them.',
  },
  unknown_session: {
    status: 400,
    error: 'Unknown session',
    message: 'You have no session with that token or handle. GET /accounts/session-tokens lists your sessions.',
  },
  invalid_reset: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link is wrong, was used, or has expired. Request a new one with POST /accounts/request-reset-password.',
  },
  invalid_invitation: {
    status: 400,
    error: 'Invalid token',
    message: 'The link is wrong, was used, or has expired. Ask the person who invited you for a new one.',
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
  invalid_user_code: {
    status: 400,
    error: 'Invalid code',
    message: 'The code is wrong, was used, or has expired. Compare it with the device, or start again there.',
  },
  authorization_pending: {
    status: 400,
    error: 'Not approved yet',
    message: 'Nobody has approved the device yet. Ask again after the interval.',
  },
  slow_down: {
    status: 400,
    error: 'Asked too soon',
    message: 'Wait five seconds longer between two questions, from now on.',
  },
  access_denied: {
    status: 400,
    error: 'Sign-in denied',
    message: 'The sign-in was denied, or whoever approved it may not do so any more. Start it again.',
  },
  expired_token: {
    status: 400,
    error: 'Code expired',
    message: 'Nobody approved the device in time. Start the sign-in again.',
  },
  invalid_grant: {
    status: 400,
    error: 'Unknown device code',
    message:
      'There is no such device code for this client, or its tokens were fetched already. Start the sign-in again.',
  },
  unsupported_grant_type: {
    status: 400,
    error: 'Unsupported grant type',
    message:
      'Send urn:ietf:params:oauth:grant-type:device_code as grant_type. Sessions are refreshed with POST /accounts/refresh-token.',
  },
  invalid_scope: {
    status: 400,
    error: 'Scopes not supported',
    message:
      'Leave scope out: a device that is signed in may do what its user may. To give a program less, issue an API key with scopes.',
  },
  deletion_not_scheduled: {
    status: 400,
    error: 'Deletion not scheduled',
    message: 'The account is not scheduled for deletion, or it was deleted already. There is nothing to cancel.',
  },
  unknown_recipient: {
    status: 400,
    error: 'Unknown recipient',
    message: 'Write to a support address of this gateway or to a member of your account.',
  },
  invalid_image: {
    status: 400,
    error: 'Invalid image',
    message: 'Send a complete PNG, JPEG, GIF or WebP image, with its own type as content_type.',
  },
  image_too_large: {
    status: 400,
    error: 'Image too large',
    message: 'Send an image of at most 10 MiB and 40 megapixels. All frames of an animation count together.',
  },
  invalid_email_change: {
    status: 400,
    error: 'Invalid token',
    message:
      'The link is wrong, was used, or has expired, or the address is not available. Request the change again with POST /accounts/request-email-address-change.',
  },
  invalid_signature: {
    status: 400,
    error: 'Invalid signature',
    message:
      'The signature is missing, does not match the body, or was made with an unknown key. Send the body exactly as it was signed.',
  },
  oauth_not_configured: {
    status: 400,
    error: 'OAuth not configured',
    message:
      'No OpenID provider is configured on this gateway. Sign in with a password, or ask the operator to set OIDC_ISSUER.',
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
      'The code or the secret is wrong. Send the current code, and the secret of your latest POST /accounts/generate-totp-key, within 15 minutes.',
  },
  invalid_passkey: {
    status: 400,
    error: 'Invalid passkey',
    message: 'The passkey could not be verified. Start again with POST /accounts/begin-passkey-registration.',
  },
  passkey_taken: {
    status: 400,
    error: 'Passkey taken',
    message: 'This passkey is registered already. Use another authenticator.',
  },
  too_many_passkeys: {
    status: 400,
    error: 'Too many passkeys',
    message: 'A user can have at most 25 passkeys. Remove one first; GET /accounts/passkeys lists yours.',
  },
  passkeys_not_configured: {
    status: 400,
    error: 'Passkeys not configured',
    message:
      'The address of this gateway is an IP address, and passkeys need a domain name. Ask the operator to set WEBAUTHN_RP_ID.',
  },
  factor_not_registered: {
    status: 400,
    error: 'Factor not registered',
    message: 'That second factor is not registered. Register it first.',
  },
  mfa_not_enabled: {
    status: 400,
    error: 'No second factor',
    message: 'Recovery codes need a second factor that is switched on. Switch one on first.',
  },
  sharing_name_taken: {
    status: 400,
    error: 'Name taken',
    message: 'The account already has an export or import of that name. Choose another name.',
  },
  sharing_limit_reached: {
    status: 400,
    error: 'Too many exports or imports',
    message: 'An account has at most 100 exports and 100 imports. Remove one first.',
  },
  no_matching_export: {
    status: 400,
    error: 'No matching export',
    message: 'No account with that id or name exports this subject to your account. Check the account and the subject.',
  },
  unknown_outbox_item: {
    status: 400,
    error: 'Unknown item',
    message: 'There is no such item in the outbox: it was done, or discarded.',
  },
  unknown_deleted_account: {
    status: 400,
    error: 'Unknown account',
    message: 'There is no deleted account with this id that can still be restored.',
  },
  unknown_account: {
    status: 400,
    error: 'Unknown account',
    message: 'There is no account with this id, it is deleted, or its root has not confirmed it.',
  },
  account_of_operator: {
    status: 400,
    error: 'Your own account',
    message:
      'You are signed in to this account, and would lock yourself out. Sign in to another account, or let another operator do it.',
  },
  unknown_webhook: {
    status: 400,
    error: 'Unknown webhook',
    message: 'The account has no webhook with that id. GET /accounts/webhooks lists them.',
  },
  too_many_webhooks: {
    status: 400,
    error: 'Too many webhooks',
    message: 'An account can have at most 20 webhooks. Delete one first; GET /accounts/webhooks lists them.',
  },
  embed_origin_not_allowed: {
    status: 400,
    error: 'Origin not allowed',
    message:
      'The account does not let its key screens be embedded at that origin. An administrator adds it with POST /accounts/embed-origins.',
  },
  unknown_embed_origin: {
    status: 400,
    error: 'Unknown origin',
    message: 'The account has no such origin. GET /accounts/embed-origins lists them.',
  },
  too_many_embed_origins: {
    status: 400,
    error: 'Too many origins',
    message: 'An account can have at most 50 origins. Remove one first; GET /accounts/embed-origins lists them.',
  },
  unknown_export: {
    status: 400,
    error: 'Unknown export',
    message: 'The account has no export with that name. GET /accounts/imports-exports lists them.',
  },
  unknown_import: {
    status: 400,
    error: 'Unknown import',
    message: 'The account has no import with that name. GET /accounts/imports-exports lists them.',
  },
  already_subscribed: {
    status: 400,
    error: 'Already subscribed',
    message: 'The account has a paid subscription. Change it with PATCH /accounts/payment/subscription.',
  },
  no_free_plan: {
    status: 400,
    error: 'No free plan',
    message: 'This gateway offers no free plan. Choose a paid plan with POST /accounts/payment/checkout-url.',
  },
  payment_method_required: {
    status: 400,
    error: 'Payment method required',
    message:
      'Add a payment method in the customer portal (GET /accounts/payment/dashboard-url), or use POST /accounts/payment/checkout-url.',
  },
  payment_failed: {
    status: 400,
    error: 'Payment failed',
    message:
      'The payment was declined, and nothing was changed. Check the payment method in the customer portal (GET /accounts/payment/dashboard-url) and try again.',
  },
  payment_confirmation_required: {
    status: 400,
    error: 'Payment needs confirmation',
    message:
      'The bank asks the owner of the card to confirm the payment. Open confirmation_url and pay there. If nobody pays within 23 hours, nothing is changed.',
  },
  payment_due: {
    status: 400,
    error: 'Payment due',
    message: 'Pay the open invoice first, in the customer portal (GET /accounts/payment/dashboard-url).',
  },
  subscription_ending: {
    status: 400,
    error: 'Subscription is ending',
    message:
      'The subscription was cancelled, so no change can apply after this period. Renew it in the customer portal first.',
  },
  payment_refused: {
    status: 400,
    error: 'Refused by Stripe',
    message:
      'Stripe refused this request. Read the subscription again before you retry; the operator finds the reason in the log.',
  },
  invalid_webhook: {
    status: 400,
    error: 'Invalid webhook',
    message:
      'The signature does not match the body or is too old, or the event is from the other mode (live or test). Check the webhook secret, the key and the clock.',
  },
  // 401: no credential, or not a valid one
  unauthorized: {
    status: 401,
    error: 'Unauthorized',
    message: 'Send a valid access token or API key in Authorization: Bearer, or an API key in X-Api-Key.',
  },
  invalid_credentials: {
    status: 401,
    error: 'Invalid credentials',
    message: 'Check the email address, the password and the account name.',
  },
  email_not_confirmed: {
    status: 401,
    error: 'Email address not confirmed',
    message: 'Open the link in the confirmation mail first. POST /accounts/resend-confirmation sends a new one.',
  },
  invalid_token: {
    status: 401,
    error: 'Unauthorized',
    message: 'The token is invalid, expired or revoked. Sign in again.',
  },
  invalid_second_factor: {
    status: 401,
    error: 'Unauthorized',
    message: 'The code is wrong or was used, or the sign-in has expired. Wait for the next code, or sign in again.',
  },
  // The text is the contract's.
  invalid_recovery_code: {
    status: 401,
    error: 'Used or invalid recovery code',
    message: 'Try another code. After five wrong codes, or five minutes, sign in again.',
  },
  passkey_refused: {
    status: 401,
    error: 'Unauthorized',
    message: 'The passkey was not accepted. Start again with POST /accounts/begin-auth-with-passkey.',
  },
  no_session: {
    status: 401,
    error: 'Not signed in',
    message: 'This browser has no session, or its session has ended. Sign in.',
  },
  embed_token_refused: {
    status: 401,
    error: 'Embed token refused',
    message:
      'The token is unknown, was used, or has expired, or who asked for it may not do so any more. Ask the server of the product for a new one.',
  },
  // 402: not until the account has paid
  payment_required: {
    status: 402,
    error: 'Payment required',
    message:
      'A payment of the account is overdue, so its API keys are refused. Sign in and pay the open invoice, in the customer portal (GET /accounts/payment/dashboard-url).',
  },

  // 403: a valid credential that may not do this
  step_up_required: {
    status: 403,
    error: 'Recent sign-in required',
    message:
      'Sign in again, with your second factor if one is switched on, and repeat the request in the new session within ten minutes. With a second factor, a change of password or email address also needs the token of that sign-in: send it as `token` within five minutes. It works once.',
  },
  insufficient_permissions: {
    status: 403,
    error: 'Insufficient permissions',
    message: 'Your role does not allow this. Ask the root user or an administrator of the account.',
  },
  interactive_required: {
    status: 403,
    error: 'Interactive sign-in required',
    message: 'An API key cannot do this. Sign in as a user and try again.',
  },
  operator_factor_missing: {
    status: 403,
    error: 'Second factor missing',
    message: 'Operators need a second factor. Add an authenticator app or a passkey, and sign in with it.',
  },
  operator_factor_required: {
    status: 403,
    error: 'Second factor required',
    message: 'This session began without a second factor. Sign in again, and prove your second factor.',
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
  account_suspended: {
    status: 403,
    error: 'Account suspended',
    message:
      'The operator of this gateway has suspended the account: nobody can sign in to it, and its API keys are refused until it is resumed. Nothing is deleted. Its administrators have a mail with the reason.',
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
  beyond_own_limits: {
    status: 403,
    error: 'Beyond the limits of the key',
    message: 'An API key cannot grant more than it has itself. Request less, or sign in as a user.',
  },
  creds_barred: {
    status: 403,
    error: 'No creds for this key',
    message:
      'The message bus cannot enforce the limits of this key, or the key is disabled. Creds need an enabled key whose scopes cover messaging:connect and that has no allowed_ips.',
  },
  sign_up_not_allowed: {
    status: 403,
    error: 'Sign-up not allowed',
    message:
      'This gateway does not let everyone create an account. Use an email address of your organisation, or ask a member of an account to invite you.',
  },
  forbidden_origin: {
    status: 403,
    error: 'Wrong origin',
    message:
      'Only a page of this gateway may do this. Open the console at the address of the gateway (PUBLIC_URL), with https or on localhost.',
  },
  wrong_embed_origin: {
    status: 403,
    error: 'Wrong page',
    message: 'The token or session was made for a page of another origin. Ask for a token for the origin of this page.',
  },
  keys_only: {
    status: 403,
    error: 'Keys only',
    message: 'An embedded session can only work with the keys of its own user. Sign in to the console for the rest.',
  },
  not_a_member: {
    status: 403,
    error: 'Not a member',
    message: 'You cannot sign in to an account with that name. GET /accounts/list lists your accounts.',
  },
  person_required: {
    status: 403,
    error: 'User required',
    message: 'A key of the account belongs to no user, so it cannot do this. Use a key of a user, or sign in.',
  },

  // 404 … 431: not found, a conflict, or not in this form
  not_found: {
    status: 404,
    error: 'Not found',
    message: 'There is nothing at this path. GET /openapi.json lists all paths.',
  },
  api_key_not_found: {
    status: 404,
    error: 'API key not found',
    message: 'Send the whole key of one of your own live API keys.',
  },
  passkey_not_found: {
    status: 404,
    error: 'Passkey not found',
    message: 'That user has no such passkey. GET /accounts/passkeys lists your own.',
  },
  subscription_not_found: {
    status: 404,
    error: 'No subscription',
    message:
      'The account has no subscription. Choose a plan with POST /accounts/payment/free-subscription or POST /accounts/payment/checkout-url.',
  },
  method_not_allowed: {
    status: 405,
    error: 'Method not allowed',
    message: 'This path does not take this method. The Allow header lists the methods that it takes.',
  },
  request_timeout: {
    status: 408,
    error: 'Request timeout',
    message: 'The request took too long to arrive. Send it again.',
  },
  account_name_in_use: {
    status: 409,
    error: 'Account name already exists',
    message:
      'Another account has that name or a similar-looking one. Choose another name and send the same code; the code is still valid.',
  },
  upload_conflict: {
    status: 409,
    error: 'Upload conflict',
    message:
      'The parts of this upload were mixed up with another upload, or were discarded. Send all parts again, with an upload_id of your own.',
  },
  subscription_busy: {
    status: 409,
    error: 'Subscription is being changed',
    message: 'Another change is in progress. Wait a few seconds, read the subscription, and try again.',
  },
  api_key_replaced: {
    status: 409,
    error: 'API key already replaced',
    message: 'The key was rotated before and is in its grace period. Rotate its successor, or issue a new key.',
  },
  api_key_disabled: {
    status: 409,
    error: 'API key disabled',
    message:
      'The key is disabled. Enable it first, with `disabled: false` in PATCH /accounts/api-key, or issue a new key.',
  },
  deleted_meanwhile: {
    status: 409,
    error: 'Deleted at the same time',
    message:
      'Something in the request (a user, a key, an account) was deleted at the same moment. Nothing was changed. Read it again before you retry.',
  },
  outbox_item_spent: {
    status: 409,
    error: 'Nothing left to try',
    message: 'The gateway has deleted what this work needs when it gave up. Cause the work anew, or discard the item.',
  },
  outbox_item_busy: {
    status: 409,
    error: 'Work under way',
    message: 'A gateway is doing this work at the moment. Wait a few seconds, and look at the outbox again.',
  },
  account_already_suspended: {
    status: 409,
    error: 'Already suspended',
    message:
      'The account is suspended already, and nothing was changed. GET /operator/accounts shows since when and why.',
  },
  account_not_suspended: {
    status: 409,
    error: 'Not suspended',
    message: 'The account is not suspended (any more), and nothing was changed.',
  },
  changed_meanwhile: {
    status: 412,
    error: 'Changed meanwhile',
    message:
      'Somebody has changed this since you have read it, and nothing was changed by you. Read it again, and send the change with the new version.',
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
    message: 'Your user is not linked to that provider. GET /accounts/oauth-links lists your links.',
  },
  replayed_key_is_gone: {
    status: 409,
    error: 'API key no longer exists',
    message:
      'The API key that this Idempotency-Key gave was deleted or disabled or has expired since. Send a new Idempotency-Key to get another key.',
  },
  idempotency_key_reused: {
    status: 422,
    error: 'Idempotency key used before',
    message:
      'Another request was sent with this Idempotency-Key. Use a new one for each request, and the same one only to repeat a request.',
  },
  upgrade_required: {
    status: 426,
    error: 'Upgrade required',
    message: 'Open a WebSocket (version 13) with the subprotocol quiva.verifier.v1.',
  },
  headers_too_large: { status: 431, error: 'Headers too large', message: 'Send fewer or shorter headers.' },
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
  too_many_verifiers: {
    status: 429,
    error: 'Too many verifiers',
    message:
      'The account has as many verifiers connected to this gateway as it may have. Close one, or use another gateway.',
  },
  // 5xx: a fault on our side, or a server that cannot answer now
  oauth_provider_failed: {
    status: 500,
    error: 'OAuth provider failed',
    message: 'The OpenID provider did not answer correctly. Try again shortly.',
  },
  internal_error: {
    status: 500,
    error: 'Internal error',
    message: 'Something went wrong on our side. Try again; if it persists, tell the operator when it happened.',
  },
  database_not_writable: {
    status: 503,
    error: 'Database not writable',
    message: 'The database can be read but not written at the moment. Nothing was changed. Try again later.',
  },
  images_unavailable: {
    status: 503,
    error: 'Images unavailable',
    message: 'The image storage does not answer correctly. Try again shortly.',
  },
  portal_not_configured: {
    status: 503,
    error: 'Portal not configured',
    message: 'The customer portal has no configuration at Stripe. Ask the operator to save one; everything else works.',
  },
  payments_not_configured: {
    status: 503,
    error: 'Payments not configured',
    message:
      'Payments are not configured on this gateway; everything else works. Ask the operator to set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.',
  },
  payments_unavailable: {
    status: 503,
    error: 'Payments unavailable',
    message:
      'Stripe did not answer correctly. Read the subscription first: the change may have been made. Then try again shortly.',
  },
  unavailable: {
    status: 503,
    error: 'Service unavailable',
    message: 'The gateway is starting, stopping, too busy or without its database. Try again shortly.',
  },
} as const satisfies Record<string, { status: number; error: string; message: string }>

export type ErrorCode = keyof typeof errorTable
