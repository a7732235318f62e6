import type { ProtectedOperationId } from '../packages/gateway/src/access/policy.ts'

/** A request as a test calls it. */
export type Request = { route: string; body?: unknown }

/**
 * Requests to one operation for each kind of target that it can name. They are well-formed and, where possible, change
 * nothing (an unknown id, a wrong code, a value that is already set), because only the permission is tested.
 */
export type Requests = {
  account?: Request
  self?: (ownEmail: string) => Request
  /** About a user who is to become a member. */
  newcomer?: Request
  /** About another member, or the root, by address. */
  other?: (email: string) => Request
  /** A permitted call removes the target, so each call needs a new member. */
  uses?: 'member'
  /** A permitted call revokes the caller's own credentials. */
  endsOwnSessions?: true
}

const on = (route: string, body?: unknown): Request => (body === undefined ? { route } : { route, body })
/** The target is the account or the caller, and no parameter names it. */
const account = (route: string, body?: unknown): Requests => ({ account: on(route, body) })
const self = (route: string, body?: unknown): Requests => ({ self: () => on(route, body) })
/** The target is an optional or required `email` in the body. */
const byBody = (route: string, more: object = {}): Requests => ({
  self: (email) => on(route, { email, ...more }),
  other: (email) => on(route, { email, ...more }),
})
const byQuery = (route: string): Requests => ({
  self: (email) => on(`${route}?email=${email}`),
  other: (email) => on(`${route}?email=${email}`),
})

const importedKey = { hash: 'ab'.repeat(32), key_name: 'x' }
const CREDENTIAL = { id: 'AA', rawId: 'AA', type: 'public-key', response: {}, clientExtensionResults: {} }

