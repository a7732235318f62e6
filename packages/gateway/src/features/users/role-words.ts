/**
 * What roles may do, in words for people. Which role may do what is not written here: roles.ts asks the policy. The
 * compiler checks that every operation has its words, and a test that the operations under one text are allowed to the
 * same roles, so that no text is half true.
 */
import type { ProtectedOperationId, Target } from '../../access/policy.ts'
import type { Role } from '../../platform/values/roles.ts'

export const roleTexts: Record<Role, string> = {
  root: 'Owns the account and may do everything in it. Each account has one root user; nobody can give or take away this role.',
  admin: 'Runs the account: members, keys, webhooks, billing and the audit log. Cannot rename or delete the account.',
  developer: 'Builds with the account: issues keys of their own, checks keys for services, and uses the message bus.',
  monitor: 'Looks on: sees the account and manages their own profile, but issues no keys.',
  billing: 'Pays: manages the plan and the payments, but issues no keys.',
}

/** An operation, and on what: the account, the caller, another member, or the root user. */
type OnTarget = `${ProtectedOperationId} ${Target}`

export type CapabilityWords = { name: string; group: string; text: string; operations: readonly OnTarget[] }

type Worded<Named> = Named extends `${infer Id} ${Target}` ? Id : never
type WithoutWords<Words extends readonly CapabilityWords[]> = Exclude<
  Exclude<ProtectedOperationId, `${string}:${string}`>,
  Worded<Words[number]['operations'][number]>
>

/** Does not compile while an operation has no words: the error names it. */
function complete<const Words extends readonly CapabilityWords[]>(
  words: Words,
  ..._missing: WithoutWords<Words> extends never ? [] : [WithoutWords<Words>]
): Words {
  return words
}

