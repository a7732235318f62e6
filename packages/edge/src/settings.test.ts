import { describe, expect, it } from 'vitest'
import { createVerifierWith } from '../../verifier/src/verifier.ts'
import { createWorld } from '../../verifier/test/world.ts'
import { readSettings } from './settings.ts'

const NAMED = { QUIVA_URL: 'http://gateway.test', QUIVA_API_KEY: 'ms-key' }

describe('the name of a verifier and of an edge', () => {
  const open = (name: string) =>
    createVerifierWith(
      { url: 'http://gateway.test', apiKey: 'ms-key', name },
      {
        time: createWorld().time,
        random: () => 0,
        connect: () => ({ send: () => {}, close: () => {} }),
        hash: (text) => text,
      },
    )

  // The gateway ends the connection of whoever says hello with one of these.
  it.each([
    'a\u202eb',
    'a\u200bb',
    'a\u2028b',
    'a\u2029b',
    'a\nb',
    'a\0b',
    '\ud800',
    'a'.repeat(101),
    '\u{1f511}'.repeat(51),
  ])('is refused at the start if a gateway would refuse it: %j', (name) => {
    expect(() => open(name)).toThrow(/^name must have 1 to 100 .*in one line/)
    expect(() => readSettings({ ...NAMED, EDGE_NAME: `x${name}`.slice(0, 102) })).toThrow(
      /EDGE_NAME must have 1 to 100/,
    )
  })

  it.each(['orders', 'Bestellungen für Zürich', '注文', '\u{1f511}'.repeat(50), 'a'.repeat(100)])(
    'may be %j',
    (name) => {
      open(name).close()
      expect(readSettings({ ...NAMED, EDGE_NAME: name }).name).toBe(name)
    },
  )
})
