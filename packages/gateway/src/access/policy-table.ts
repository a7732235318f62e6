/**
 * Who may do what: one row per operation (docs/decisions/0031 has the rules behind the rows). This file is only data;
 * policy.ts answers from it.
 *
 * How to read a row:
 * - `account`, `self`, `member`, `root` are the kinds of target; each lists the roles that may. A role not listed
 *   gets 403 `insufficient_permissions`, and a target that the row doesn't mention is refused to everybody.
 * - `root: nobody` protects the root: the operation makes sense, but no one else has the right.
 * - `{ impossible: roles }` are the roles that get 400 `impossible_target` instead: they have the right, but no one can
 *   use it on this target.
 * - `takes` is there where a key is not enough (docs/decisions/0032); the other rows allow a user and a key alike.
 * - `personal` is there where `self` has to be a user: a key of the account gets 403 `person_required`.
 * - `ownUsersOnly` narrows `member` and `root` to users who belong to this account alone (docs/decisions/0008).
 * - `embedded` is there where a session on a page of another product may do it too, to itself only; everything else is
 *   refused to such a session (docs/decisions/0058).
 * - `operation:part` is a part of an operation with a row of its own; it is checked after the operation's row, where
 *   that isn't anonymous.
 */
import { type Role, roles } from '../platform/values/roles.ts'

/**
 * The target: the current account, the caller, another member who isn't its root, or its root if that is not the
 * caller.
 */
export type Target = 'account' | 'self' | 'member' | 'root'

/**
 * How the caller signed in: as a user, with an API key or a session made from one, or on a page of another product
 * with a token that somebody else asked for (docs/decisions/0058).
 */
export type PrincipalKind = 'interactive' | 'key' | 'embedded'

/** The roles that may, and the roles for which the target is impossible. */
export type Cell = readonly Role[] | { readonly allowed?: readonly Role[]; readonly impossible: readonly Role[] }

export type Row = Readonly<Partial<Record<Target, Cell>>> & {
  readonly takes?: typeof interactive | typeof interactiveOrOwnSession
  readonly ownUsersOnly?: true
  readonly personal?: true
  readonly embedded?: true
}

const everyRole = roles
const owner = ['root'] as const
const admins = ['root', 'admin'] as const
const builders = ['root', 'admin', 'developer'] as const
const payers = ['root', 'admin', 'billing'] as const
const nobody = [] as const
/**
 * A target of somebody else is answered like an unknown one: the operation searches only what belongs to the caller.
 */
const foreign = { impossible: everyRole } as const

/** No role is required: the operation checks a proof of its own (a password, a mailed token, a signature). */
export const anonymous = 'anonymous'
export const interactive = 'interactive'
/** Requires a user; or a key, for the sessions that were made from it. */
export const interactiveOrOwnSession = 'interactiveOrOwnSession'

