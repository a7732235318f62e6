import {
  type Account,
  type Activation,
  encodeAccount,
  encodeActivation,
  encodeOperator,
  encodeUser,
  type Operator,
} from '@nats-io/jwt'
import { fromPublic, fromSeed } from '@nats-io/nkeys'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { accountJwt } from './account-claims.ts'
import { activationJwt } from './activation.ts'
import { signClaims } from './claims-jwt.ts'
import { createKeyPair, type KeyPair } from './nkeys.ts'
import { operatorJwt } from './operator-claims.ts'
import { userJwt } from './user-claims.ts'

const issuedAtSeconds = 1_790_000_000

// The official package takes iat from the clock.
beforeEach(() => void vi.useFakeTimers({ now: issuedAtSeconds * 1000, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const official = (pair: KeyPair) => fromSeed(new TextEncoder().encode(pair.seed))

const payload = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))

test("a member's user JWT equals that of @nats-io/jwt, byte for byte", async () => {
  const [account, member, user] = [createKeyPair('account'), createKeyPair('account'), createKeyPair('user')]
  const expiresAtSeconds = issuedAtSeconds + 3600
  const expected = await encodeUser(
    'key_01',
    official(user),
    official(account),
    {},
    { signer: official(member), scopedUser: true, exp: expiresAtSeconds },
  )
  const ours = { userPublicKey: user.publicKey, name: 'key_01', accountPublicKey: account.publicKey }
  expect(await userJwt({ ...ours, issuedAtSeconds, expiresAtSeconds }, member)).toBe(expected)
})

test('an account JWT equals that of @nats-io/jwt, byte for byte', async () => {
  const [operator, account, member] = [createKeyPair('operator'), createKeyPair('account'), createKeyPair('account')]
  const jwt = accountJwt(
    {
      accountPublicKey: account.publicKey,
      name: '1234567890',
      issuedAtSeconds,
      members: [{ signingKey: member.publicKey, role: 'monitor' }],
      revocations: [{ userPublicKey: createKeyPair('user').publicKey, untilSeconds: issuedAtSeconds }],
      exports: [],
      imports: [],
      mostReplicas: 5,
      closed: false,
    },
    operator,
  )
  const { type: _type, version: _version, ...nats } = payload(jwt).nats as Account
  expect(jwt).toBe(await encodeAccount('1234567890', official(account), nats, { signer: official(operator) }))
})

test('an activation JWT equals that of @nats-io/jwt, byte for byte', async () => {
  const [exporter, importer] = [createKeyPair('account'), createKeyPair('account')]
  const jwt = activationJwt(
    { importerKey: importer.publicKey, subject: 'ticks.>', type: 'stream', issuedAtSeconds },
    exporter,
  )
  const data = { subject: 'ticks.>' } as Partial<Activation>
  expect(jwt).toBe(await encodeActivation('import', official(importer), official(exporter), 'stream', data))
})

test('an operator JWT equals that of @nats-io/jwt, byte for byte', async () => {
  const [identity, signing, system] = [createKeyPair('operator'), createKeyPair('operator'), createKeyPair('account')]
  const nats: Partial<Operator> = { signing_keys: [signing.publicKey], system_account: system.publicKey }
  const jwt = operatorJwt(
    {
      name: 'quiva',
      signingKeys: [signing.publicKey],
      systemAccountPublicKey: system.publicKey,
      issuedAtSeconds,
    },
    identity,
  )
  expect(jwt).toBe(await encodeOperator('quiva', official(identity), nats))
})

test('any name survives, also those on which @nats-io/jwt fails, and the signature covers it', () => {
  const signer = createKeyPair('account')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const jwt = signClaims({ subject: signer.publicKey, name, type: 'user', nats: {}, issuedAtSeconds }, signer)
      expect(payload(jwt).name).toBe(name)
      const [signed = '', signature = ''] = jwt.split(/\.(?=[^.]*$)/)
      const verifies = fromPublic(signer.publicKey).verify(Buffer.from(signed), Buffer.from(signature, 'base64url'))
      expect(verifies).toBe(true)
    }),
    { numRuns: 15, examples: [['日本 "é" \\ \u2028']] },
  )
})

test('equal claims give the same JWT, and jti changes with any of them', () => {
  const signer = createKeyPair('account')
  const claims = { subject: signer.publicKey, name: 'a', type: 'user' as const, nats: { x: 1 }, issuedAtSeconds }
  expect(signClaims(claims, signer)).toBe(signClaims(structuredClone(claims), signer))
  const changes = [{ name: 'b' }, { nats: { x: 2 } }, { issuedAtSeconds: issuedAtSeconds + 1 }, { expiresAtSeconds: 1 }]
  const ids = [{}, ...changes].map((change) => payload(signClaims({ ...claims, ...change }, signer)).jti)
  expect(new Set(ids).size).toBe(5)
})