export const requests: Record<Exclude<ProtectedOperationId, `${string}:signedIn`>, Requests> = {
  getAccountInfo: account('GET /accounts/info'),
  getAccountOverview: self('GET /accounts/overview'),
  listRoles: account('GET /accounts/roles'),
  updateAccount: account('PATCH /accounts', {}),
  renameAccount: account('PATCH /accounts/rename', { new_name: 'another name', email_code: '000000' }),
  deleteAccount: account('DELETE /accounts/account', { email_code: '000000' }),
  cancelAccountDeletion: account('POST /accounts/cancel-account-deletion'),
  setEmergencyCredit: account('PATCH /accounts/set-emergency-credit', { emergency_credit: 0 }),
  addImport: account('POST /accounts/import', { import: { name: 'x', subject: 'x', account: '0000000000' } }),
  removeImport: account('DELETE /accounts/import', { name: 'unknown' }),
  addExport: account('POST /accounts/export', { export: { name: 'x', subject: '>', type: 'stream' } }),
  removeExport: account('DELETE /accounts/export', { name: 'unknown' }),
  listImportsExports: account('GET /accounts/imports-exports'),
  listAccountsByUser: self('GET /accounts/list'),
  submitContactForm: self('POST /accounts/submit-contact-form', {
    to_email: 'nobody@example.com',
    subject: 'x',
    message: 'x',
  }),
  listAuditEvents: account('GET /accounts/audit-events?limit=1'),
  exportAuditEvents: account('GET /accounts/audit-events/export?action=account.erased'),

  listEmbedOrigins: account('GET /accounts/embed-origins'),
  addEmbedOrigin: account('POST /accounts/embed-origins', { origin: 'http://refused.example.com' }),
  removeEmbedOrigin: account('DELETE /accounts/embed-origins', { origin: 'https://unknown.example.com' }),
  issueEmbedToken: {
    account: on('POST /accounts/embed-token', { key_id: 'key_unknown', access: 'view' }),
    ...byBody('POST /accounts/embed-token', { access: 'view', origin: 'https://unknown.example.com' }),
  },
  listWebhooks: account('GET /accounts/webhooks'),
  createWebhook: account('POST /accounts/webhooks', { url: 'http://refused.example.com' }),
  updateWebhook: account('PATCH /accounts/webhooks', { id: 'whk_unknown' }),
  deleteWebhook: account('DELETE /accounts/webhooks', { id: 'whk_unknown' }),
  rotateWebhookSecret: account('POST /accounts/webhooks/rotate-secret', { id: 'whk_unknown' }),
  testWebhook: account('POST /accounts/webhooks/test', { id: 'whk_unknown' }),
  listWebhookDeliveries: account('GET /accounts/webhooks/deliveries?id=whk_unknown'),
  resendWebhookEvent: account('POST /accounts/webhooks/resend', { id: 'whk_unknown', event_id: 'evt_unknown' }),

  createUser: {
    newcomer: on('POST /accounts/users', {
      first_name: 'x',
      last_name: 'x',
      email: 'ada@example..com',
      role: 'developer',
    }),
  },
  resendInvitation: { other: (email) => on('POST /accounts/resend-invitation', { email }) },
  listUsersByAccount: account('GET /accounts/users/list'),
  removeUser: { ...byBody('DELETE /accounts/remove-user'), uses: 'member' },
  deleteUser: self('DELETE /accounts/user?email_code=000000'),
  updateUser: byBody('PATCH /accounts/user', { first_name: 'Ada' }),
  'updateUser:preferences': byBody('PATCH /accounts/user', { theme: 'dark' }),
  'updateUser:factors': byBody('PATCH /accounts/user', { totp_enabled: false }),
  // The role that the member has already.
  updateRole: byBody('PATCH /accounts/role', { role: 'monitor' }),
  suspendUser: byBody('PATCH /accounts/suspend-user', { suspend: false }),
  getUserLoginData: self('GET /accounts/user-login-data'),
  uploadProfileImage: self('POST /accounts/profile-image', { file_name: 'x', file: 'AA==', content_type: 'image/png' }),
  deleteProfileImage: self('DELETE /accounts/profile-image'),
  requestEmailAddressChange: self('POST /accounts/request-email-address-change', {
    new_email: 'new@example.com',
    password: 'wrong',
  }),

  getSessionTokens: self('GET /accounts/session-tokens'),
  revokeAuthToken: self('DELETE /accounts/auth-token?token=auth-ses_unknown'),
  revokeRefreshToken: self('DELETE /accounts/refresh-token?token=refresh-ses_unknown'),
  revokeTokens: { ...byBody('DELETE /accounts/tokens'), endsOwnSessions: true },
  getEmailCode: self('GET /accounts/email-code'),
  // No code has a vowel, so that nothing is counted but the tries: ten of a user.
  findDeviceSignIn: self('POST /device/find', { user_code: 'AAAA-AAAA' }),
  approveDeviceSignIn: self('POST /device/approve', { user_code: 'AAAA-AAAA' }),
  denyDeviceSignIn: self('POST /device/deny', { user_code: 'AAAA-AAAA' }),

  issueApiKey: self('POST /accounts/api-key', { key_name: 'x' }),
  'issueApiKey:account': account('POST /accounts/api-key', { key_name: 'x', owner: 'account', role: 'monitor' }),
  importApiKeys: self('POST /accounts/api-keys/import', { keys: [importedKey] }),
  'importApiKeys:account': account('POST /accounts/api-keys/import', {
    keys: [importedKey],
    owner: 'account',
    role: 'monitor',
  }),
  viewApiKeys: byQuery('GET /accounts/api-keys'),
  'viewApiKeys:account': account('GET /accounts/api-keys?owner=account'),
  updateApiKey: {
    self: () => on('PATCH /accounts/api-key', { id: 'key_unknown' }),
    other: (email) => on('PATCH /accounts/api-key', { id: 'key_unknown', email }),
  },
  topUpApiKeyQuota: self('POST /accounts/api-key/quota', { id: 'key_unknown', add: 1 }),
  getApiKeyUsage: self('GET /accounts/api-key/usage?id=key_unknown'),
  getApiKeyImpact: self('GET /accounts/api-key/impact?id=key_unknown'),
  rotateApiKey: self('POST /accounts/api-key/rotate', { id: 'key_unknown' }),
  deleteApiKey: {
    self: () => on('DELETE /accounts/api-key', { id: 'key_unknown' }),
    other: (email) => on('DELETE /accounts/api-key', { id: 'key_unknown', email }),
  },
  getApiCreds: self('GET /accounts/api-creds?key=ms-unknown'),

  introspectToken: account('POST /introspect', { token: 'unknown' }),
  introspectTokens: account('POST /introspect/batch', { tokens: ['unknown'] }),
  verifyCredential: self('GET /verify'),
  openVerifier: account('GET /verifier'),
  listHolders: account('GET /accounts/holders'),

  getUserMfaInfo: byQuery('GET /accounts/user-mfa-info'),
  updateMfaSettings: self('PATCH /accounts/mfa-settings', { totp_enabled: false }),
  generateTotpKey: self('POST /accounts/generate-totp-key'),
  confirmTotpRegistration: self('POST /accounts/confirm-totp-registration', {
    code: '000000',
    secret: 'JBSWY3DPEHPK3PXP',
  }),
  removeTotp: byBody('DELETE /accounts/totp'),
  listOAuthLinks: self('GET /accounts/oauth-links'),
  removeOAuthLink: self('DELETE /accounts/oauth-link', { issuer: 'https://unknown.example.com' }),
  listPasskeys: self('GET /accounts/passkeys'),
  beginPasskeyRegistration: self('POST /accounts/begin-passkey-registration'),
  completePasskeyRegistration: self('POST /accounts/complete-passkey-registration', {
    credential: CREDENTIAL,
    credential_alias: 'x',
  }),
  removePasskey: byBody('DELETE /accounts/passkey', { id: 'dW5rbm93bg' }),
  removeAllPasskeys: byBody('DELETE /accounts/all-passkeys'),
  issueRecoveryCodes: byBody('POST /accounts/recovery-codes'),
  viewRecoveryCodes: byQuery('GET /accounts/recovery-codes'),

  getProducts: account('GET /accounts/payment/products'),
  getPrices: account('GET /accounts/payment/prices'),
  getCheckoutUrl: account('POST /accounts/payment/checkout-url', { base_subscription: 'price_unknown' }),
  getDashboardUrl: account('GET /accounts/payment/dashboard-url'),
  getSubscriptionItems: account('GET /accounts/payment/subscription-items'),
  getSubscription: account('GET /accounts/payment/subscription'),
  updateSubscription: account('PATCH /accounts/payment/subscription', {
    items: [{ quantity: 1, price: 'price_unknown' }],
  }),
  cancelSubscription: account('DELETE /accounts/payment/subscription'),
  createFreeSubscription: account('POST /accounts/payment/free-subscription'),

  updateMeshNodes: account('PUT /accounts/mesh-nodes', { num_nodes: 1, regions: ['eu'] }),
  getMeshNodes: account('GET /accounts/mesh-nodes'),
}
