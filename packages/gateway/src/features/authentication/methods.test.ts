import { expect, test } from 'vitest'
import { amrOf } from './methods.ts'

test.each([
  ['password', ['pwd']],
  ['oauth', ['oauth']],
  ['passkey', ['pop', 'mfa']],
  ['password+totp', ['pwd', 'otp', 'mfa']],
  ['password+passkey', ['pwd', 'pop', 'mfa']],
  ['oauth+recovery_code', ['oauth', 'otp', 'mfa']],
  ['device:password', ['pwd']],
  ['device:oauth+totp', ['oauth', 'otp', 'mfa']],
  ['device:passkey', ['pop', 'mfa']],
  ['device:unknown', undefined],
  ['device:api_key', undefined],
  ['api_key', undefined],
  ['unknown', undefined],
  ['password+nonsense', undefined],
])('the claim amr of a session by %s is %j', (method, amr) => {
  expect(amrOf(method)).toEqual(amr)
})
