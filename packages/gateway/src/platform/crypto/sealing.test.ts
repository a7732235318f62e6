import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSealer, openWith, sealWith } from './sealing.ts'

const CONTEXT = 'accounts.nats_seed_sealed:4821907365'

describe('a sealed value', () => {
  const sealer = createSealer(randomBytes(32))

  it('opens to any text that was sealed, in the context that it was sealed for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, context) => {
        expect(sealer.open(sealer.seal(text, context), context)).toBe(text)
      }),
    )
  })

  it('differs each time, so that equal secrets do not show in the database', () => {
    const sealed = new Set(Array.from({ length: 100 }, () => sealer.seal('same', CONTEXT)))
    expect(sealed.size).toBe(100)
  })

  // Attack: who can write to the database moves the seed of their own account into another's row.
  it('does not open in another row, column or table', () => {
    const sealed = sealer.seal('secret', CONTEXT)
    for (const context of [
      'accounts.nats_seed_sealed:4821907366',
      'memberships.nats_seed_sealed:4821907365',
      'accounts.nats_seed_sealed:482190736',
      `${CONTEXT} `,
      '',
    ]) {
      expect(() => sealer.open(sealed, context)).toThrow()
    }
  })

  // Attack: bits of a ciphertext are flipped to flip bits of the plaintext.
  it('does not open when a single bit of nonce, ciphertext or tag is flipped', () => {
    const key = randomBytes(32)
    const bytes = Buffer.from(sealWith(key, 'a secret', CONTEXT), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const tampered = Buffer.from(bytes)
      const byte = bit >> 3
      tampered.writeUInt8(tampered.readUInt8(byte) ^ (1 << (bit & 7)), byte)
      expect(() => openWith(key, tampered.toString('base64url'), CONTEXT)).toThrow()
    }
  })

  // Attack: GCM takes tags of 4 bytes unless told otherwise, and those can be guessed.
  it('does not open when it is cut short, tag included', () => {
    const key = randomBytes(32)
    const bytes = Buffer.from(sealWith(key, 'a secret', CONTEXT), 'base64url')
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => openWith(key, bytes.subarray(0, length).toString('base64url'), CONTEXT)).toThrow()
    }
  })

  it('does not open under another master key, and says which variables to look at', () => {
    const sealed = sealer.seal('secret', CONTEXT)
    expect(() => createSealer(randomBytes(32)).open(sealed, CONTEXT)).toThrow(/MASTER_KEY, MASTER_KEY_PREVIOUS/)
  })

  it.each(['', '.', 'no dot at all', '.abc', 'abcdefgh.'])('is refused when it is %j', (sealed) => {
    expect(() => sealer.open(sealed, CONTEXT)).toThrow()
  })

  it('begins with the id of its key, which is the same each time and tells nothing of the key', () => {
    const masterKey = randomBytes(32)
    const [id = ''] = createSealer(masterKey).seal('x', CONTEXT).split('.')
    expect(createSealer(masterKey).seal('y', CONTEXT).split('.')[0]).toBe(id)
    expect(id).toMatch(/^[\w-]{8}$/)
    expect(masterKey.toString('base64url')).not.toContain(id)
  })
})

describe('a rotation of the master key', () => {
  const oldKey = randomBytes(32)
  const newKey = randomBytes(32)
  const before = createSealer(oldKey)
  const during = createSealer(newKey, oldKey)
  const after = createSealer(newKey)

  it('opens what was sealed under the previous key and knows that it is stale', () => {
    const sealed = before.seal('secret', CONTEXT)
    expect(during.open(sealed, CONTEXT)).toBe('secret')
    expect(during.isStale(sealed)).toBe(true)
  })

  it('seals under the new key, so that the old one can go', () => {
    const sealed = during.seal('secret', CONTEXT)
    expect(during.isStale(sealed)).toBe(false)
    expect(after.open(sealed, CONTEXT)).toBe('secret')
    expect(() => before.open(sealed, CONTEXT)).toThrow()
  })

  it('still binds what the previous key sealed to its row', () => {
    expect(() => during.open(before.seal('secret', CONTEXT), 'accounts.nats_seed_sealed:1')).toThrow()
  })

  // Attack: the id of a sealed value is swapped, so that it is tried with another key.
  it('does not open a value whose key id was swapped', () => {
    const [, body] = before.seal('secret', CONTEXT).split('.')
    const [newId] = during.seal('x', CONTEXT).split('.')
    expect(() => during.open(`${newId}.${body}`, CONTEXT)).toThrow()
  })
})

describe('a hash key', () => {
  it('is the same after a restart, and another one for each purpose and each master key', () => {
    const masterKey = randomBytes(32)
    const hex = (key: Buffer, purpose: string) => createSealer(key).hashKey(purpose).toString('hex')
    expect(hex(masterKey, 'codes')).toBe(hex(masterKey, 'codes'))
    expect(hex(masterKey, 'codes')).not.toBe(hex(masterKey, 'descriptors'))
    expect(hex(masterKey, 'codes')).not.toBe(hex(randomBytes(32), 'codes'))
    expect(createSealer(masterKey).hashKey('codes')).toHaveLength(32)
  })
})
