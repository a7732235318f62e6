import { describe, expect, test } from 'vitest'
import { isRole, type Role, roles } from '../platform/values/roles.ts'
import {
  decide,
  isAnonymous,
  mayEver,
  mayReachOthers,
  type OperationId,
  type PrincipalKind,
  type ProtectedOperationId,
  type Target,
} from './policy.ts'
import { policyTable } from './policy-table.ts'

/**
 * What the contract and its documentation let each role do, written down apart from the policy. Columns: root admin
 * developer monitor billing; `.` can't occur.
 */
const permissions = `
  getAccountInfo               account  +++++
  updateAccount                account  ++---
  renameAccount                account  +----
  deleteAccount                account  +----
  cancelAccountDeletion        account  +----
  setEmergencyCredit           account  ++--+
  addImport                    account  +++--
  removeImport                 account  +++--
  addExport                    account  +++--
  removeExport                 account  +++--
  listAccountsByUser           self     +++++
  submitContactForm            self     +++++
  createUser                   member   ++---
  listUsersByAccount           account  ++---
  removeUser                   self     -----
  removeUser                   member   ++---
  removeUser                   root     .----
  deleteUser                   self     -++++
  updateUser                   self     +++++
  updateUser                   member   ++---
  updateUser                   root     .----
  updateRole                   self     -----
  updateRole                   member   ++---
  updateRole                   root     .----
  suspendUser                  self     -----
  suspendUser                  member   ++---
  suspendUser                  root     .----
  getUserLoginData             self     +++++
  uploadProfileImage           self     +++++
  deleteProfileImage           self     +++++
  requestEmailAddressChange    self     +++++
  getSessionTokens             self     +++++
  revokeAuthToken              self     +++++
  revokeAuthToken              member   -----
  revokeRefreshToken           self     +++++
  revokeRefreshToken           member   -----
  revokeTokens                 self     +++++
  revokeTokens                 member   ++---
  revokeTokens                 root     .----
  getEmailCode                 self     +++++
  issueApiKey                  self     +++--
  issueApiKey                  member   -----
  viewApiKeys                  self     +++++
  viewApiKeys                  member   ++---
  viewApiKeys                  root     .+---
  deleteApiKey                 self     +++++
  deleteApiKey                 member   ++---
  deleteApiKey                 root     .----
  getApiCreds                  self     +++++
  getApiCreds                  member   -----
  getUserMfaInfo               self     +++++
  getUserMfaInfo               member   ++---
  getUserMfaInfo               root     .+---
  updateMfaSettings            self     +++++
  generateTotpKey              self     +++++
  confirmTotpRegistration      self     +++++
  removeTotp                   self     +++++
  removeTotp                   member   ++---
  removeTotp                   root     .----
  beginPasskeyRegistration     self     +++++
  completePasskeyRegistration  self     +++++
  removePasskey                self     +++++
  removePasskey                member   ++---
  removePasskey                root     .----
  removeAllPasskeys            self     +++++
  removeAllPasskeys            member   ++---
  removeAllPasskeys            root     .----
  issueRecoveryCodes           self     +++++
  issueRecoveryCodes           member   ++---
  issueRecoveryCodes           root     .----
  viewRecoveryCodes            self     +++++
  viewRecoveryCodes            member   ++---
  viewRecoveryCodes            root     .----
  getProducts                  account  ++--+
  getPrices                    account  ++--+
  getCheckoutUrl               account  ++--+
  getDashboardUrl              account  ++--+
  getSubscriptionItems         account  ++--+
  getSubscription              account  ++--+
  updateSubscription           account  ++--+
  cancelSubscription           account  ++--+
  createFreeSubscription       account  ++--+
  updateMeshNodes              account  ++---
`

const anonymousOperations = `
  getOAuthLoginUrl handleOAuthCallback authWithPassword authWithRecoveryCode
  authWithTotp authWithApiKey beginAuthWithPasskey completeAuthWithPasskey
  requestResetPassword resetPassword setPassword refreshToken
  validateToken createAccount confirmEmail resendAccountConfirmation
  changeEmailAddressAction processPaymentWebhook
`

