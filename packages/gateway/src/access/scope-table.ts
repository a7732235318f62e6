/**
 * The scope that each operation requires of a key that has scopes: one line per row of policy-table.ts, checked by the
 * compiler; a part of an operation needs the same scope. A user, and a key without scopes, needs none.
 * docs/key-limits.md has the same table; a test compares the two.
 *
 * A scope only narrows: what the role may not do, or what requires a user, stays refused.
 */
import type { ProtectedOperationId } from './policy-table.ts'

/** For operations that every key may use, since they are about the key itself. */
export const anyKey = 'any key'

/** Allows a key to have creds, whose use the gateway doesn't see. */
export const MESSAGING_SCOPE = 'messaging:connect'

export const scopeTable = {
  // Account Management
  getAccountInfo: 'account:read',
  getAccountOverview: 'account:read',
  listRoles: 'account:read',
  updateAccount: 'account:write',
  renameAccount: 'account:write',
  deleteAccount: 'account:write',
  cancelAccountDeletion: 'account:write',
  setEmergencyCredit: 'billing:write',
  addImport: 'messaging:write',
  removeImport: 'messaging:write',
  addExport: 'messaging:write',
  removeExport: 'messaging:write',
  listImportsExports: 'messaging:read',
  listAccountsByUser: 'profile:read',
  submitContactForm: 'support:write',
  listAuditEvents: 'audit:read',
  exportAuditEvents: 'audit:read',

  // Webhooks
  listWebhooks: 'webhooks:read',
  createWebhook: 'webhooks:write',
  updateWebhook: 'webhooks:write',
  deleteWebhook: 'webhooks:write',
  rotateWebhookSecret: 'webhooks:write',
  testWebhook: 'webhooks:write',
  listWebhookDeliveries: 'webhooks:read',
  resendWebhookEvent: 'webhooks:write',

  // User Management
  createUser: 'members:write',
  resendInvitation: 'members:write',
  listUsersByAccount: 'members:read',
  removeUser: 'members:write',
  deleteUser: 'profile:write',
  updateUser: 'profile:write',
  updateRole: 'members:write',
  suspendUser: 'members:write',
  getUserLoginData: 'profile:read',
  uploadProfileImage: 'profile:write',
  deleteProfileImage: 'profile:write',
  requestEmailAddressChange: 'security:write',

  // Authentication
  listOAuthLinks: 'security:read',
  removeOAuthLink: 'security:write',
  getSessionTokens: 'sessions:read',
  revokeAuthToken: 'sessions:write',
  revokeRefreshToken: 'sessions:write',
  revokeTokens: 'sessions:write',
  getEmailCode: 'security:write',
  findDeviceSignIn: 'sessions:read',
  approveDeviceSignIn: 'sessions:write',
  denyDeviceSignIn: 'sessions:write',

  // API Keys
  issueApiKey: 'api-keys:write',
  importApiKeys: 'api-keys:write',
  viewApiKeys: 'api-keys:read',
  updateApiKey: 'api-keys:write',
  // A scope of its own, for the service that sells units: no key that has `api-keys:*` already gets it.
  topUpApiKeyQuota: 'quotas:write',
  rotateApiKey: 'api-keys:write',
  getApiKeyUsage: 'api-keys:read',
  getApiKeyImpact: 'api-keys:read',
  deleteApiKey: 'api-keys:write',
  getApiCreds: MESSAGING_SCOPE,

  // Embedding
  listEmbedOrigins: 'account:read',
  addEmbedOrigin: 'account:write',
  removeEmbedOrigin: 'account:write',
  // A scope of its own, for the server of the product that embeds: no key that has `api-keys:*` already gets it.
  issueEmbedToken: 'embed-tokens:write',

  // Verification
  introspectToken: 'tokens:introspect',
  introspectTokens: 'tokens:introspect',
  openVerifier: 'tokens:introspect',
  listHolders: 'tokens:introspect',
  verifyCredential: anyKey,

  // Multi-Factor Authentication
  getUserMfaInfo: 'security:read',
  updateMfaSettings: 'security:write',
  generateTotpKey: 'security:write',
  confirmTotpRegistration: 'security:write',
  removeTotp: 'security:write',
  listPasskeys: 'security:read',
  beginPasskeyRegistration: 'security:write',
  completePasskeyRegistration: 'security:write',
  removePasskey: 'security:write',
  removeAllPasskeys: 'security:write',
  issueRecoveryCodes: 'security:write',
  viewRecoveryCodes: 'security:read',

  // Payment
  getProducts: 'billing:read',
  getPrices: 'billing:read',
  getCheckoutUrl: 'billing:write',
  getDashboardUrl: 'billing:write',
  getSubscriptionItems: 'billing:read',
  getSubscription: 'billing:read',
  updateSubscription: 'billing:write',
  cancelSubscription: 'billing:write',
  createFreeSubscription: 'billing:write',

  // Mesh Nodes
  updateMeshNodes: 'mesh:write',
  getMeshNodes: 'mesh:read',
} as const satisfies Record<Exclude<ProtectedOperationId, `${string}:${string}`>, `${string}:${string}` | typeof anyKey>
