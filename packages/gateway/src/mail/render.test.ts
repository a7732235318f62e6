import { describe, expect, test } from 'vitest'
import { type RenderedMail, renderMail } from './render.ts'
import type { Mail } from './templates.ts'

const publicUrl = 'https://gateway.example.com'
const link = `${publicUrl}/confirm-email?token=AbC-_123`
const expiresAt = Date.UTC(2026, 10, 22, 10, 11)

function confirmMail(fields: Partial<Extract<Mail, { template: 'confirm-email' }>> = {}): RenderedMail {
  const mail: Mail = {
    template: 'confirm-email',
    to: 'ada@example.com',
    account: 'Analytical Engines',
    code: '1234567890',
    link,
    expiresAt,
    ...fields,
  }
  return renderMail(mail, { publicUrl })
}

/** What a reader sees of an HTML part: no tags, entities resolved. */
function visible(markup: string): string {
  const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  return markup.replace(/<[^>]*>/g, '').replace(/&[a-z#0-9]+;/g, (entity) => entities[entity] ?? entity)
}

describe('confirm-email', () => {
  test('names the account, the 48 hours and the end, and carries code and link as lines of their own', () => {
    const mail = confirmMail()
    expect(mail.subject).toBe('Confirm Your Email Address')
    expect(mail.headers).toEqual({ 'X-Quiva-Template': 'confirm-email', 'Auto-Submitted': 'auto-generated' })
    expect(mail.text).toMatch(/^Code: 12345-67890$/m)
    expect(mail.text.split('\n')).toContain(`Link: ${link}`)
    for (const part of [mail.text, visible(mail.html)]) {
      expect(part).toContain('“Analytical Engines”')
      expect(part).toContain('48 hours')
      expect(part).toContain('22 November 2026 at 10:11 UTC')
      expect(part).toContain('12345-67890')
      expect(part).toContain(link)
    }
    expect(mail.html).toContain(`href="${link}"`)
  })

  test('a code that has its hyphen keeps it', () => {
    expect(confirmMail({ code: '12345-67890' }).text).toMatch(/^Code: 12345-67890$/m)
  })

  // Attack: a mail of ours that leads to somebody else's page.
  test.each([
    'https://evil.example/confirm-email?token=x',
    'https://gateway.example.com.evil.example/x',
    'javascript:alert(1)',
    `${link}\nLink: https://evil.example`,
    `${link} https://evil.example`,
  ])('a link that does not lie under PUBLIC_URL is never rendered: %j', (bad) => {
    expect(() => confirmMail({ link: bad })).toThrow('does not lie under PUBLIC_URL')
  })

  test('a PUBLIC_URL with a slash at its end is the same', () => {
    const mail = renderMail(
      { template: 'session-ended', to: 'a@b.org', account: 'A', endedAt: 0 },
      { publicUrl: `${publicUrl}/` },
    )
    expect(mail.text).toMatch(/^Link: https:\/\/gateway\.example\.com\/$/m)
  })
})

// Attack: anybody can create an account with any name and anybody's address, and we mail that name to them.
describe('a hostile account name', () => {
  const harmless = confirmMail()

  test('cannot bring markup into the HTML part', () => {
    const { html } = confirmMail({ account: `<img src=https://evil.example/x.png onerror=alert(1)>"'&` })
    expect(html).not.toContain('<img')
    expect(visible(html)).toContain(`<img src=https[:]//evil.example/x.png onerror=alert(1)>"'&`)
  })

  test('cannot add a header, a line or a code of its own', () => {
    const account =
      'x\r\nBcc: eve@example.com\r\n\r\nCode: 00000-00000\nLink: https://evil.example\u2028Code: 1\u0085Code: 2'
    const mail = confirmMail({ account })
    expect(mail.subject).toBe(harmless.subject)
    expect(mail.headers).toEqual(harmless.headers)
    expect(mail.text.split(/\r\n|[\n\r\u2028\u2029\u0085]/)).toHaveLength(harmless.text.split('\n').length)
    expect(mail.text.match(/^(Code|Link): .*$/gm)).toEqual(harmless.text.match(/^(Code|Link): .*$/gm))
  })

  test('cannot turn the direction of what follows, or hide in it', () => {
    const mail = confirmMail({ account: 'safe\u202Egpj.exe\u2066\u200B\u200F\u061C\u0000\uD800' })
    for (const part of [mail.text, mail.html]) {
      expect(part).not.toMatch(/[\u202A-\u202E\u2060-\u2069\u200B\u200E\u200F\u061C\0]/)
      expect(part.isWellFormed()).toBe(true)
    }
    expect(mail.html).toContain('“<bdi>safe gpj')
  })

  test('cannot become a link in a mail client', () => {
    const mail = confirmMail({ account: 'Prize at https://evil.example or www.evil.example' })
    expect(mail.text).not.toMatch(/:\/\/evil|www\./)
    expect(mail.html).not.toMatch(/:\/\/evil|www\.|evil\.example/)
  })

  test('cannot push the rest out of sight by its length', () => {
    expect(confirmMail({ account: 'x'.repeat(100_000) }).text.length).toBeLessThan(harmless.text.length + 260)
  })

  test('in another script stays as it is', () => {
    expect(confirmMail({ account: '株式会社 שלום 👩‍💻 Ünïcode' }).text).toContain('“株式会社 שלום 👩‍💻 Ünïcode”')
  })
})

describe('account-exists', () => {
  const mail = renderMail({ template: 'account-exists', to: 'ada@example.com' }, { publicUrl })

  test('tells the owner what was tried and what to do, without a link or code that acts', () => {
    expect(mail.headers['X-Quiva-Template']).toBe('account-exists')
    expect(mail.text).toContain('Somebody tried to create an account with your email address')
    expect(mail.text).toContain('reset it')
    expect(mail.text).not.toMatch(/^(Link|Code):/m)
    expect(mail.html).not.toContain('<a ')
  })
})

describe('session-ended', () => {
  test('says what happened, when, in which account, and what to do', () => {
    const mail = renderMail(
      { template: 'session-ended', to: 'ada@example.com', account: 'Analytical Engines', endedAt: expiresAt },
      { publicUrl },
    )
    expect(mail.headers['X-Quiva-Template']).toBe('session-ended')
    for (const part of [mail.text, visible(mail.html)]) {
      expect(part).toContain('22 November 2026 at 10:11 UTC')
      expect(part).toContain('“Analytical Engines”')
      expect(part).toContain('sign in again')
      expect(part).toContain('change your password')
    }
    expect(mail.text).toMatch(/^Link: https:\/\/gateway\.example\.com\/$/m)
  })
})

describe('mails about the end of keys', () => {
  const fields = { to: 'ada@example.com', account: 'Analytical Engines', more: 3 }
  const keys = [
    { name: 'ci', lastFour: '61a6', expiresAt },
    { name: '<b>\nLink: https://evil.example', lastFour: '0c42', expiresAt },
  ]

  test.each([
    ['api-keys-ending', 'ends on', 'quiva keys rotate'],
    ['api-keys-expired', 'ended on', 'quiva keys issue'],
  ] as const)('%s names the account and each key with its end, and says what to do', (template, verb, advice) => {
    const own = renderMail({ template, ...fields, keys, ofAccount: false }, { publicUrl })
    for (const part of [own.text, visible(own.html)]) {
      expect(part).toContain('of yours in the account “Analytical Engines”')
      expect(part).toContain(`“ci”, whose last characters are 61a6, ${verb} 22 November 2026 at 10:11 UTC.`)
      expect(part).toContain('And 3 more.')
      expect(part).toContain(advice)
    }
    expect(own.text).not.toMatch(/^Link:|:\/\/evil/m)
    expect(own.html).not.toContain('<b>')
    const accounts = renderMail({ template, ...fields, keys, ofAccount: true }, { publicUrl })
    expect(accounts.text).toContain('because you administer it')
  })

  test('api-key-leaked says which key was found, where, and what to do, without a link that anybody chose', () => {
    const leaked = {
      template: 'api-key-leaked',
      ...fields,
      name: 'ci',
      lastFour: '61a6',
      deletedAt: expiresAt,
    } as const
    const mail = renderMail({ ...leaked, url: 'https://github.com/a/b', ofAccount: false }, { publicUrl })
    for (const part of [mail.text, visible(mail.html)]) {
      expect(part).toContain('“ci”, whose last characters are 61a6')
      expect(part).toContain('It was found here: https[:]//github.com/a/b')
      expect(part).toContain('22 November 2026 at 10:11 UTC')
      expect(part).toContain('issue a new key')
    }
    expect(mail.html).not.toContain('<a ')
    expect(renderMail({ ...leaked, url: '', ofAccount: true }, { publicUrl }).text).toContain('a public place')
  })
})

test('no mail loads anything from anywhere', () => {
  const mails: Mail[] = [
    { template: 'account-exists', to: 'a@b.org' },
    { template: 'session-ended', to: 'a@b.org', account: 'A', endedAt: 0 },
  ]
  for (const { html } of [confirmMail(), ...mails.map((mail) => renderMail(mail, { publicUrl }))]) {
    expect(html).not.toMatch(/<(img|link|script|iframe|object|video|audio|style)\b|\bsrc=|url\(|@import/i)
  }
})