const additions = [
  'addEmbedOrigin',
  'approveDeviceSignIn',
  'beginConsoleSessionWithPasskey',
  'createWebhook',
  'deleteWebhook',
  'denyDeviceSignIn',
  'endConsoleSession',
  'exportAuditEvents',
  'findDeviceSignIn',
  'getAccountOverview',
  'getApiKeyImpact',
  'getApiKeyUsage',
  'getConsoleConfig',
  'getMeshNodes',
  'importApiKeys',
  'introspectToken',
  'introspectTokens',
  'issueEmbedToken',
  'listAuditEvents',
  'listEmbedOrigins',
  'listHolders',
  'listImportsExports',
  'listOAuthLinks',
  'listPasskeys',
  'listRoles',
  'listWebhookDeliveries',
  'listWebhooks',
  'openEmbedSession',
  'openVerifier',
  'refreshConsoleSession',
  'removeEmbedOrigin',
  'removeOAuthLink',
  'reportLeakedKeys',
  'requestDeviceAuthorization',
  'requestDeviceToken',
  'resendInvitation',
  'resendWebhookEvent',
  'rotateApiKey',
  'rotateWebhookSecret',
  'startConsoleSession',
  'startConsoleSessionWithOAuth',
  'startConsoleSessionWithPasskey',
  'startConsoleSessionWithRecoveryCode',
  'startConsoleSessionWithTotp',
  'switchConsoleAccount',
  'testWebhook',
  'topUpApiKeyQuota',
  'updateApiKey',
  'updateWebhook',
  'verifyCredential',
]
const anonymousAdditions = [
  'openEmbedSession',
  'reportLeakedKeys',
  'requestDeviceAuthorization',
  'requestDeviceToken',
  'getConsoleConfig',
  'startConsoleSession',
  'startConsoleSessionWithTotp',
  'startConsoleSessionWithRecoveryCode',
  'beginConsoleSessionWithPasskey',
  'startConsoleSessionWithPasskey',
  'startConsoleSessionWithOAuth',
  'switchConsoleAccount',
  'refreshConsoleSession',
  'endConsoleSession',
]

/** Targets that only an addition has: the keys of the account. */
const addedTargets = new Map([
  ['deleteApiKey account', '++---'],
  ['updateApiKey account', '++---'],
])

/** Where we are stricter than the contract. */
const overruled = new Map([
  // The root is shielded everywhere but for key metadata.
  ['getUserMfaInfo root', '.----'],
])

const words = (text: string): string[] => text.trim().split(/\s+/)
const rows = permissions
  .trim()
  .split('\n')
  .map((line) => words(line) as [ProtectedOperationId, Target, string])
const operations = Object.keys(policyTable) as OperationId[]
const isProtected = (id: OperationId): id is ProtectedOperationId => !isAnonymous(id)
const protectedOperations = operations.filter(isProtected)
const targets: Target[] = ['account', 'self', 'member', 'root']
const kinds: PrincipalKind[] = ['interactive', 'key']
const favourable = { belongsElsewhere: false, ownSession: true }

const answer = (id: ProtectedOperationId, role: Role, target: Target, kind: PrincipalKind = 'interactive') => {
  const decision = decide(id, { role, kind }, target, favourable)
  return decision.allowed ? 'allowed' : decision.code
}