export const capabilityWords = complete([
  {
    name: 'account.view',
    group: 'Account',
    text: 'See the account: its name, its contact details and its plan',
    operations: ['getAccountInfo account', 'getAccountOverview self', 'listRoles account'],
  },
  {
    name: 'account.change',
    group: 'Account',
    text: 'Change the contact details of the account',
    operations: ['updateAccount account'],
  },
  {
    name: 'account.own',
    group: 'Account',
    text: 'Rename the account, delete it, and cancel its deletion',
    operations: ['renameAccount account', 'deleteAccount account', 'cancelAccountDeletion account'],
  },
  {
    name: 'embedding',
    group: 'Account',
    text: 'Show the key screens in other products, to members and to customers',
    operations: [
      'listEmbedOrigins account',
      'addEmbedOrigin account',
      'removeEmbedOrigin account',
      'issueEmbedToken account',
      'issueEmbedToken member',
    ],
  },
  {
    name: 'audit.read',
    group: 'Account',
    text: 'Read and export the audit log',
    operations: ['listAuditEvents account', 'exportAuditEvents account'],
  },
  {
    name: 'members.view',
    group: 'Members',
    text: 'See who the members are',
    operations: ['listUsersByAccount account'],
  },
  {
    name: 'members.manage',
    group: 'Members',
    text: 'Invite members, change their roles and names, suspend and remove them; but not the root user',
    operations: [
      'createUser member',
      'resendInvitation member',
      'updateRole member',
      'suspendUser member',
      'removeUser member',
      'updateUser member',
    ],
  },
  {
    name: 'members.secure',
    group: 'Members',
    text: 'End the sessions of members, see and remove their second factors, and give them recovery codes; but not the root user',
    operations: [
      'revokeTokens member',
      'getUserMfaInfo member',
      'removeTotp member',
      'removePasskey member',
      'removeAllPasskeys member',
      'issueRecoveryCodes member',
      'viewRecoveryCodes member',
    ],
  },
  {
    name: 'keys.issue',
    group: 'API keys',
    text: 'Issue and rotate keys of their own',
    operations: ['issueApiKey self', 'rotateApiKey self'],
  },
  {
    name: 'keys.own',
    group: 'API keys',
    text: 'See, change and delete the keys that they have',
    operations: [
      'viewApiKeys self',
      'updateApiKey self',
      'deleteApiKey self',
      'getApiKeyUsage self',
      'getApiKeyImpact self',
      'getApiCreds self',
    ],
  },
  {
    name: 'keys.all',
    group: 'API keys',
    text: 'See, change and delete the keys of other members',
    operations: [
      'viewApiKeys member',
      'updateApiKey member',
      'deleteApiKey member',
      'getApiKeyUsage member',
      'getApiKeyImpact member',
      'topUpApiKeyQuota self',
      'topUpApiKeyQuota member',
      'topUpApiKeyQuota account',
    ],
  },
  {
    name: 'keys.account',
    group: 'API keys',
    text: 'Issue keys that belong to the account, import keys of other systems, and see, change, rotate and delete these',
    operations: [
      'issueApiKey:account account',
      'importApiKeys self',
      'importApiKeys:account account',
      'viewApiKeys:account account',
      'updateApiKey account',
      'rotateApiKey account',
      'deleteApiKey account',
      'getApiKeyUsage account',
      'getApiKeyImpact account',
    ],
  },
  {
    name: 'keys.check',
    group: 'API keys',
    text: 'Check keys and tokens for a service, and see which verifiers are connected',
    operations: ['introspectToken account', 'introspectTokens account', 'openVerifier account', 'listHolders account'],
  },
  {
    name: 'bus.share',
    group: 'Message bus',
    text: 'Share subjects with other accounts, and use those that others share',
    operations: [
      'addImport account',
      'removeImport account',
      'addExport account',
      'removeExport account',
      'listImportsExports account',
    ],
  },
  {
    name: 'bus.place',
    group: 'Message bus',
    text: 'Choose on how many nodes and in which regions streams are stored',
    operations: ['getMeshNodes account', 'updateMeshNodes account'],
  },
  {
    name: 'webhooks.manage',
    group: 'Webhooks',
    text: 'See and manage webhooks and their deliveries',
    operations: [
      'listWebhooks account',
      'createWebhook account',
      'updateWebhook account',
      'deleteWebhook account',
      'rotateWebhookSecret account',
      'testWebhook account',
      'listWebhookDeliveries account',
      'resendWebhookEvent account',
    ],
  },
  {
    name: 'billing.manage',
    group: 'Billing',
    text: 'See and change the plan, pay, and set the emergency credit',
    operations: [
      'getProducts account',
      'getPrices account',
      'getCheckoutUrl account',
      'getDashboardUrl account',
      'getSubscriptionItems account',
      'getSubscription account',
      'updateSubscription account',
      'cancelSubscription account',
      'createFreeSubscription account',
      'setEmergencyCredit account',
    ],
  },
  {
    name: 'profile.manage',
    group: 'Own profile',
    text: 'Manage their own name, picture, email address, password, sign-in methods, second factors and sessions',
    operations: [
      'getUserLoginData self',
      'updateUser self',
      'uploadProfileImage self',
      'deleteProfileImage self',
      'requestEmailAddressChange self',
      'getEmailCode self',
      'listAccountsByUser self',
      'submitContactForm self',
      'listOAuthLinks self',
      'removeOAuthLink self',
      'getSessionTokens self',
      'findDeviceSignIn self',
      'approveDeviceSignIn self',
      'denyDeviceSignIn self',
      'revokeAuthToken self',
      'revokeRefreshToken self',
      'verifyCredential self',
      'getUserMfaInfo self',
      'updateMfaSettings self',
      'generateTotpKey self',
      'confirmTotpRegistration self',
      'removeTotp self',
      'listPasskeys self',
      'beginPasskeyRegistration self',
      'completePasskeyRegistration self',
      'removePasskey self',
      'removeAllPasskeys self',
      'issueRecoveryCodes self',
      'viewRecoveryCodes self',
    ],
  },
  {
    name: 'profile.delete',
    group: 'Own profile',
    text: 'Leave, by deleting their own user',
    operations: ['deleteUser self'],
  },
])
