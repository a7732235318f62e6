import { type Account, decode } from '@nats-io/jwt'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roles } from '../access/roles.ts'
import { type AccountState, accountJwt } from './account-claims.ts'
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
  closed: false,
}

function claims(change: Partial<AccountState> = {}): Account {
  return decode<Account>(accountJwt({ ...state, ...change }, operator)).nats as Account
}

test('the same state gives the same JWT, in whatever order the database lists it', () => {
  const shuffled = fc.record({
    members: fc.shuffledSubarray([...state.members], { minLength: state.members.length }),
    revocations: fc.shuffledSubarray([...state.revocations], { minLength: state.revocations.length }),
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
  expect(open.limits).toMatchObject({ conn: -1, leaf: -1, subs: -1, data: -1, payload: -1, disk_storage: -1 })
  expect(claims({ closed: true })).toEqual({ ...open, limits: { ...open.limits, conn: 0, leaf: 0 } })
})

test('5,000 revocations, the most that an account may have by default, fill half of the default max_payload', () => {
  const revocations = Array.from({ length: 5000 }, (_, index) => ({
    userPublicKey: `U${String(index).padStart(55, 'A')}`,
    untilSeconds: 1_790_000_000,
  }))
  const bytes = accountJwt({ ...state, revocations }, operator).length
  expect(bytes).toBeLessThan(0.5 * 1_048_576)
})