describe('the table of permissions', () => {
  test.each(rows)('%s on %s: %s', (id, target, cells) => {
    const expected = [...(overruled.get(`${id} ${target}`) ?? cells)]
    const given = roles.map((role, i) => {
      if (expected[i] === '.') return '.'
      return answer(id, role, target) === 'allowed' ? '+' : '-'
    })
    expect(given).toEqual(expected)
  })

  test('a target that the table does not list is refused to every role', () => {
    const listed = new Set([...rows.map(([id, target]) => `${id} ${target}`), ...addedTargets.keys()])
    for (const id of new Set(rows.map(([operation]) => operation))) {
      for (const target of targets.filter((one) => !listed.has(`${id} ${one}`))) {
        for (const role of roles) expect(answer(id, role, target), `${id} ${target} ${role}`).not.toBe('allowed')
      }
    }
  })

  test('the operations are the 71 of the contract and the additions; 18 of the contract are anonymous', () => {
    const inPermissions = [...new Set(rows.map(([id]) => id)), ...words(anonymousOperations)]
    expect(inPermissions).toHaveLength(71)
    const whole = operations.filter((id) => !id.includes(':'))
    expect(whole.toSorted()).toEqual([...inPermissions, ...additions].toSorted())
    const anonymous = [...words(anonymousOperations), ...anonymousAdditions]
    expect(operations.filter(isAnonymous).toSorted()).toEqual(anonymous.toSorted())
    expect(words(anonymousOperations)).toHaveLength(18)
  })

  test('a part of an operation belongs to an operation', () => {
    const parts = operations.filter((id) => id.includes(':'))
    expect(parts).toEqual([
      'updateUser:preferences',
      'updateUser:factors',
      'resetPassword:signedIn',
      'issueApiKey:account',
      'importApiKeys:account',
      'viewApiKeys:account',
    ])
    for (const part of parts) expect(operations).toContain(part.split(':')[0])
  })

  test.each([
    ['getAccountOverview', 'self', '+++++'],
    ['listRoles', 'account', '+++++'],
    ['listEmbedOrigins', 'account', '++---'],
    ['addEmbedOrigin', 'account', '++---'],
    ['removeEmbedOrigin', 'account', '++---'],
    ['listImportsExports', 'account', '+++--'],
    ['getMeshNodes', 'account', '++---'],
    ['listAuditEvents', 'account', '++---'],
    ['exportAuditEvents', 'account', '++---'],
    ['listPasskeys', 'self', '+++++'],
    ['listOAuthLinks', 'self', '+++++'],
    ['findDeviceSignIn', 'self', '+++++'],
    ['approveDeviceSignIn', 'self', '+++++'],
    ['denyDeviceSignIn', 'self', '+++++'],
    ['removeOAuthLink', 'self', '+++++'],
    ['resendInvitation', 'member', '++---'],
    ['introspectToken', 'account', '+++--'],
    ['introspectTokens', 'account', '+++--'],
    ['openVerifier', 'account', '+++--'],
    ['listHolders', 'account', '+++--'],
    ['verifyCredential', 'self', '+++++'],
    ['resetPassword:signedIn', 'self', '+++++'],
    ['updateUser:preferences', 'self', '+++++'],
    ['updateUser:factors', 'self', '+++++'],
    ['issueApiKey:account', 'account', '++---'],
    ['viewApiKeys:account', 'account', '++---'],
  ] as const)('beyond the table, %s on %s alone: %s', (id, target, cells) => {
    expect(roles.map((role) => (answer(id, role, target) === 'allowed' ? '+' : '-')).join('')).toBe(cells)
    const others = targets.filter((one) => one !== target)
    for (const other of others) for (const role of roles) expect(answer(id, role, other)).not.toBe('allowed')
  })

  test.each([
    ['deleteApiKey account', '++---'],
    ['getApiKeyImpact account', '++---'],
    ['getApiKeyImpact self', '+++++'],
    ['getApiKeyImpact member', '++---'],
    ['getApiKeyImpact root', '-+---'],
    ['getApiKeyUsage account', '++---'],
    ['getApiKeyUsage self', '+++++'],
    ['getApiKeyUsage member', '++---'],
    ['getApiKeyUsage root', '-+---'],
    ['issueEmbedToken account', '++---'],
    ['issueEmbedToken self', '++---'],
    ['issueEmbedToken member', '++---'],
    ['issueEmbedToken root', '-----'],
    ['rotateApiKey account', '++---'],
    ['rotateApiKey self', '+++--'],
    ['rotateApiKey member', '-----'],
    ['rotateApiKey root', '-----'],
  ])('beyond the table, %s: %s', (which, cells) => {
    const [id, target] = words(which) as [ProtectedOperationId, Target]
    expect(roles.map((role) => (answer(id, role, target) === 'allowed' ? '+' : '-')).join('')).toBe(cells)
  })
})