export const policyTable = {
  // Account Management
  createAccount: anonymous,
  confirmEmail: anonymous,
  resendAccountConfirmation: anonymous,
  getAccountInfo: { account: everyRole },
  // For a person who looks at a page: a key reads what it needs by the operations for that.
  getAccountOverview: { self: everyRole, takes: interactive },
  listRoles: { account: everyRole },
  updateAccount: { account: admins },
  renameAccount: { account: owner, takes: interactive },
  deleteAccount: { account: owner, takes: interactive },
  cancelAccountDeletion: { account: owner, takes: interactive },
  setEmergencyCredit: { account: payers },
  addImport: { account: builders },
  removeImport: { account: builders },
  addExport: { account: builders },
  removeExport: { account: builders },
  listImportsExports: { account: builders },
  listAccountsByUser: { self: everyRole },
  submitContactForm: { self: everyRole, personal: true },
  listAuditEvents: { account: admins },
  exportAuditEvents: { account: admins },

  // Webhooks
  listWebhooks: { account: admins },
  createWebhook: { account: admins },
  updateWebhook: { account: admins },
  deleteWebhook: { account: admins },
  rotateWebhookSecret: { account: admins },
  testWebhook: { account: admins },
  listWebhookDeliveries: { account: admins },
  resendWebhookEvent: { account: admins },

  // User Management
  createUser: { member: admins },
  // The caller and the root have accepted already.
  resendInvitation: { self: { impossible: admins }, member: admins, root: { impossible: admins } },
  listUsersByAccount: { account: admins },
  // A user who wants to leave uses deleteUser.
  removeUser: { self: { impossible: admins }, member: admins, root: { impossible: admins } },
  // Without its root the account would have no owner: the root must delete the account first.
  deleteUser: {
    self: { allowed: ['admin', 'developer', 'monitor', 'billing'], impossible: owner },
    takes: interactive,
  },
  // Of another user only the names can be changed.
  updateUser: { self: everyRole, member: admins, root: nobody, ownUsersOnly: true, personal: true },
  'updateUser:preferences': {
    self: everyRole,
    member: { impossible: admins },
    root: { impossible: admins },
    personal: true,
  },
  'updateUser:factors': {
    self: everyRole,
    member: { impossible: admins },
    root: { impossible: admins },
    takes: interactive,
  },
  updateRole: { self: { impossible: admins }, member: admins, root: nobody },
  suspendUser: { self: { impossible: admins }, member: admins, root: { impossible: admins } },
  getUserLoginData: { self: everyRole, personal: true },
  uploadProfileImage: { self: everyRole, personal: true },
  deleteProfileImage: { self: everyRole, personal: true },
  requestEmailAddressChange: { self: everyRole, takes: interactive },
  changeEmailAddressAction: anonymous,

  // Authentication
  getOAuthLoginUrl: anonymous,
  handleOAuthCallback: anonymous,
  listOAuthLinks: { self: everyRole, takes: interactive },
  removeOAuthLink: { self: everyRole, takes: interactive },
  authWithPassword: anonymous,
  authWithRecoveryCode: anonymous,
  authWithTotp: anonymous,
  authWithApiKey: anonymous,
  beginAuthWithPasskey: anonymous,
  completeAuthWithPasskey: anonymous,
  refreshToken: anonymous,
  validateToken: anonymous,
  setPassword: anonymous,
  requestResetPassword: anonymous,
  resetPassword: anonymous,
  // Signed in: the current password in place of a mailed token.
  'resetPassword:signedIn': { self: everyRole, takes: interactive },
  // A key sees the sessions that were made from it.
  getSessionTokens: { self: everyRole },
  revokeAuthToken: { self: everyRole, member: foreign, root: foreign, takes: interactiveOrOwnSession },
  revokeRefreshToken: { self: everyRole, member: foreign, root: foreign, takes: interactiveOrOwnSession },
  revokeTokens: { self: everyRole, member: admins, root: nobody, takes: interactive },
  // The code is of use only to a user, and a new one replaces the one that the user is about to type.
  getEmailCode: { self: everyRole, takes: interactive },

  // The codes are the proof; what they open, a user decides, in a session of their own and never with a key.
  requestDeviceAuthorization: anonymous,
  requestDeviceToken: anonymous,
  findDeviceSignIn: { self: everyRole, takes: interactive },
  approveDeviceSignIn: { self: everyRole, takes: interactive },
  denyDeviceSignIn: { self: everyRole, takes: interactive },

  // Console: the session of a browser, in a cookie that only the pages of the gateway can use
  getConsoleConfig: anonymous,
  startConsoleSession: anonymous,
  startConsoleSessionWithTotp: anonymous,
  startConsoleSessionWithRecoveryCode: anonymous,
  beginConsoleSessionWithPasskey: anonymous,
  startConsoleSessionWithPasskey: anonymous,
  startConsoleSessionWithOAuth: anonymous,
  switchConsoleAccount: anonymous,
  refreshConsoleSession: anonymous,
  endConsoleSession: anonymous,

  // API Keys
  issueApiKey: { self: builders, member: { impossible: builders }, root: { impossible: builders }, embedded: true },
  // A key of the account outlives the user who issued it; a key that a key issues must not.
  'issueApiKey:account': { account: admins, takes: interactive },
  // The caller may know the keys, so nobody may import one that acts as somebody else (docs/decisions/0043).
  importApiKeys: { self: admins },
  'importApiKeys:account': { account: admins, takes: interactive },
  // Monitors and billing members still see the keys that they issued in a former role.
  viewApiKeys: { self: everyRole, member: admins, root: ['admin'], embedded: true },
  'viewApiKeys:account': { account: admins },
  updateApiKey: { account: admins, self: everyRole, member: admins, root: nobody, embedded: true },
  topUpApiKeyQuota: { account: admins, self: admins, member: admins, root: nobody },
  getApiKeyUsage: { account: admins, self: everyRole, member: admins, root: ['admin'], embedded: true },
  getApiKeyImpact: { account: admins, self: everyRole, member: admins, root: ['admin'], embedded: true },
  // The caller gets the successor, so nobody may rotate a key that acts as somebody else.
  rotateApiKey: { account: admins, self: builders, embedded: true },
  deleteApiKey: { account: admins, self: everyRole, member: admins, root: nobody, embedded: true },
  // The contract's answer to an unknown key is 404, not 400.
  getApiCreds: { self: everyRole, member: foreign, root: foreign },
  // GitHub's signature proves the caller.
  reportLeakedKeys: anonymous,

  // Embedding: the key screens on pages of other products
  listEmbedOrigins: { account: admins },
  // Whoever controls the page at an origin controls what its visitors do there, so this is a matter of the account.
  addEmbedOrigin: { account: admins },
  removeEmbedOrigin: { account: admins },
  // Whoever gets the token could use it themselves, and it issues keys: so nobody gets one for the root but the root.
  issueEmbedToken: { account: admins, self: admins, member: admins, root: nobody },
  openEmbedSession: anonymous,

  // Verification
  // For the roles that may issue keys for a service; monitor and billing run none.
  introspectToken: { account: builders },
  introspectTokens: { account: builders },
  openVerifier: { account: builders },
  listHolders: { account: builders },
  // The answer is only about the credential that is presented.
  verifyCredential: { self: everyRole },

  // Multi-Factor Authentication
  // Two booleans, which getUserLoginData shows to a key as well.
  getUserMfaInfo: { self: everyRole, member: admins, root: nobody, ownUsersOnly: true, personal: true },
  updateMfaSettings: { self: everyRole, takes: interactive },
  generateTotpKey: { self: everyRole, takes: interactive },
  confirmTotpRegistration: { self: everyRole, takes: interactive },
  removeTotp: { self: everyRole, member: admins, root: nobody, takes: interactive, ownUsersOnly: true },
  listPasskeys: { self: everyRole, takes: interactive },
  beginPasskeyRegistration: { self: everyRole, takes: interactive },
  completePasskeyRegistration: { self: everyRole, takes: interactive },
  removePasskey: { self: everyRole, member: admins, root: nobody, takes: interactive, ownUsersOnly: true },
  removeAllPasskeys: { self: everyRole, member: admins, root: nobody, takes: interactive, ownUsersOnly: true },
  issueRecoveryCodes: { self: everyRole, member: admins, root: nobody, takes: interactive, ownUsersOnly: true },
  viewRecoveryCodes: { self: everyRole, member: admins, root: nobody, takes: interactive, ownUsersOnly: true },

  // Payment
  getProducts: { account: payers },
  getPrices: { account: payers },
  getCheckoutUrl: { account: payers },
  getDashboardUrl: { account: payers },
  getSubscriptionItems: { account: payers },
  getSubscription: { account: payers },
  updateSubscription: { account: payers },
  cancelSubscription: { account: payers },
  createFreeSubscription: { account: payers },
  processPaymentWebhook: anonymous,

  // Mesh Nodes
  updateMeshNodes: { account: admins },
  getMeshNodes: { account: admins },
} as const satisfies Record<string, Row | typeof anonymous>

/**
 * What only an operator of the gateway may do: a user whose confirmed address is in OPERATORS, signed in with a second
 * factor (operators.ts). No role of an account gives this right, and no key has it.
 */
export const operatorTable = [
  'getOperatorHealth',
  'getOperatorMetrics',
  'listOutboxItems',
  'retryOutboxItem',
  'discardOutboxItem',
  'listAllAccounts',
  'restoreAccount',
  'suspendAccount',
  'resumeAccount',
] as const

export type OperatorOperationId = (typeof operatorTable)[number]

type AccountOperationId = keyof typeof policyTable

/** Every operation that the gateway serves, by its operationId, and the parts of operations. */
export type OperationId = AccountOperationId | OperatorOperationId

export type AnonymousOperationId = {
  [Id in AccountOperationId]: (typeof policyTable)[Id] extends typeof anonymous ? Id : never
}[AccountOperationId]

export type ProtectedOperationId = Exclude<AccountOperationId, AnonymousOperationId>
