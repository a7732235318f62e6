import { describe, expect, it } from 'vitest'
import { Refusal } from '../errors/refusal.ts'
import { normaliseEmail, parseEmail } from './email.ts'

describe('an address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    [' Ada@Example.COM\t', 'ada@example.com'],
    ['ADA+news@EXAMPLE.com', 'ada+news@example.com'],
  ])('is compared without surrounding space and case: %j', (typed, email) => {
    expect(normaliseEmail(typed)).toBe(email)
    expect(parseEmail(typed, '/body/email')).toBe(email)
  })

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'a@b@example.com',
    'ada@exa mple.com',
    'ada lovelace@example.com',
    'ada@example.com\nBcc: eve@example.com',
    '"a\nb"@example.com',
    'ada@[127.0.0.1]',
    'ada@-example.com',
    'ada@example..com',
    '.ada@example.com',
    'ada.@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(130)}com`,
    'ada@example.com,eve@example.com',
    'ada@exämple.com',
  ])('is refused with its path when no mail should go there: %j', (typed) => {
    try {
      parseEmail(typed, '/body/email')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      expect(error).toMatchObject({ code: 'invalid_request', details: [{ path: '/body/email' }] })
    }
  })
})
