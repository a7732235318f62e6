import { describe, expect, test } from 'vitest'
import { isMailAddress, parseMailbox } from './mail-address.ts'

describe('isMailAddress', () => {
  test.each([
    'ada@example.com',
    'a.b+c@mail.example.co.uk',
    "o'brien@example.com",
    'no-reply@localhost',
    'x@xn--bcher-kva.example',
  ])('%s is an address', (address) => expect(isMailAddress(address)).toBe(true))

  // Attack: an address that carries a header of its own, a second recipient, or an SMTP command.
  test.each([
    'ada@example.com\r\nBcc: eve@example.com',
    '"a\r\nBcc: eve"@example.com',
    '"a b"@example.com',
    'ada@example.com,eve@example.com',
    'ada@example.com>\r\nRCPT TO:<eve@example.com',
    'Ada <ada@example.com>',
    'ada@[127.0.0.1]',
    'ada@example.com\n',
    'ada@example..com',
    '.ada@example.com',
    'ada@',
    '@example.com',
    'ada',
    '',
    'адa@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'a.'.repeat(130)}com`,
  ])('%j is refused', (address) => expect(isMailAddress(address)).toBe(false))
})

describe('parseMailbox', () => {
  test.each([
    ['Quiva <no-reply@localhost>', { name: 'Quiva', address: 'no-reply@localhost' }],
    ['"Quiva Gateway" <no-reply@example.com>', { name: 'Quiva Gateway', address: 'no-reply@example.com' }],
    ['Bücher GmbH <no-reply@example.com>', { name: 'Bücher GmbH', address: 'no-reply@example.com' }],
    ['<no-reply@example.com>', { name: '', address: 'no-reply@example.com' }],
    [' no-reply@example.com ', { name: '', address: 'no-reply@example.com' }],
  ])('%s is read', (text, mailbox) => expect(parseMailbox(text)).toEqual(mailbox))

  test.each(['', 'Quiva', 'Quiva <>', 'Q\r\nBcc: e@x.org <a@b.org>', 'A <a@b.org>, B <b@b.org>', 'A <a@b.org> x'])(
    '%j is refused with what is expected',
    (text) => expect(() => parseMailbox(text)).toThrow(/expected an address/),
  )
})
