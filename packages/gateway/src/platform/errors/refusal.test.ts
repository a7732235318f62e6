import { expect, test } from 'vitest'
import { invalid, Refusal } from './refusal.ts'
import { explain, StartupError } from './startup-error.ts'

test('a refusal carries its code, and keeps for the log alone what led to it', () => {
  const cause = new Error('the driver said so')
  const refusal = new Refusal('too_many_requests', {
    cause,
    retryAfterSeconds: 7,
    limit: { name: 'mail', quota: 1, windowSeconds: 60 },
  })
  expect(refusal).toBeInstanceOf(Error)
  expect(refusal).toMatchObject({
    code: 'too_many_requests',
    message: 'Too many requests',
    retryAfterSeconds: 7,
    cause,
  })
})

test('a refused member of the request says where and what', () => {
  const details = [{ path: '/body/key_name', message: 'must be there' }]
  expect(invalid('/body/key_name', 'must be there')).toMatchObject({ code: 'invalid_request', details })
})

test('what the operator can put right is explained without a stack, a fault of ours with all there is', () => {
  class PortInUse extends StartupError {}
  expect(explain(new PortInUse('Port 8080 is in use.'))).toBe('Port 8080 is in use.')
  expect(explain(new TypeError('x is not a function'))).toMatch(/^TypeError: x is not a function\n\s+at /)
  expect(explain('thrown text')).toBe('thrown text')
})