describe('a key of the account is nobody', () => {
  const serviceAccount = (role: Role) => ({ role, kind: 'key', isServiceAccount: true }) as const
  const userRequired = { allowed: false, code: 'person_required' }

  test('what is about a person is refused to it, and nothing else that a key may do', () => {
    const refused = protectedOperations.filter((id) => {
      const decision = decide(id, serviceAccount('developer'), 'self')
      return !decision.allowed && decision.code === 'person_required'
    })
    expect(refused).toEqual([
      'submitContactForm',
      'updateUser',
      'updateUser:preferences',
      'getUserLoginData',
      'uploadProfileImage',
      'deleteProfileImage',
      'getUserMfaInfo',
    ])
    for (const id of protectedOperations) {
      for (const role of roles) {
        for (const target of targets) {
          const decision = decide(id, serviceAccount(role), target, favourable)
          const ofUser = decide(id, { role, kind: 'key' }, target, favourable)
          if (decision.allowed || decision.code !== 'person_required') expect(decision).toEqual(ofUser)
        }
      }
    }
  })

  test('it hears so before the body is looked at, unless its role may do the same to a member', () => {
    expect(mayEver('getUserLoginData', 'admin', 'key', true)).toEqual(userRequired)
    expect(mayEver('updateUser', 'developer', 'key', true)).toEqual(userRequired)
    expect(mayEver('updateUser', 'admin', 'key', true)).toEqual({ allowed: true })
    expect(decide('updateUser', serviceAccount('admin'), 'self')).toEqual(userRequired)
    expect(decide('updateUser', serviceAccount('admin'), 'member', favourable)).toEqual({ allowed: true })
  })
})

test('updateApiKey reaches whom deleteApiKey reaches', () => {
  for (const role of roles)
    for (const target of targets)
      expect(answer('updateApiKey', role, target)).toBe(answer('deleteApiKey', role, target))
})

describe('which refusal', () => {
  test('a target that is impossible for everybody is told apart from a right that is lacking', () => {
    const impossible = protectedOperations.flatMap((id) =>
      targets.flatMap((target) => {
        const who = roles.filter((role) => answer(id, role, target) === 'impossible_target')
        return who.length > 0 && target in policyTable[id] ? [`${id} ${target}: ${who.join(' ')}`] : []
      }),
    )
    expect(impossible).toEqual([
      'resendInvitation self: root admin',
      'resendInvitation root: root admin',
      'removeUser self: root admin',
      'removeUser root: root admin',
      'deleteUser self: root',
      'updateUser:preferences member: root admin',
      'updateUser:preferences root: root admin',
      'updateUser:factors member: root admin',
      'updateUser:factors root: root admin',
      'updateRole self: root admin',
      'suspendUser self: root admin',
      'suspendUser root: root admin',
      'revokeAuthToken member: root admin developer monitor billing',
      'revokeAuthToken root: root admin developer monitor billing',
      'revokeRefreshToken member: root admin developer monitor billing',
      'revokeRefreshToken root: root admin developer monitor billing',
      'issueApiKey member: root admin developer',
      'issueApiKey root: root admin developer',
      'getApiCreds member: root admin developer monitor billing',
      'getApiCreds root: root admin developer monitor billing',
    ])
  })

  test('the shield of the root answers an admin with a lacking right', () => {
    const shielded = [
      'updateRole',
      'revokeTokens',
      'deleteApiKey',
      'removeTotp',
      'viewRecoveryCodes',
      'updateUser',
    ] as const
    for (const id of shielded) expect(answer(id, 'admin', 'root'), id).toBe('insufficient_permissions')
  })
})

