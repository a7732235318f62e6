import { html } from '../../platform/values/html.ts'
import { shownAddress } from '../../transport/mail/shown-address.ts'
import { openConsole, type Page, page } from './page.ts'
import { PASSWORD_RULE, type PasswordProblem, passwordForm } from './password-form.ts'

type Shown = { token: string; email?: string | undefined; problem?: PasswordProblem }

/**
 * The page to which an invitation links. Whoever has the link must not learn whether the user is new or has a password
 * already: so the page has one field, with words for both cases. The field has no `minlength`, since an existing
 * password is only compared. Showing the page uses nothing up; the button posts `token` and `password` to
 * /set-password.
 */
export function setPasswordPage({ token, email, problem }: Shown): Page {
  return page({
    title: 'Accept the invitation',
    body: html`<p>You were invited to an account, at ${email === undefined ? 'the address that received this link' : html`<strong>${shownAddress(email)}</strong>`}. Accept it with your password.</p>
<ul>
<li><strong>New here?</strong> Choose a password: ${PASSWORD_RULE}.</li>
<li><strong>Do you sign in here with this address already?</strong> Type your current password. It does not change.</li>
</ul>
${passwordForm({
  action: '/set-password',
  token,
  username: email,
  // Most users have a password here already; if the browser suggested a new one, they would send the wrong one.
  autocomplete: 'current-password',
  label: 'Password',
  hint: html`A new password, or your current one.`,
  button: 'Accept the invitation',
  problem,
})}
<p class="hint">If you do not want to join, close this page: nothing happens unless you press the button.</p>`,
  })
}

/** After an invitation was accepted. `account` is the account's name, which somebody else has chosen. */
export function setPasswordDonePage(joined: { email: string; account: string; servesConsole?: boolean }): Page {
  const { email, account, servesConsole } = joined
  return page({
    title: 'You have joined the account',
    tone: 'success',
    body: html`<p><strong>${shownAddress(email)}</strong> is now a member of the account <strong><bdi>${account}</bdi></strong>.</p>
<p>Sign in with your address and password, for example with <code>quiva login</code>. You can close this page.</p>${openConsole(servesConsole)}`,
  })
}

/** For a link that is wrong, used, replaced or too old, or an invitation that was revoked. */
export function setPasswordFailedPage(): Page {
  return page({
    title: 'This invitation does not work any more',
    tone: 'problem',
    body: html`<p>It was accepted already, a newer mail has replaced it, it was withdrawn, it has expired, or a part of the link is missing.</p>
<ul>
<li>If you have accepted it before, <strong>sign in</strong>, for example with <code>quiva login</code>.</li>
<li>If you have forgotten your password, <strong>reset it</strong> with <code>quiva password reset</code>.</li>
<li>Otherwise <strong>ask the person who invited you</strong> for a new invitation.</li>
</ul>`,
  })
}
