import { type Account, decode } from '@nats-io/jwt'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roles } from '../../platform/values/roles.ts'
import { type AccountState, accountJwt } from './account-claims.ts'
import { activationJwt } from './activation.ts'
import { createKeyPair } from './nkeys.ts'
import { roleTemplates } from './role-templates.ts'

const operator = createKeyPair('operator')
const keys = (kind: 'account' | 'user') => Array.from({ length: 6 }, () => createKeyPair(kind).publicKey)

const state: AccountState = {
  accountPublicKey: createKeyPair('account').publicKey,
  name: '1234567890',
  issuedAtSeconds: 1_790_000_000,
  members: keys('account').map((signingKey, index) => ({ signingKey, role: roles[index % roles.length] ?? 'root' })),
  revocations: keys('user').map((userPublicKey, index) => ({ userPublicKey, untilSeconds: 1_790_000_000 + index })),
  exports: [
    { name: 'ticks', subject: 'ticks.>', type: 'stream', tokenPosition: null, activationsSince: 1_790_000_000 },
    { name: 'bill', subject: 'bill.*.get', type: 'service', tokenPosition: 2, activationsSince: null },
  ],
  imports: keys('account').map((exporterKey, index) => ({
    name: `import ${index}`,
    subject: `in.${index}`,
    localSubject: index % 2 === 0 ? `in.${index}` : `local.${index}`,
    type: 'stream',
    exporterKey,
    activation: index === 0 ? 'eyJ' : null,
  })),
  mostReplicas: 3,
  closed: false,
}

function claims(change: Partial<AccountState> = {}): Account {
  return decode<Account>(accountJwt({ ...state, ...change }, operator)).nats as Account
}

test('the same state gives the same JWT, in whatever order the database lists it', () => {
  const shuffled = fc.record({
    members: fc.shuffledSubarray([...state.members], { minLength: state.members.length }),
    revocations: fc.shuffledSubarray([...state.revocations], { minLength: state.revocations.length }),
    exports: fc.shuffledSubarray([...state.exports], { minLength: state.exports.length }),
    imports: fc.shuffledSubarray([...state.imports], { minLength: state.imports.length }),
  })
  fc.assert(
    fc.property(shuffled, (order) => {
      expect(accountJwt({ ...state, ...order }, operator)).toBe(accountJwt(state, operator))
    }),
  )
})

test('jti differs when anything differs, for servers skip claims whose jti they have', () => {
  const changes: Partial<AccountState>[] = [
    {},
    { name: 'other' },
    { issuedAtSeconds: state.issuedAtSeconds + 1 },
    { members: state.members.slice(1) },
    { members: state.members.map(({ signingKey }) => ({ signingKey, role: 'billing' as const })) },
    { revocations: state.revocations.slice(1) },
    { revocations: state.revocations.map((entry) => ({ ...entry, untilSeconds: entry.untilSeconds + 1 })) },
    { exports: state.exports.slice(1) },
    { exports: state.exports.map((one) => ({ ...one, activationsSince: 1_790_000_001 })) },
    { exports: state.exports.map((one) => ({ ...one, tokenPosition: 1 })) },
    { imports: state.imports.slice(1) },
    { imports: state.imports.map((one) => ({ ...one, activation: 'eyK' })) },
    { imports: state.imports.map((one) => ({ ...one, localSubject: `other.${one.name}` })) },
    { mostReplicas: 5 },
    { closed: true },
  ]
  const ids = changes.map((change) => decode(accountJwt({ ...state, ...change }, operator)).jti)
  expect(new Set(ids).size).toBe(changes.length)
})

test("gives each member a scoped signing key with the role's template", () => {
  expect(claims().signing_keys).toHaveLength(state.members.length)
  for (const member of state.members) {
    expect(claims().signing_keys).toContainEqual({
      kind: 'user_scope',
      key: member.signingKey,
      role: member.role,
      template: roleTemplates[member.role],
    })
  }
})

test('revokes each user up to the given second', () => {
  expect(claims().revocations).toEqual(
    Object.fromEntries(state.revocations.map((entry) => [entry.userPublicKey, entry.untilSeconds])),
  )
})

test('a closed account takes no connection, everything else being equal', () => {
  const open = claims()
  expect(open.limits).toMatchObject({ conn: -1, leaf: -1, subs: -1, data: -1, payload: -1 })
  expect(claims({ closed: true })).toEqual({ ...open, limits: { ...open.limits, conn: 0, leaf: 0 } })
})

test('streams may have as many copies as the account is allowed, and R0 is there for who names no number', () => {
  const unlimited = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }
  expect(claims({ mostReplicas: 1 }).limits).toMatchObject({ tiered_limits: { R0: unlimited, R1: unlimited } })
  const tiers = (claims({ mostReplicas: 5 }).limits as { tiered_limits?: object }).tiered_limits ?? {}
  expect(Object.keys(tiers)).toEqual(['R0', 'R1', 'R2', 'R3', 'R4', 'R5'])
})

test('an export for some asks for activations of its own days; an import brings one where it is asked for', () => {
  expect(claims().exports).toEqual([
    { name: 'bill', subject: 'bill.*.get', type: 'service', account_token_position: 2 },
    { name: 'ticks', subject: 'ticks.>', type: 'stream', token_req: true, revocations: { '*': 1_789_999_999 } },
  ])
  const [first, second] = state.imports
  expect(claims().imports?.slice(0, 2)).toEqual([
    { name: 'import 0', subject: 'in.0', account: first?.exporterKey, token: 'eyJ', type: 'stream' },
    { name: 'import 1', subject: 'in.1', account: second?.exporterKey, local_subject: 'local.1', type: 'stream' },
  ])
})

// Beyond it the servers refuse every later push, revocations too.
test('the most that an account may share, revoke and have members for stays below the default max_payload', () => {
  const long = (index: number) => `${String(index).padStart(3, '0')}.${'x'.repeat(196)}`
  const name = (index: number) => `${index}`.padEnd(64, '\u{1f511}')
  const exporter = createKeyPair('account')
  const exports = Array.from({ length: 100 }, (_, index) => ({
    name: name(index),
    subject: long(index),
    type: 'service' as const,
    tokenPosition: 2,
    activationsSince: 1_790_000_000,
  }))
  const imports = exports.map(({ name, subject, type }, index) => ({
    name,
    subject,
    localSubject: long(500 + index),
    type,
    exporterKey: exporter.publicKey,
    activation: activationJwt(
      { importerKey: state.accountPublicKey, subject, type, issuedAtSeconds: 1_790_000_000 },
      exporter,
    ),
  }))
  const members = Array.from({ length: 500 }, (_, index) => ({
    signingKey: `A${String(index).padStart(55, 'A')}`,
    role: 'developer' as const,
  }))
  const revocations = Array.from({ length: 5000 }, (_, index) => ({
    userPublicKey: `U${String(index).padStart(55, 'A')}`,
    untilSeconds: 1_790_000_000,
  }))
  const bytes = accountJwt({ ...state, exports, imports, members, revocations }, operator).length
  expect(bytes).toBeLessThan(1_048_576)
})

test('5,000 revocations, the most that an account may have by default, fill half of the default max_payload', () => {
  const revocations = Array.from({ length: 5000 }, (_, index) => ({
    userPublicKey: `U${String(index).padStart(55, 'A')}`,
    untilSeconds: 1_790_000_000,
  }))
  const bytes = accountJwt({ ...state, revocations }, operator).length
  expect(bytes).toBeLessThan(0.5 * 1_048_576)
})
