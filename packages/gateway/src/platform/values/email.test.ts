import { describe, expect, it } from 'vitest'
import { Refusal } from '../errors/refusal.ts'
import { normaliseEmail, parseEmail } from './email.ts'

describe('an address', () => {
  it('is compared by its ASCII letters only: no other letter becomes one of them', () => {
    for (const typed of ['\u212Aurt@example.com', 'ſam@example.com', 'İvy@example.com', 'ａda@example.com'])
      expect(normaliseEmail(typed)).toBe(typed)
  })

  it.each([
    ['ada@example.com', 'ada@example.com'],
    [' Ada@Example.COM\t', 'ada@example.com'],
    ['ADA+news@EXAMPLE.com', 'ada+news@example.com'],
    ['\r\nada@example.com \n', 'ada@example.com'],
    ['Ada@XN--bcher-kva.example', 'ada@xn--bcher-kva.example'],
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
    // Folds to a k in lower case, and would be somebody else's.
    'ada@\u212Aexample.com',
    '\u212Aurt@example.com',
    'ſam@example.com',
    '\u00a0ada@example.com',
    'ada@example.com\u00a0',
    'ada\u200b@example.com',
    'ａda@example.com',
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
