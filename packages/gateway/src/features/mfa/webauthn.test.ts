import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAuthenticator, ORIGIN } from '../../../test/users/authenticator.ts'
import { readAssertion, readRegistration, toBase64Url } from './credential-json.ts'
import { challengeOf, createWebAuthn } from './webauthn.ts'

const webAuthn = createWebAuthn({ id: 'gateway.test', name: 'Gateway', origins: [ORIGIN] })
const challenge = 'A'.repeat(43)

/** The bytes with some of them changed, cut off, or put in. */
function spoilt(base64url: unknown): fc.Arbitrary<string> {
  const bytes = Buffer.from(String(base64url), 'base64url')
  const change = fc.tuple(fc.nat(bytes.length), fc.nat(3), fc.uint8Array({ maxLength: 4 }))
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (text, [at, gone, put]) => Buffer.concat([text.subarray(0, at), put, text.subarray(at + gone)]),
        bytes,
      ),
    )
    .filter((text) => !text.equals(bytes))
    .map((text) => text.toString('base64url'))
}

// Attack: whatever decodes badly takes the process down, or slips through.
describe('a credential with a few bytes changed', () => {
  const authenticator = createAuthenticator()

  test('is never a good signature, and never an exception', async () => {
    const { publicKey } = (await register()) ?? {}
    const fields = ['clientDataJSON', 'authenticatorData', 'signature'] as const
    const property = fc.asyncProperty(fc.constantFrom(...fields), fc.nat(), async (field, seed) => {
      const good = authenticator.sign({ challenge })
      const [text] = fc.sample(spoilt(good.response[field]), { numRuns: 1, seed })
      const read = readAssertion({ ...good, response: { ...good.response, [field]: text } })
      const counter = read && (await webAuthn.verifyAssertion(read, { challenge, publicKey, userVerification: true }))
      // The same signature has several encodings (DER), which prove the same, once.
      if (field !== 'signature') expect(counter).toBeUndefined()
      if (read) challengeOf(read)
    })
    await fc.assert(property, { numRuns: 150 })
  })

  test('is a passkey or none, and never an exception', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom('clientDataJSON', 'attestationObject'),
      fc.nat(),
      async (field, seed) => {
        const good = authenticator.register({ challenge })
        const [text] = fc.sample(spoilt(good.response[field]), { numRuns: 1, seed })
        const read = readRegistration({ ...good, response: { ...good.response, [field]: text } })
        const passkey = read && (await webAuthn.verifyRegistration(read, challenge))
        if (!passkey || !read) return
        // Nothing is signed, so key and id may be others; the page and the challenge may not.
        const { clientDataJSON } = read.response
        const said = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
        expect(said).toMatchObject({ challenge, origin: ORIGIN })
      },
    )
    await fc.assert(property, { numRuns: 150 })
  })

  async function register() {
    const read = readRegistration(authenticator.register({ challenge }))
    return read && webAuthn.verifyRegistration(read, challenge)
  }
})

describe('the form of a credential', () => {
  test('can be anything, and is no exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect([readRegistration(value), readAssertion(value)]).toEqual([undefined, undefined])
        expect([readRegistration(JSON.stringify(value)), readAssertion(JSON.stringify(value))]).toEqual([
          undefined,
          undefined,
        ])
      }),
    )
  })

  test('is base64url or base64, in one form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes)
        expect(toBase64Url(text.toString('base64'))).toBe(text.toString('base64url'))
        expect(toBase64Url(text.toString('base64url'))).toBe(text.toString('base64url'))
      }),
    )
    for (const text of ['', '=', 'A===', 'A A', 'ä', 'A\n', 5, null, undefined, {}])
      expect(toBase64Url(text)).toBeUndefined()
  })
})
