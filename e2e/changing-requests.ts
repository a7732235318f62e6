import { createHash, randomUUID } from 'node:crypto'
import type { ProtectedOperationId } from '../packages/gateway/src/access/policy.ts'
import { addLink } from '../packages/gateway/src/features/authentication/oauth/store.ts'
import { type SignedInUser, type TestGateway, waitFor } from '../packages/gateway/test/gateway.ts'
import { makeImage, upload } from '../packages/gateway/test/http/images.ts'
import { createAuthenticator } from '../packages/gateway/test/users/authenticator.ts'
import { addApp, addPasskey, createApp, freshenSession, succeed } from '../packages/gateway/test/users/factors.ts'
import { addMember } from '../packages/gateway/test/users/members.ts'
import { signIn } from '../packages/gateway/test/users/sign-in.ts'
import { freshEmail, freshName } from '../packages/gateway/test/users/users.ts'
import type { Request } from './permission-requests.ts'

/** A key that nobody has imported yet. */
function keyToImport() {
  return { hash: createHash('sha256').update(randomUUID()).digest('hex'), key_name: 'imported' }
}

/** The caller: an administrator or the root of an account, with a key of their own. */
export type Caller = { user: SignedInUser; key: { id: string; key: string } }

export type Stage = {
  test: TestGateway
  /** The root of the account whose administrators make the requests. */
  root: SignedInUser
  /** The root of another account. */
  stranger: SignedInUser
}

/** A request that changes something, prepared so that it would succeed. */
export type Change = {
  operation: ProtectedOperationId
  /** The caller has to be the root of an account. */
  asRoot?: true
  /** The kind of target in the policy; the account by default. */
  target?: 'self' | 'member'
  /** It has a limit per target, so each request has to name another target. */
  anew?: true
  /** It has a low limit per caller. */
  fewTries?: true
  /** It is about the caller's own key, so without that key it would be refused anyway. */
  ofOwnKey?: true
  prepare(caller: Caller, stage: Stage): Request | Promise<Request>
}

const PASSWORD = 'another-Horse7'

const fixed = (route: string, body?: unknown) => (): Request => (body === undefined ? { route } : { route, body })

async function codeFor({ test }: Stage, { email, bearer }: SignedInUser): Promise<string> {
  const codes = async () => (await test.mails()).filter((mail) => mail.to === email && mail.template === 'email-code')
  const before = (await codes()).length
  await succeed(test, 'GET /accounts/email-code', { bearer })
  return waitFor(async () => (await codes())[before]?.code)
}

const memberOf = async ({ test, root }: Stage): Promise<SignedInUser> => addMember(test, root, 'monitor')

async function invited({ test, root }: Stage): Promise<string> {
  const email = freshEmail()
  const body = { email, role: 'monitor', first_name: 'x', last_name: 'x' }
  await succeed(test, 'POST /accounts/users', { bearer: root.bearer, body })
  return email
}

async function exported({ test }: Stage, { bearer }: SignedInUser): Promise<{ name: string; subject: string }> {
  const name = freshName()
  const one = { name, subject: `s${randomUUID()}`, type: 'stream' }
  await succeed(test, 'POST /accounts/export', { bearer, body: { export: one } })
  return one
}

async function begun({ test }: Stage, { bearer }: SignedInUser) {
  await freshenSession(test, bearer)
  const { body } = await succeed(test, 'POST /accounts/begin-passkey-registration', { bearer })
  return { credential: createAuthenticator().register(body.data), credential_alias: 'x' }
}

async function withPasskey({ test }: Stage, { bearer }: SignedInUser): Promise<string> {
  const { authenticator } = await addPasskey(test, bearer)
  return authenticator.credentialId
}

async function waitingDevice({ test }: Stage): Promise<string> {
  const { body } = await succeed(test, 'POST /device/authorization', { body: { client_id: 'quiva' } })
  return body.user_code
}

