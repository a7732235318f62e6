import { describe, expect, test } from 'vitest'
import {
  confirmByCodePage,
  confirmEmailDonePage,
  confirmEmailFailedPage,
  confirmEmailPage,
} from './confirm-email-page.ts'
import { emailChangeDonePage } from './email-change-pages.ts'
import { createPages } from './page.ts'
import { resetPasswordDonePage } from './reset-password-page.ts'
import { setPasswordDonePage } from './set-password-page.ts'

const { render } = createPages()

const HOSTILE = `"><script>alert(1)</script>'`
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;'

describe('the page behind the link', () => {
  const signUp = { account: 'ACME', email: 'ada@example.com', askedAt: Date.UTC(2026, 10, 29, 13, 5) }

  // Mail scanners fetch links before users do, so only the button may consume the token.
  test('has one form that posts the token and a password, and one button', () => {
    const page = render(confirmEmailPage({ token: 'AbC-_123', signUp }))
    expect(page.match(/<form [^>]*>/g)).toEqual(['<form method="post" action="/confirm-email">'])
    expect(page.match(/<input [^>]*>/g)).toMatchObject([
      '<input type="hidden" name="token" value="AbC-_123">',
      '<input type="text" name="username" value="ada@example.com" autocomplete="username" hidden>',
      expect.stringMatching(/^<input id="password" name="password" type="password" [^>]*required/),
    ])
    expect(page.match(/<button /g)).toHaveLength(1)
    expect(page).not.toMatch(/http-equiv|<a /)
  })

  // Attack: somebody signs up with your address, and you press the button in the mail that this brings you.
  test('names the account, the address and when it was asked for, and whose password counts', () => {
    const page = render(confirmEmailPage({ token: 'AbC-_123', signUp }))
    for (const told of [
      '<bdi>ACME</bdi>',
      'ada@example.com',
      '29 November 2026',
      '13:05 UTC',
      'the password that you type here',
    ])
      expect(page).toContain(told)
  })

  test('shows hostile texts as text', () => {
    const page = render(confirmEmailPage({ token: HOSTILE, signUp: { ...signUp, account: HOSTILE } }))
    expect(page).toContain(`value="${ESCAPED}"`)
    expect(page).toContain(`<bdi>${ESCAPED}</bdi>`)
    expect(page).not.toContain('<script')
  })

  test('says what is wrong with a password, beside its field, and never what it was', () => {
    const page = render(confirmEmailPage({ token: 'AbC-_123', signUp, problem: { reason: 'weak' } }))
    expect(page).toMatch(/aria-describedby="password-hint password-error" aria-invalid="true"/)
    expect(page).toContain('does not follow the rule')
  })
})

test('without a link it asks for the code and the password, in labelled fields', () => {
  const page = render(confirmByCodePage())
  expect(page).toContain('<form method="post" action="/confirm-email">')
  for (const field of ['code', 'password']) {
    expect(page).toContain(`<label for="${field}">`)
    expect(page).toMatch(new RegExp(`<input id="${field}" name="${field}" [^>]*aria-describedby="${field}-hint">`))
    expect(page).toContain(`id="${field}-hint"`)
  }
  expect(page).not.toContain('name="token"')
})

test('the page afterwards names address and account, escaped, and says what comes next', () => {
  const page = render(confirmEmailDonePage({ email: `${HOSTILE}@example.com`, account: HOSTILE }))
  expect(page).toContain(`<strong>${ESCAPED}@example.com</strong>`)
  expect(page).toContain(`<bdi>${ESCAPED}</bdi>`)
  expect(page).not.toContain('<script')
  expect(page).toContain('<code>quiva login</code>')
})

test.each([
  (servesConsole: boolean) =>
    render(confirmEmailDonePage({ email: 'ada@example.com', account: 'ACME', servesConsole })),
  (servesConsole: boolean) => render(setPasswordDonePage({ email: 'ada@example.com', account: 'ACME', servesConsole })),
  (servesConsole: boolean) => render(resetPasswordDonePage({ servesConsole })),
  (servesConsole: boolean) => render(emailChangeDonePage('changed', servesConsole)),
])('the page after which people sign in leads to the console, if there is one (%#)', (show) => {
  expect(show(true)).toContain('<a href="/console/">Open the console</a>')
  expect(show(false)).not.toContain('/console')
})

describe('the page after a refusal says what to do', () => {
  test('when the link does not work any more', () => {
    const page = render(confirmEmailFailedPage({ reason: 'link-refused' }))
    expect(page).toContain('sign in')
    expect(page).toContain('request a new mail')
    expect(page).toContain('<code>quiva signup</code>')
    expect(page).not.toContain('<form')
  })

  test('when the code was not accepted: the field again, with the error tied to it', () => {
    const page = render(confirmByCodePage({ problem: { reason: 'code-refused' } }))
    expect(page).toMatch(/<p [^>]*id="code-error" role="alert">/)
    expect(page).toMatch(/<input id="code" [^>]*aria-describedby="code-hint code-error" aria-invalid="true">/)
    expect(page).toContain('request a new mail')
  })

  test.each([
    [0, '1 second'],
    [45.2, '46 seconds'],
    [840, '14 minutes'],
  ])('when there were too many tries: %d seconds are shown as %s', (retryAfterSeconds, text) => {
    expect(render(confirmEmailFailedPage({ reason: 'too-many-attempts', retryAfterSeconds }))).toContain(`in ${text}.`)
  })
})