describe('a key is less than a person', () => {
  test('what secures a person and what ends an account takes a person', () => {
    const refused = protectedOperations.filter((id) => {
      const decision = mayEver(id, 'root', 'key')
      return !decision.allowed && decision.code === 'interactive_required'
    })
    expect(refused).toEqual([
      'getAccountOverview',
      'renameAccount',
      'deleteAccount',
      'cancelAccountDeletion',
      'deleteUser',
      'updateUser:factors',
      'requestEmailAddressChange',
      'listOAuthLinks',
      'removeOAuthLink',
      'resetPassword:signedIn',
      'revokeTokens',
      'getEmailCode',
      'findDeviceSignIn',
      'approveDeviceSignIn',
      'denyDeviceSignIn',
      'issueApiKey:account',
      'importApiKeys:account',
      'updateMfaSettings',
      'generateTotpKey',
      'confirmTotpRegistration',
      'removeTotp',
      'listPasskeys',
      'beginPasskeyRegistration',
      'completePasskeyRegistration',
      'removePasskey',
      'removeAllPasskeys',
      'issueRecoveryCodes',
      'viewRecoveryCodes',
    ])
  })

  test('everything else answers a key as it answers its owner, and nothing answers it better', () => {
    for (const id of protectedOperations) {
      for (const role of roles) {
        for (const target of targets) {
          const user = answer(id, role, target)
          const key = answer(id, role, target, 'key')
          if (key !== 'interactive_required') expect(key, `${id} ${role} ${target}`).toBe(user)
        }
      }
    }
  })

  test('a key whose owner has too low a role hears of the role, not of signing in', () => {
    const caller = { role: 'monitor', kind: 'key' } as const
    expect(decide('renameAccount', caller, 'account')).toEqual({ allowed: false, code: 'insufficient_permissions' })
  })

  test.each(['revokeAuthToken', 'revokeRefreshToken'] as const)('%s by a key reaches its own sessions only', (id) => {
    const key = { role: 'admin', kind: 'key' } as const
    const required = { allowed: false, code: 'interactive_required' }
    expect(mayEver(id, 'admin', 'key')).toEqual({ allowed: true })
    expect(decide(id, key, 'self', { ownSession: true })).toEqual({ allowed: true })
    expect(decide(id, key, 'self', { ownSession: false })).toEqual(required)
    expect(decide(id, key, 'self')).toEqual(required)
    expect(decide(id, { ...key, kind: 'interactive' }, 'self')).toEqual({ allowed: true })
  })
})

describe('an embedded session', () => {
  const embedded = (role: Role, isServiceAccount: boolean) => ({ role, kind: 'embedded', isServiceAccount }) as const
  const keysOfOneself = [
    'issueApiKey',
    'viewApiKeys',
    'updateApiKey',
    'getApiKeyUsage',
    'getApiKeyImpact',
    'rotateApiKey',
    'deleteApiKey',
  ]

  // Attack: a page of another product asks for more than it was let in for.
  test('works with the keys of its own user, and does nothing else, whatever the role', () => {
    for (const role of roles) {
      for (const isServiceAccount of [false, true]) {
        const caller = embedded(role, isServiceAccount)
        for (const id of protectedOperations) {
          const asUser = answer(id, role, 'self')
          const decisions = targets.map((target) => decide(id, caller, target, favourable))
          if (!keysOfOneself.includes(id)) {
            for (const decision of decisions) expect(decision, id).toEqual({ allowed: false, code: 'keys_only' })
          } else {
            expect(decisions.map(({ allowed }) => allowed)).toEqual([false, asUser === 'allowed', false, false])
            expect(mayReachOthers(id, caller).allowed).toBe(false)
          }
        }
      }
    }
  })
})

