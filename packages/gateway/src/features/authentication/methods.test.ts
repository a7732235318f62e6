import { expect, test } from 'vitest'
import { amrOf } from './methods.ts'

test.each([
  ['password', ['pwd']],
  ['oauth', ['oauth']],
  ['passkey', ['pop', 'mfa']],
  ['password+totp', ['pwd', 'otp', 'mfa']],
  ['password+passkey', ['pwd', 'pop', 'mfa']],
  ['oauth+recovery_code', ['oauth', 'otp', 'mfa']],
  ['api_key', undefined],
  ['unknown', undefined],
  ['password+nonsense', undefined],
])('the claim amr of a session by %s is %j', (method, amr) => {
  expect(amrOf(method)).toEqual(amr)
})
