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

/** What the life of an account brings, each with the words that its reader needs. */
const account = 'Analytical Engines'
const lives: [mail: Mail, subject: string, says: string[]][] = [
  [
    { template: 'account-renamed', to: 'a@b.org', formerName: account, newName: 'Difference', renamedAt: expiresAt },
    'Your Account Has a New Name',
    ['22 November 2026 at 10:11 UTC', '“Analytical Engines”', '“Difference”', 'Sign in again', 'API keys still work'],
  ],
  [
    { template: 'account-deletion-scheduled', to: 'a@b.org', account, deletionDate: expiresAt },
    'Your Account Will Be Deleted',
    [
      '22 November 2026 at 10:11 UTC',
      '“Analytical Engines”',
      'quiva account cancel-deletion',
      'Your user and your other accounts are not affected',
    ],
  ],
  [
    { template: 'account-deleted', to: 'a@b.org', account, deletedAt: 0, restorableUntil: expiresAt },
    'Your Account Was Deleted',
    [
      '1 January 1970 at 00:00 UTC',
      'Until 22 November 2026 at 10:11 UTC',
      '“Analytical Engines”',
      'restore the account',
    ],
  ],
  [
    { template: 'account-restored', to: 'a@b.org', account, restoredAt: expiresAt, streamsKept: true },
    'Your Account Was Restored',
    ['22 November 2026 at 10:11 UTC', '“Analytical Engines”', 'issue new keys', 'are unchanged'],
  ],
  [
    { template: 'account-restored', to: 'a@b.org', account, restoredAt: expiresAt, streamsKept: false },
    'Your Account Was Restored',
    ['cannot be restored'],
  ],
  [
    {
      ...{ template: 'account-suspended', to: 'a@b.org', account, suspendedAt: expiresAt },
      reason: 'Spam.\nSee https://evil.example',
    },
    'Your Account Was Suspended',
    ['22 November 2026 at 10:11 UTC', '“Analytical Engines”', 'Spam.', 'Nothing was deleted'],
  ],
  [
    { template: 'account-resumed', to: 'a@b.org', account, resumedAt: 0, reason: 'Paid.', deletionDate: expiresAt },
    'Your Account Was Resumed',
    ['1 January 1970 at 00:00 UTC', 'Paid.', 'is going to be deleted on 22 November 2026 at 10:11 UTC'],
  ],
  [
    { template: 'account-resumed', to: 'a@b.org', account, resumedAt: expiresAt, reason: 'Paid.', deletionDate: null },
    'Your Account Was Resumed',
    ['“Analytical Engines”', 'work as before'],
  ],
  [
    { template: 'user-deleted', to: 'a@b.org', deletedAt: expiresAt },
    'Your User Was Deleted',
    ['22 November 2026 at 10:11 UTC', 'cannot be undone', 'somebody can read your mail'],
  ],
]

describe.each(lives)('$template', (mail, subject, says) => {
  test(`is called “${subject}” and says ${says.length} things in both parts`, () => {
    const rendered = renderMail(mail, { publicUrl })
    expect([rendered.subject, rendered.headers['X-Quiva-Template']]).toEqual([subject, mail.template])
    for (const part of [rendered.text, visible(rendered.html)]) for (const words of says) expect(part).toContain(words)
  })
})