describe('people who belong elsewhere too', () => {
  // Otherwise anyone could open an account, invite a stranger and switch off their second factor.
  test('their names, factors, recovery codes and MFA details are out of reach, also when nobody looked', () => {
    const caller = { role: 'root', kind: 'interactive' } as const
    const narrowed = protectedOperations.filter((id) => {
      const own = decide(id, caller, 'member', { belongsElsewhere: false })
      const elsewhere = decide(id, caller, 'member', { belongsElsewhere: true })
      expect(decide(id, caller, 'member'), id).toEqual(elsewhere)
      return own.allowed && !elsewhere.allowed && elsewhere.code === 'insufficient_permissions'
    })
    expect(narrowed).toEqual([
      'updateUser',
      'getUserMfaInfo',
      'removeTotp',
      'removePasskey',
      'removeAllPasskeys',
      'issueRecoveryCodes',
      'viewRecoveryCodes',
    ])
  })

  test('nobody is narrowed on themselves', () => {
    for (const id of protectedOperations) {
      for (const role of roles) {
        const caller = { role, kind: 'interactive' } as const
        expect(decide(id, caller, 'self', { belongsElsewhere: true })).toBe(decide(id, caller, 'self', favourable))
      }
    }
  })
})

describe('the gates', () => {
  test('before the body: whoever may on some target passes, and nobody else', () => {
    for (const id of protectedOperations) {
      for (const kind of kinds) {
        for (const role of roles) {
          const some = targets.some((target) => answer(id, role, target, kind) === 'allowed')
          expect(mayEver(id, role, kind).allowed, `${id} ${role} ${kind}`).toBe(some)
        }
      }
    }
  })

  test('before an address is looked up: whoever may act on nobody else is refused alike for every address', () => {
    const lacking = { allowed: false, code: 'insufficient_permissions' }
    for (const id of ['viewApiKeys', 'revokeTokens', 'updateUser', 'issueRecoveryCodes'] as const) {
      expect(mayReachOthers(id, { role: 'admin', kind: 'interactive' })).toEqual({ allowed: true })
      for (const role of ['developer', 'monitor', 'billing'] as const) {
        expect(mayReachOthers(id, { role, kind: 'interactive' })).toEqual(lacking)
        expect(decide(id, { role, kind: 'interactive' }, 'member', favourable)).toEqual(lacking)
        expect(decide(id, { role, kind: 'interactive' }, 'root', favourable)).toEqual(lacking)
      }
    }
  })

  test('an answer is the same frozen object every time', () => {
    const first = decide('viewApiKeys', { role: 'admin', kind: 'key' }, 'member')
    expect(decide('updateMeshNodes', { role: 'root', kind: 'interactive' }, 'account')).toBe(first)
    expect(mayEver('getAccountInfo', 'billing', 'key')).toBe(first)
    expect(Object.isFrozen(first)).toBe(true)
  })
})

describe('what is not in the table is refused', () => {
  const hostile = [
    'collaborator',
    'client',
    '__proto__',
    'constructor',
    'toString',
    '',
    'ROOT',
    'root ',
    null,
    undefined,
  ]
  const refused = { allowed: false, code: 'insufficient_permissions' }

  test.each(hostile)('the role %s', (name) => {
    const role = name as Role
    expect(isRole(name)).toBe(false)
    for (const id of protectedOperations) {
      for (const kind of kinds) {
        expect(mayEver(id, role, kind)).toEqual(refused)
        expect(mayReachOthers(id, { role, kind })).toEqual(refused)
        for (const target of targets) expect(decide(id, { role, kind }, target, favourable)).toEqual(refused)
      }
    }
  })

  test.each(hostile)('the operation, the kind and the target %s', (name) => {
    const caller = { role: 'root', kind: 'interactive' } as const
    expect(mayEver(name as ProtectedOperationId, 'root', 'interactive')).toEqual(refused)
    expect(decide(name as ProtectedOperationId, caller, 'self', favourable)).toEqual(refused)
    expect(mayEver('getAccountInfo', 'root', name as PrincipalKind)).toEqual(refused)
    expect(decide('viewApiKeys', caller, name as Target, favourable)).toEqual(refused)
    expect(isAnonymous(name as OperationId)).toBe(false)
  })
})