/** Disabled, so that nothing is delivered while a test compares the tables. An account may have few. */
async function withWebhook({ test }: Stage, { bearer }: SignedInUser): Promise<string> {
  const { body: before } = await succeed(test, 'GET /accounts/webhooks', { bearer })
  for (const { id } of before.data) await succeed(test, 'DELETE /accounts/webhooks', { bearer, body: { id } })
  const body = { url: 'https://nobody.invalid/', disabled: true }
  return (await succeed(test, 'POST /accounts/webhooks', { bearer, body })).body.data.id
}

async function newestEvent({ test }: Stage, { bearer }: SignedInUser): Promise<string> {
  return (await succeed(test, 'GET /accounts/audit-events?limit=1', { bearer })).body.data[0].id
}

/** All operations that change something for a caller, except payments (features/payment/revoked-meanwhile.test.ts). */
export const changes: Change[] = [
  { operation: 'updateAccount', prepare: () => ({ route: 'PATCH /accounts', body: { company_name: freshName() } }) },
  {
    operation: 'renameAccount',
    asRoot: true,
    prepare: async ({ user }, stage) => ({
      route: 'PATCH /accounts/rename',
      body: { new_name: freshName(), email_code: await codeFor(stage, user) },
    }),
  },
  {
    operation: 'deleteAccount',
    asRoot: true,
    prepare: async ({ user }, stage) => ({
      route: 'DELETE /accounts/account',
      body: { email_code: await codeFor(stage, user) },
    }),
  },
  {
    operation: 'cancelAccountDeletion',
    asRoot: true,
    async prepare({ user }, stage) {
      const body = { email_code: await codeFor(stage, user), in_14_days: true }
      await succeed(stage.test, 'DELETE /accounts/account', { bearer: user.bearer, body })
      return { route: 'POST /accounts/cancel-account-deletion' }
    },
  },
  {
    operation: 'setEmergencyCredit',
    prepare: () => ({
      route: 'PATCH /accounts/set-emergency-credit',
      body: { emergency_credit: Math.ceil(Math.random() * 1e6) },
    }),
  },
  {
    operation: 'addImport',
    async prepare(_caller, stage) {
      const { subject } = await exported(stage, stage.stranger)
      const one = { name: freshName(), subject, account: stage.stranger.accountId }
      return { route: 'POST /accounts/import', body: { import: one } }
    },
  },
  {
    operation: 'removeImport',
    async prepare({ user: { bearer } }, stage) {
      const { subject } = await exported(stage, stage.stranger)
      const name = freshName()
      const body = { import: { name, subject, account: stage.stranger.accountId } }
      await succeed(stage.test, 'POST /accounts/import', { bearer, body })
      return { route: 'DELETE /accounts/import', body: { name } }
    },
  },
  {
    operation: 'addExport',
    prepare: () => ({
      route: 'POST /accounts/export',
      body: { export: { name: freshName(), subject: `s${randomUUID()}`, type: 'stream' } },
    }),
  },
  {
    operation: 'removeExport',
    prepare: async ({ user }, stage) => ({
      route: 'DELETE /accounts/export',
      body: { name: (await exported(stage, user)).name },
    }),
  },
  {
    operation: 'submitContactForm',
    target: 'self',
    fewTries: true,
    prepare: (_caller, { root }) => ({
      route: 'POST /accounts/submit-contact-form',
      body: { to_email: root.email, subject: 'x', message: 'x' },
    }),
  },
  {
    operation: 'exportAuditEvents',
    fewTries: true,
    prepare: fixed('GET /accounts/audit-events/export?action=account.erased'),
  },

  {
    operation: 'addEmbedOrigin',
    prepare: () => ({ route: 'POST /accounts/embed-origins', body: { origin: `https://${randomUUID()}.example.com` } }),
  },
  {
    operation: 'removeEmbedOrigin',
    async prepare({ user: { bearer } }, { test }) {
      const body = { origin: `https://${randomUUID()}.example.com` }
      await succeed(test, 'POST /accounts/embed-origins', { bearer, body })
      return { route: 'DELETE /accounts/embed-origins', body }
    },
  },
  {
    operation: 'issueEmbedToken',
    target: 'member',
    prepare: async (_caller, stage) => ({
      route: 'POST /accounts/embed-token',
      body: { email: (await memberOf(stage)).email, access: 'view' },
    }),
  },
  {
    operation: 'createWebhook',
    async prepare({ user }, stage) {
      await withWebhook(stage, user)
      return { route: 'POST /accounts/webhooks', body: { url: 'https://nobody.invalid/', disabled: true } }
    },
  },
  {
    operation: 'updateWebhook',
    prepare: async ({ user }, stage) => ({
      route: 'PATCH /accounts/webhooks',
      body: { id: await withWebhook(stage, user), description: 'x' },
    }),
  },
  {
    operation: 'deleteWebhook',
    prepare: async ({ user }, stage) => ({
      route: 'DELETE /accounts/webhooks',
      body: { id: await withWebhook(stage, user) },
    }),
  },
  {
    operation: 'rotateWebhookSecret',
    prepare: async ({ user }, stage) => ({
      route: 'POST /accounts/webhooks/rotate-secret',
      body: { id: await withWebhook(stage, user) },
    }),
  },
  {
    operation: 'testWebhook',
    prepare: async ({ user }, stage) => ({
      route: 'POST /accounts/webhooks/test',
      body: { id: await withWebhook(stage, user) },
    }),
  },
  {
    operation: 'resendWebhookEvent',
    prepare: async ({ user }, stage) => ({
      route: 'POST /accounts/webhooks/resend',
      body: { id: await withWebhook(stage, user), event_id: await newestEvent(stage, user) },
    }),
  },

  {
    operation: 'createUser',
    target: 'member',
    anew: true,
    prepare: () => ({
      route: 'POST /accounts/users',
      body: { email: freshEmail(), role: 'monitor', first_name: 'x', last_name: 'x' },
    }),
  },
  {
    operation: 'resendInvitation',
    target: 'member',
    anew: true,
    prepare: async (_caller, stage) => ({
      route: 'POST /accounts/resend-invitation',
      body: { email: await invited(stage) },
    }),
  },
  {
    operation: 'removeUser',
    target: 'member',
    prepare: async (_caller, stage) => ({
      route: 'DELETE /accounts/remove-user',
      body: { email: (await memberOf(stage)).email },
    }),
  },
  {
    operation: 'deleteUser',
    target: 'self',
    prepare: async ({ user }, stage) => ({
      route: `DELETE /accounts/user?email_code=${await codeFor(stage, user)}`,
    }),
  },
  { operation: 'updateUser', target: 'self', prepare: fixed('PATCH /accounts/user', { first_name: 'Grace' }) },
  {
    operation: 'updateUser',
    target: 'member',
    prepare: async (_caller, stage) => ({
      route: 'PATCH /accounts/user',
      body: { email: (await memberOf(stage)).email, first_name: 'Grace' },
    }),
  },
  {
    operation: 'updateRole',
    target: 'member',
    prepare: async (_caller, stage) => ({
      route: 'PATCH /accounts/role',
      body: { email: (await memberOf(stage)).email, role: 'developer' },
    }),
  },
  {
    operation: 'suspendUser',
    target: 'member',
    prepare: async (_caller, stage) => ({
      route: 'PATCH /accounts/suspend-user',
      body: { email: (await memberOf(stage)).email, suspend: true },
    }),
  },
  {
    operation: 'uploadProfileImage',
    target: 'self',
    prepare: async () => ({
      route: 'POST /accounts/profile-image',
      body: upload('image/png', await makeImage('image/png')),
    }),
  },
  {
    operation: 'deleteProfileImage',
    target: 'self',
    async prepare({ user: { bearer } }, { test }) {
      const body = upload('image/png', await makeImage('image/png'))
      await succeed(test, 'POST /accounts/profile-image', { bearer, body })
      return { route: 'DELETE /accounts/profile-image' }
    },
  },
  {
    operation: 'requestEmailAddressChange',
    target: 'self',
    fewTries: true,
    prepare: ({ user: { password } }) => ({
      route: 'POST /accounts/request-email-address-change',
      body: { new_email: freshEmail(), password },
    }),
  },

  {
    operation: 'resetPassword:signedIn',
    target: 'self',
    prepare: ({ user: { password } }) => ({
      route: 'POST /accounts/reset-password',
      body: { password, new_password: PASSWORD },
    }),
  },
  {
    operation: 'revokeAuthToken',
    target: 'self',
    prepare: async ({ user }, { test }) => ({
      route: `DELETE /accounts/auth-token?token=${(await signIn(test, user)).authHandle}`,
    }),
  },
  {
    operation: 'revokeRefreshToken',
    target: 'self',
    prepare: async ({ user }, { test }) => ({
      route: `DELETE /accounts/refresh-token?token=${(await signIn(test, user)).refreshHandle}`,
    }),
  },
  {
    operation: 'revokeTokens',
    target: 'member',
    prepare: async (_caller, stage) => ({
      route: 'DELETE /accounts/tokens',
      body: { email: (await memberOf(stage)).email },
    }),
  },
  {
    operation: 'removeOAuthLink',
    target: 'self',
    async prepare({ user: { userId } }, { test }) {
      const issuer = 'https://login.example.com/'
      await test.database.transaction((tx) => addLink(tx, { issuer, subject: userId, userId }))
      return { route: 'DELETE /accounts/oauth-link', body: { issuer } }
    },
  },
  { operation: 'getEmailCode', target: 'self', fewTries: true, prepare: fixed('GET /accounts/email-code') },
  {
    operation: 'approveDeviceSignIn',
    target: 'self',
    prepare: async (_caller, stage) => ({
      route: 'POST /device/approve',
      body: { user_code: await waitingDevice(stage) },
    }),
  },
  {
    operation: 'denyDeviceSignIn',
    target: 'self',
    prepare: async (_caller, stage) => ({
      route: 'POST /device/deny',
      body: { user_code: await waitingDevice(stage) },
    }),
  },

  { operation: 'issueApiKey', target: 'self', prepare: fixed('POST /accounts/api-key', { key_name: 'issued' }) },
  {
    operation: 'issueApiKey:account',
    prepare: fixed('POST /accounts/api-key', { key_name: 'issued', owner: 'account', role: 'monitor' }),
  },
  {
    operation: 'importApiKeys',
    target: 'self',
    prepare: () => ({ route: 'POST /accounts/api-keys/import', body: { keys: [keyToImport()] } }),
  },
  {
    operation: 'importApiKeys:account',
    prepare: () => ({
      route: 'POST /accounts/api-keys/import',
      body: { keys: [keyToImport()], owner: 'account', role: 'monitor' },
    }),
  },
  {
    operation: 'updateApiKey',
    target: 'self',
    prepare: async ({ user }, { test }) => ({
      route: 'PATCH /accounts/api-key',
      body: { id: (await test.issueKey(user.bearer)).id, key_name: freshName() },
    }),
  },
  {
    operation: 'topUpApiKeyQuota',
    target: 'self',
    prepare: async ({ user }, { test }) => {
      const quota = { requests: 10, per: 'month', resets: 'calendar' }
      return {
        route: 'POST /accounts/api-key/quota',
        body: { id: (await test.issueKey(user.bearer, 'metered', { quota })).id, add: 5 },
      }
    },
  },
  {
    operation: 'rotateApiKey',
    target: 'self',
    ofOwnKey: true,
    prepare: ({ key: { id } }) => ({ route: 'POST /accounts/api-key/rotate', body: { id } }),
  },
  {
    operation: 'deleteApiKey',
    target: 'self',
    prepare: async ({ user }, { test }) => ({
      route: 'DELETE /accounts/api-key',
      body: { id: (await test.issueKey(user.bearer)).id },
    }),
  },
  {
    operation: 'getApiCreds',
    target: 'self',
    prepare: async ({ user }, { test }) => ({
      route: `GET /accounts/api-creds?key=${(await test.issueKey(user.bearer)).key}`,
    }),
  },

  {
    operation: 'updateMfaSettings',
    target: 'self',
    async prepare({ user: { bearer } }, { test }) {
      await addApp(test, bearer)
      return { route: 'PATCH /accounts/mfa-settings', body: { totp_enabled: false } }
    },
  },
  { operation: 'generateTotpKey', target: 'self', prepare: fixed('POST /accounts/generate-totp-key') },
  {
    operation: 'confirmTotpRegistration',
    target: 'self',
    async prepare({ user: { bearer } }, { test }) {
      const { body } = await succeed(test, 'POST /accounts/generate-totp-key', { bearer })
      const { secret, code } = createApp(body.data.secret)
      return { route: 'POST /accounts/confirm-totp-registration', body: { secret, code: code() } }
    },
  },
  {
    operation: 'removeTotp',
    target: 'self',
    async prepare({ user: { bearer } }, { test }) {
      await addApp(test, bearer)
      return { route: 'DELETE /accounts/totp' }
    },
  },
  {
    operation: 'beginPasskeyRegistration',
    target: 'self',
    prepare: fixed('POST /accounts/begin-passkey-registration'),
  },
  {
    operation: 'completePasskeyRegistration',
    target: 'self',
    prepare: async ({ user }, stage) => ({
      route: 'POST /accounts/complete-passkey-registration',
      body: await begun(stage, user),
    }),
  },
  {
    operation: 'removePasskey',
    target: 'self',
    prepare: async ({ user }, stage) => ({
      route: 'DELETE /accounts/passkey',
      body: { id: await withPasskey(stage, user) },
    }),
  },
  {
    operation: 'removeAllPasskeys',
    target: 'self',
    async prepare({ user }, stage) {
      await withPasskey(stage, user)
      return { route: 'DELETE /accounts/all-passkeys' }
    },
  },
  {
    operation: 'removeOAuthLink',
    target: 'self',
    async prepare({ user: { userId: user_id } }, { test }) {
      const issuer = 'https://login.example.com/'
      const row = { issuer, subject: randomUUID(), user_id, created_at: Date.now() }
      await test.database.transaction(({ db }) =>
        db
          .insertInto('oauth_identities')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
      return { route: 'DELETE /accounts/oauth-link', body: { issuer } }
    },
  },
  {
    operation: 'issueRecoveryCodes',
    target: 'self',
    async prepare({ user: { bearer } }, { test }) {
      await addApp(test, bearer)
      return { route: 'POST /accounts/recovery-codes' }
    },
  },
  {
    operation: 'viewRecoveryCodes',
    target: 'self',
    async prepare({ user: { bearer } }, { test }) {
      await addApp(test, bearer)
      return { route: 'GET /accounts/recovery-codes' }
    },
  },

  {
    operation: 'updateMeshNodes',
    prepare: fixed('PUT /accounts/mesh-nodes', { num_nodes: 3, regions: ['eu', 'us', 'au'] }),
  },
]

/** Operations that change nothing. A request that came a moment before the right was revoked may still be answered. */
export const readings: ProtectedOperationId[] = [
  'getAccountInfo',
  'getAccountOverview',
  'listRoles',
  'listImportsExports',
  'listAccountsByUser',
  'listAuditEvents',
  'listEmbedOrigins',
  'listWebhooks',
  'listWebhookDeliveries',
  'listUsersByAccount',
  'getUserLoginData',
  'getSessionTokens',
  'listOAuthLinks',
  'viewApiKeys',
  'getApiKeyUsage',
  'getApiKeyImpact',
  'introspectToken',
  'introspectTokens',
  'verifyCredential',
  'openVerifier',
  'listHolders',
  'getUserMfaInfo',
  'listOAuthLinks',
  'findDeviceSignIn',
  'listPasskeys',
  'getProducts',
  'getPrices',
  'getSubscriptionItems',
  'getSubscription',
  'getMeshNodes',
]

/** Operations that act at Stripe. */
export const payments: ProtectedOperationId[] = [
  'getCheckoutUrl',
  'getDashboardUrl',
  'updateSubscription',
  'cancelSubscription',
  'createFreeSubscription',
]
