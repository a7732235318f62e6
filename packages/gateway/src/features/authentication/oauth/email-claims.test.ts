import { expect, it } from 'vitest'
import { mergeEmailClaims, saysVerified, verifiedEmailIn } from './email-claims.ts'

const email = 'ada@example.com'

it.each([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
  ['TRUE', false],
  ['', false],
  [1, false],
  ['1', false],
  [{}, false],
  [[true], false],
  [undefined, undefined],
  [null, undefined],
])('email_verified: %j says %s', (email_verified, says) => {
  expect(saysVerified({ email, email_verified })).toBe(says)
  expect(verifiedEmailIn({ email, email_verified }, [])).toBe(says === true ? email : undefined)
  // Who says no is believed, also about a domain that is trusted.
  expect(verifiedEmailIn({ email, email_verified }, ['example.com'])).toBe(says === false ? undefined : email)
})

it.each([
  ['ada@example.com', true],
  ['Ada@EXAMPLE.com', true],
  ['ada@sub.example.com', false],
  ['ada@notexample.com', false],
  ['ada@example.com.evil.org', false],
  ['example.com', true],
  ['"ada@example.com"@evil.org', false],
  ['ada@evil.org@example.com', true],
  ['ada@example.com ', false],
])('of a trusted domain is %s: %s', (address, trusted) => {
  expect(verifiedEmailIn({ email: address }, ['example.com']) !== undefined).toBe(trusted)
})

it('is nothing without an address, whatever is said of it', () => {
  for (const claims of [
    {},
    { email: undefined },
    { email: 7 },
    { email: ['ada@example.com'] },
    { email_verified: true },
  ])
    expect(verifiedEmailIn({ email_verified: true, ...claims }, ['example.com'])).toBeUndefined()
})

// Attack: the UserInfo answer vouches for an address of its own, and the other one in the ID token is taken.
it('takes the word of the UserInfo answer only for its own address', () => {
  const other = 'victim@example.com'
  expect(mergeEmailClaims({ email: other }, { email, email_verified: true })).toMatchObject({ email })
  expect(mergeEmailClaims({ email }, { email, email_verified: 'true' })).toEqual({ email, email_verified: 'true' })
  expect(mergeEmailClaims({ email }, { email_verified: true })).toEqual({ email, email_verified: true })
  expect(mergeEmailClaims({}, { email, email_verified: true })).toEqual({ email, email_verified: true })
  expect(mergeEmailClaims({ email }, {})).toEqual({ email, email_verified: undefined })
})
