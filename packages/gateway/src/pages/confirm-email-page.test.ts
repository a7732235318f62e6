import { describe, expect, test } from 'vitest'
import { confirmEmailDonePage, confirmEmailFailedPage, confirmEmailPage } from './confirm-email-page.ts'

const HOSTILE = `"><script>alert(1)</script>'`
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;'

describe('the page behind the link', () => {
  // Mail scanners fetch links before people do, so only the button may consume the token.
  test('has one form that posts the token, and one button', () => {
    const page = confirmEmailPage({ token: 'AbC-_123' })
    expect(page.match(/<form [^>]*>/g)).toEqual(['<form method="post" action="/confirm-email">'])
    expect(page.match(/<input [^>]*>/g)).toEqual(['<input type="hidden" name="token" value="AbC-_123">'])
    expect(page.match(/<button /g)).toHaveLength(1)
    expect(page).not.toMatch(/http-equiv|<a /)
  })

  test('shows a hostile token as text', () => {
    const page = confirmEmailPage({ token: HOSTILE })
    expect(page).toContain(`value="${ESCAPED}"`)
    expect(page).not.toContain('<script')
  })

  test.each([undefined, ''])('asks for the code, in a labelled field, when the token is %j', (token) => {
    const page = confirmEmailPage({ token })
    expect(page).toContain('<form method="post" action="/confirm-email">')
    expect(page).toContain('<label for="code">')
    expect(page).toMatch(/<input id="code" name="code" [^>]*aria-describedby="code-hint">/)
    expect(page).toContain('id="code-hint"')
    expect(page).not.toContain('name="token"')
  })
})

test('the page afterwards names address and account, escaped, and says what comes next', () => {
  const page = confirmEmailDonePage({ email: `${HOSTILE}@example.com`, account: HOSTILE })
  expect(page).toContain(`<strong>${ESCAPED}@example.com</strong>`)
  expect(page).toContain(`<bdi>${ESCAPED}</bdi>`)
  expect(page).not.toContain('<script')
  expect(page).toContain('<code>quiva login</code>')
})

describe('the page after a refusal says what to do', () => {
  test('when the link does not work any more', () => {
    const page = confirmEmailFailedPage({ reason: 'link-refused' })
    expect(page).toContain('sign in')
    expect(page).toContain('ask for a new mail')
    expect(page).toContain('<code>quiva signup</code>')
    expect(page).not.toContain('<form')
  })

  test('when the code was not accepted: the field again, with the error tied to it', () => {
    const page = confirmEmailFailedPage({ reason: 'code-refused' })
    expect(page).toMatch(/<p [^>]*id="code-error" role="alert">/)
    expect(page).toMatch(/<input id="code" [^>]*aria-describedby="code-hint code-error" aria-invalid="true">/)
    expect(page).toContain('ask for a new mail')
  })

  test.each([
    [0, '1 second'],
    [45.2, '46 seconds'],
    [840, '14 minutes'],
  ])('when there were too many tries: %d seconds are shown as %s', (retryAfterSeconds, text) => {
    expect(confirmEmailFailedPage({ reason: 'too-many-attempts', retryAfterSeconds })).toContain(`in ${text}.`)
  })
})
