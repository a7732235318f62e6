import { shownAddress } from '../mail/shown-address.ts'
import { type Html, html } from './html.ts'
import { inWords } from './in-words.ts'
import { page } from './page.ts'

/** Why a confirmation was refused, as far as the person may know: a link or a code is good or it is not. */
type ConfirmEmailFailure =
  | { reason: 'link-refused' }
  | { reason: 'code-refused' }
  | { reason: 'too-many-attempts'; retryAfterSeconds: number }

/**
 * The page a confirmation mail links to. Showing it consumes nothing (mail scanners fetch links ahead of people); the
 * one button posts `token` to /confirm-email. Without a token it asks for the ten-digit code and posts `code`.
 */
export function confirmEmailPage({ token }: { token?: string | undefined }): string {
  if (token === undefined || token === '') return page({ title: 'Confirm your email address', body: codeForm() })
  return page({
    title: 'Confirm your email address',
    body: html`<p>Press the button to confirm the address that this link was mailed to. After that you can sign in.</p>
<form method="post" action="/confirm-email">
<input type="hidden" name="token" value="${token}">
<button type="submit">Confirm this address</button>
</form>
<p class="hint">You did not create an account? Close this page: nothing happens without the button.</p>`,
  })
}

/** After a confirmation: what is confirmed now and what comes next. `account` is the account's display name. */
export function confirmEmailDonePage({ email, account }: { email: string; account: string }): string {
  return page({
    title: 'Your address is confirmed',
    tone: 'success',
    body: html`<p><strong>${shownAddress(email)}</strong> is confirmed, and the account <strong><bdi>${account}</bdi></strong> is ready.</p>
<p>Sign in with your address and password, for example with <code>quiva login</code>. You can close this page.</p>`,
  })
}

/** After a refusal: what may be the reason and what to do now. A refused code can be typed again at once. */
export function confirmEmailFailedPage(failure: ConfirmEmailFailure): string {
  switch (failure.reason) {
    case 'link-refused':
      return page({
        title: 'This link does not work any more',
        tone: 'problem',
        body: html`<p>It was used already, a newer mail has replaced it, or it is too old.</p>
${whatToDo()}`,
      })
    case 'code-refused':
      return page({
        title: 'That code was not accepted',
        tone: 'problem',
        body: html`${codeForm('Check the ten digits against the newest mail and try again.')}
<p>A code works once. If yours is right and still refused:</p>
${whatToDo()}`,
      })
    case 'too-many-attempts':
      return page({
        title: 'Too many tries',
        tone: 'problem',
        body: html`<p>To protect everybody’s codes, they are limited in tries. Try again in ${inWords(failure.retryAfterSeconds)}.</p>
<p><a href="/confirm-email">Enter the code again</a></p>`,
      })
  }
}

function codeForm(error?: string): Html {
  return html`<form method="post" action="/confirm-email">
<label for="code">Code from the mail</label>
<p class="hint" id="code-hint">Ten digits, such as 12345-67890, with or without the hyphen.</p>
${error !== undefined && html`<p class="error" id="code-error" role="alert">${error}</p>\n`}<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" required maxlength="24" aria-describedby="code-hint${error !== undefined && ' code-error'}"${error !== undefined && html` aria-invalid="true"`}>
<button type="submit">Confirm</button>
</form>`
}

function whatToDo(): Html {
  return html`<ul>
<li>You have confirmed the address before? Then <strong>sign in</strong>, for example with <code>quiva login</code>.</li>
<li>Otherwise <strong>ask for a new mail</strong> with <code>quiva confirm --resend</code> and use the newest one.</li>
<li>Accounts that stay unconfirmed for 48 hours are removed. After that, <strong>sign up again</strong>: <code>quiva signup</code>.</li>
</ul>`
}
