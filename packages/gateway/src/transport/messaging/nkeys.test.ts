import { createServer, fromPublic, fromSeed } from '@nats-io/nkeys'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createKeyPair,
  createKeyPairInThread,
  isPublicKey,
  keyPairFromSeed,
  type NkeyKind,
  signWith,
  signWithInThread,
} from './nkeys.ts'

const kinds: NkeyKind[] = ['operator', 'account', 'user']
const anyKind = fc.constantFrom(...kinds)
/** The official package derives its keys in JavaScript at each call, 25 ms a time. */
const slow = { numRuns: 10 }

test.each([
  ['here', createKeyPair],
  ['in a thread', createKeyPairInThread],
] as const)('makes pairs %s that the official package reads and whose signatures equal its own', async (_, create) => {
  await fc.assert(
    fc.asyncProperty(anyKind, fc.uint8Array(), async (kind, bytes) => {
      const pair = await create(kind)
      const official = fromSeed(new TextEncoder().encode(pair.seed))
      expect(pair.publicKey).toBe(official.getPublicKey())
      expect(new Uint8Array(signWith(pair, bytes))).toEqual(official.sign(bytes))
      expect(new Uint8Array(await signWithInThread(pair, bytes))).toEqual(official.sign(bytes))
      expect(fromPublic(pair.publicKey).verify(bytes, signWith(pair, bytes))).toBe(true)
    }),
    slow,
  )
})

test('gives each kind its letter: O, A and U, and SO, SA and SU to the seeds', () => {
  for (const [kind, letter] of [
    ['operator', 'O'],
    ['account', 'A'],
    ['user', 'U'],
  ] as const) {
    const pair = createKeyPair(kind)
    expect(pair.publicKey).toMatch(new RegExp(`^${letter}[A-Z2-7]{55}$`))
    expect(pair.seed).toMatch(new RegExp(`^S${letter}[A-Z2-7]{56}$`))
  }
})

test('restores a pair from its seed', () => {
  fc.assert(
    fc.property(anyKind, (kind) => {
      const pair = createKeyPair(kind)
      const restored = keyPairFromSeed(pair.seed, kind)
      expect(restored.publicKey).toBe(pair.publicKey)
      expect(signWith(restored, Buffer.from('x'))).toEqual(signWith(pair, Buffer.from('x')))
    }),
  )
})

test('refuses a seed with any character changed, and does not show it', () => {
  const { seed } = createKeyPair('user')
  fc.assert(
    fc.property(fc.nat({ max: seed.length - 1 }), fc.constantFrom(...'ABCXYZ27a1 é'), (index, character) => {
      fc.pre(seed[index] !== character)
      const changed = seed.slice(0, index) + character + seed.slice(index + 1)
      expect(() => keyPairFromSeed(changed, 'user')).toThrow(TypeError)
      expect(() => keyPairFromSeed(changed, 'user')).toThrow(/^expected an nkey seed$/)
    }),
  )
})

test('refuses texts that are no seed of the kind asked for', () => {
  const account = createKeyPair('account')
  expect(() => keyPairFromSeed(account.seed, 'user')).toThrow('expected an nkey seed of kind user')
  const longer = `${account.seed}AAAAAAAA`
  for (const text of ['', 'SU', account.publicKey, account.seed.toLowerCase(), `${account.seed}\n`, longer]) {
    expect(() => keyPairFromSeed(text, 'account')).toThrow(TypeError)
  }
})

test('recognises public keys of their kind only, checksum included', () => {
  for (const kind of kinds) {
    const { publicKey, seed } = createKeyPair(kind)
    for (const other of kinds) expect(isPublicKey(publicKey, other)).toBe(kind === other)
    expect(isPublicKey(seed, kind)).toBe(false)
    expect(isPublicKey(publicKey.toLowerCase(), kind)).toBe(false)
    expect(isPublicKey(`${publicKey} `, kind)).toBe(false)
    expect(
      isPublicKey(
        publicKey.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        kind,
      ),
    ).toBe(false)
  }
  for (const kind of kinds) expect(isPublicKey(createServer().getPublicKey(), kind)).toBe(false)
})