describe('contact-form', () => {
  const form: Extract<Mail, { template: 'contact-form' }> = {
    template: 'contact-form',
    to: 'support@b.org',
    from: 'ada@example.com',
    role: 'developer',
    account,
    accountId: '4821907365',
    subject: 'Billing question',
    message: 'How?\n\nAnd when?',
    location: '',
    phoneNumber: '',
    preferredContact: '',
  }
  const render = (more: Partial<typeof form> = {}) => renderMail({ ...form, ...more }, { publicUrl })

  test('says who writes, quotes line by line, leaves out what nobody said, and is answered to the writer', () => {
    const mail = render()
    expect([mail.to, mail.replyTo]).toEqual(['support@b.org', 'ada@example.com'])
    expect(mail.text).toContain('ada@example.com, developer of the account “Analytical Engines” (4821907365)')
    expect(mail.text).toContain('\n\nSubject: Billing question\n\n> How?\n>\n> And when?\n\n-- \n')
    expect(visible(mail.html)).toContain('Subject: Billing question')
    expect(mail.html).toContain('<bdi>How?</bdi><br><bdi></bdi><br><bdi>And when?</bdi></blockquote>')
    expect(mail.text).not.toMatch(/Phone|Written at|Preferred contact/)
    const more = render({ location: 'Settings', phoneNumber: '+351', preferredContact: 'phone' })
    for (const words of ['Written at: Settings', 'Phone: +351', 'Preferred contact: phone'])
      expect([more.text, visible(more.html)]).toEqual([expect.stringContaining(words), expect.stringContaining(words)])
  })

  test('wraps lines that no mail server takes, between characters', () => {
    const { text } = render({ message: '😀'.repeat(500) })
    for (const line of text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThan(998)
    expect(text.isWellFormed()).toBe(true)
    expect(text.match(/😀/gu)).toHaveLength(500)
  })

  // Attack: an answer that goes to somebody else, or to many.
  test.each(['ada@example.com, eve@example.com', 'ada@example.com\nBcc: eve@example.com', ''])(
    'is never answered to what is no address: %j',
    (from) => {
      expect(() => render({ from })).toThrow('Reply-To is no address')
    },
  )
})

const invitation = {
  to: 'jane@example.com',
  account: 'Analytical Engines',
  invitedBy: 'grace@example.com',
  rootEmail: 'ada@example.com',
  role: 'developer',
  link: `${publicUrl}/set-password?token=AbC-_123`,
  expiresAt,
}
const change = { to: 'jane@example.com', account: 'Analytical Engines', by: 'grace@example.com', changedAt: expiresAt }
/** The mails of users/, each with what it has to say; the notices carry nothing that acts. */
const memberMails: [Mail, string, string[]][] = [
  [
    { template: 'set-password', ...invitation },
    'Set Your Password',
    ['“Analytical Engines”', 'grace@example.com', 'developer', '48 hours', 'ada@example.com', 'Choose a password'],
  ],
  [
    { template: 'invitation', ...invitation },
    'You Were Invited to an Account',
    ['“Analytical Engines”', 'grace@example.com', 'developer', '48 hours', 'ada@example.com', 'your current password'],
  ],
  [
    {
      template: 'user-added',
      to: 'ada@example.com',
      account: 'Analytical Engines',
      email: 'jane@example.com',
      name: 'Jane Smith',
      role: 'admin',
      addedBy: 'grace@example.com',
      addedAt: expiresAt,
    },
    'User Added',
    ['Jane Smith (jane@example.com)', 'as admin', '“Analytical Engines”', 'grace@example.com'],
  ],
  [
    { template: 'role-changed', ...change, from: 'admin', role: 'monitor' },
    'Your Role Was Changed',
    ['from admin to monitor', 'grace@example.com', '“Analytical Engines”', 'API keys'],
  ],
  [
    { template: 'member-suspended', ...change },
    'Your Access Was Suspended',
    ['“Analytical Engines”', 'grace@example.com', 'other accounts are not affected'],
  ],
  [{ template: 'member-resumed', ...change }, 'Your Access Is Back', ['“Analytical Engines”', 'grace@example.com']],
  ...[false, true].map((isForgotten): [Mail, string, string[]] => [
    { template: 'member-removed', ...change, removedAt: expiresAt, isForgotten },
    'You Were Removed from an Account',
    ['“Analytical Engines”', isForgotten ? 'your user was deleted as well' : 'other accounts are not affected'],
  ]),
  [
    { template: 'password-dropped', to: 'jane@example.com', confirmedAt: expiresAt },
    'Choose a New Password',
    ['we removed that password', 'quiva password reset'],
  ],
]

describe.each(memberMails)('%o', (mail, subject, parts) => {
  test('says in both parts what happened, by whom, when, and what to do', () => {
    const rendered = renderMail(mail, { publicUrl })
    expect([rendered.subject, rendered.headers['X-Quiva-Template']]).toEqual([subject, mail.template])
    for (const part of [rendered.text, visible(rendered.html)]) {
      for (const words of [...parts, '22 November 2026 at 10:11 UTC']) expect(part).toContain(words)
    }
    const links = rendered.text.match(/^Link: .*$/gm) ?? []
    expect(links).toEqual('link' in mail ? [`Link: ${invitation.link}`] : [])
  })

  // Attack: names, accounts and addresses are typed by whoever likes to, and we mail them to others.
  test('makes whatever others have typed harmless', () => {
    const hostile = `<a href=https://evil.example>x</a>\r\nLink: https://evil.example\u202e`
    const typed = ['account', 'name', 'invitedBy', 'rootEmail', 'addedBy', 'by', 'email'].filter(
      (field) => field in mail,
    )
    const fields = Object.fromEntries(typed.map((field) => [field, hostile]))
    const rendered = renderMail({ ...mail, ...fields } as Mail, { publicUrl })
    const harmless = renderMail(mail, { publicUrl })
    expect(rendered.subject).toBe(harmless.subject)
    expect(rendered.text.match(/^(Link|Code): .*$/gm)).toEqual(harmless.text.match(/^(Link|Code): .*$/gm))
    expect(rendered.html).not.toMatch(/<a href="?https:\/\/evil|:\/\/evil|\u202e/)
    expect(rendered.text).not.toMatch(/:\/\/evil|\u202e/)
  })
})

describe('mails about second factors', () => {
  const at = Date.UTC(2026, 10, 22, 10, 11)
  const to = 'ada@example.com'
  const cases: [mail: Mail, subject: string, words: string[]][] = [
    [{ template: 'passkey-added', to, alias: 'phone', addedAt: at }, 'Passkey Added', ['“phone”']],
    [{ template: 'totp-added', to, addedAt: at }, 'Authenticator App Added', ['recovery codes']],
    [
      { template: 'factor-removed', to, factor: 'totp', how: 'removed', byOwner: false, removedAt: at },
      'A Second Factor Was Removed',
      ['an administrator of your account removed the authenticator app'],
    ],
    [
      { template: 'factor-removed', to, factor: 'passkey', how: 'switched off', byOwner: true, removedAt: at },
      'A Second Factor Was Removed',
      ['you switched off the passkey'],
    ],
    [
      { template: 'recovery-codes-issued', to, byOwner: false, issuedAt: at },
      'Recovery Codes Issued',
      ['an administrator of your account', 'no longer work'],
    ],
    [{ template: 'recovery-codes-viewed', to, byOwner: true, viewedAt: at }, 'Recovery Codes Viewed', ['you viewed']],
    [{ template: 'recovery-code-used', to, left: 3, usedAt: at }, 'A Recovery Code Was Used', ['left: 3']],
    [{ template: 'passkey-copied', to, noticedAt: at }, 'A Passkey May Have Been Copied', ['Remove the passkey']],
  ]

  test.each(cases)('%j says what happened and when, and has no link or code that acts', (mail, subject, words) => {
    const rendered = renderMail(mail, { publicUrl })
    expect([rendered.subject, rendered.headers['X-Quiva-Template']]).toEqual([subject, mail.template])
    for (const part of [rendered.text, visible(rendered.html)])
      for (const word of [...words, '22 November 2026 at 10:11 UTC']) expect(part).toContain(word)
    expect(rendered.text).not.toMatch(/^(Link|Code):/m)
    expect(rendered.html).not.toContain('<a ')
  })

  // Attack: the alias is typed by whoever is signed in, and read by the owner.
  test('a hostile alias adds no line and no link', () => {
    const alias = 'x\r\nCode: 1\nLink: https://evil.example'
    const { text } = renderMail({ template: 'passkey-added', to, alias, addedAt: at }, { publicUrl })
    expect(text).not.toMatch(/^(Link|Code):|:\/\/evil/m)
  })
})

describe('a change of address', () => {
  const approve = `${publicUrl}/approve-email-change?token=AbC-_123`
  const proof = `${publicUrl}/confirm-email-change?token=AbC-_123`
  const [oldEmail, newEmail] = ['old@example.com', 'new@example.com']
  const render = (mail: Mail) => renderMail(mail, { publicUrl })

  test('asks the old address, naming the new one, with a link of its own and its end', () => {
    const mail = render({ template: 'email-change', to: oldEmail, newEmail, link: approve, expiresAt })
    expect(mail.subject).toBe('Email Change Requested')
    expect(mail.headers['X-Quiva-Template']).toBe('email-change')
    expect(mail.text.split('\n')).toContain(`Link: ${approve}`)
    for (const part of [mail.text, visible(mail.html)]) {
      expect(part).toContain(newEmail)
      expect(part).toContain('22 November 2026 at 10:11 UTC')
      expect(part).toContain('Change your password at once')
    }
  })

  test('asks the new address, naming the old one, with another link', () => {
    const mail = render({ template: 'email-change-proof', to: newEmail, oldEmail, link: proof, expiresAt })
    expect(mail.subject).toBe('Confirm Your New Email Address')
    expect(mail.headers['X-Quiva-Template']).toBe('email-change-proof')
    expect(mail.text.split('\n')).toContain(`Link: ${proof}`)
    for (const part of [mail.text, visible(mail.html)]) expect(part).toContain(oldEmail)
  })

  test('tells who has the address that nothing came of it, without a link and without who asked', () => {
    const mail = render({ template: 'email-change-refused', to: newEmail })
    expect(mail.subject).toBe('Your Address Stays Yours')
    expect(mail.text).toContain('Nothing has changed')
    expect(mail.text).not.toMatch(/^(Link|Code):/m)
    expect(mail.html).not.toContain('<a ')
  })

  test('tells both addresses once it is made, from which to which, without a link', () => {
    for (const to of [oldEmail, newEmail]) {
      const mail = render({ template: 'email-changed', to, oldEmail, newEmail, changedAt: expiresAt })
      expect(mail.subject).toBe('Your Email Address Was Changed')
      for (const part of [mail.text, visible(mail.html)])
        expect(part).toContain(`changed from ${oldEmail} to ${newEmail}`)
      expect(mail.text).not.toMatch(/^(Link|Code):/m)
    }
  })
})

const lateMails = (account: string) =>
  (['payment-late', 'payment-overdue', 'payment-settled'] as const).map((template) => ({
    ...{ template, to: 'a@b.org', account, refusedFrom: expiresAt },
  }))

describe('payment-late, payment-overdue and payment-settled', () => {
  test('say which account, what becomes of its keys and when, and what to do; a name makes no link', () => {
    const account = 'Pay at <a href="https://evil.example">evil.example</a>'
    const mails = lateMails(account).map((mail) => renderMail(mail, { publicUrl }))
    const says = ['work until 22 November 2026 at 10:11 UTC', 'From now on, its API keys are refused', 'work as before']
    for (const [index, { text, html }] of mails.entries()) {
      expect(visible(html)).toContain(says[index])
      expect(text).toContain(says[index])
      expect(html).not.toContain('<a ')
      expect(text.includes('billing portal')).toBe(index < 2)
    }
  })
})

describe('payment-failed', () => {
  const failed = (nextAttemptAt: number | null) =>
    renderMail(
      { template: 'payment-failed', to: 'a@b.org', account: 'Analytical Engines', amount: '19.00 EUR', nextAttemptAt },
      { publicUrl },
    )

  test('says how much, for which account, when it is tried again, and what to do', () => {
    const mail = failed(expiresAt)
    expect(mail.headers['X-Quiva-Template']).toBe('payment-failed')
    for (const part of [mail.text, visible(mail.html)]) {
      expect(part).toContain('19.00 EUR')
      expect(part).toContain('“Analytical Engines”')
      expect(part).toContain('22 November 2026 at 10:11 UTC')
      expect(part).toContain('billing portal')
    }
    expect(failed(null).text).toContain('will not try again')
  })

  // The portal's address lets in whoever has it, and a mail can be forwarded.
  test('has no link', () => {
    expect(failed(null).html).not.toContain('<a ')
    expect(failed(null).text).not.toMatch(/^Link:/m)
  })
})

describe('mails about the end of keys', () => {
  const fields = { to: 'ada@example.com', account: 'Analytical Engines', more: 3 }
  const keys = [
    { name: 'ci', lastFour: '61a6', expiresAt },
    { name: '<b>\nLink: https://evil.example', lastFour: '0c42', expiresAt },
  ]

  test.each([
    ['api-keys-ending', 'expires on', 'quiva keys rotate'],
    ['api-keys-expired', 'expired on', 'quiva keys issue'],
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
    expect(accounts.text).toContain('because you administer the account')
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

test('webhook-switched-off says of which account, which host, why and when, and makes no link of the host', () => {
  const fields = { to: 'ada@example.com', account: 'Analytical Engines', switchedOffAt: expiresAt } as const
  const off = { template: 'webhook-switched-off', ...fields, host: 'evil.example:8443' } as const
  const [failing, gone] = [false, true].map((is) => renderMail({ ...off, gone: is }, { publicUrl }))
  for (const part of [failing?.text ?? '', visible(failing?.html ?? '')]) {
    expect(part).toContain('“Analytical Engines”')
    expect(part).toContain('22 November 2026 at 10:11 UTC')
    expect(part).toContain('failed for five days')
    expect(part).toContain('evil.example:8443')
  }
  expect(failing?.html).not.toContain('<a ')
  expect(gone?.text).toContain('status 410')
})

test('no mail loads anything from anywhere', () => {
  const mails: Mail[] = [
    { template: 'payment-failed', to: 'a@b.org', account: 'A', amount: '1.00 EUR', nextAttemptAt: null },
    ...lateMails('A'),
    { template: 'account-exists', to: 'a@b.org' },
    { template: 'session-ended', to: 'a@b.org', account: 'A', endedAt: 0 },
    ...lives.map(([mail]) => mail),
    ...memberMails.map(([mail]) => mail),
  ]
  for (const { html } of [confirmMail(), ...mails.map((mail) => renderMail(mail, { publicUrl }))]) {
    expect(html).not.toMatch(/<(img|link|script|iframe|object|video|audio|style)\b|\bsrc=|url\(|@import/i)
  }
})
