import { html } from './html.ts'
import { page } from './page.ts'
import { PASSWORD_RULE, type PasswordProblem, passwordForm } from './password-form.ts'

/**
 * The page a reset mail links to. Showing it consumes nothing and does not look the token up; the button posts `token`
 * and `password` to /reset-password. With a `problem` it is the answer to a post that may be corrected.
 */
export function resetPasswordPage({ token, problem }: { token: string; problem?: PasswordProblem }): string {
  return page({
    title: 'Choose a new password',
    body: html`<p>For the address that this link was mailed to.</p>
${passwordForm({
  action: '/reset-password',
  token,
  label: 'New password',
  hint: html`${PASSWORD_RULE}.`,
  button: 'Set this password',
  // No maxlength: browsers cut what is pasted without a word.
  field: html`minlength="8"`,
  problem,
})}
<p class="hint">This signs you out everywhere; your API keys go on. You did not ask for it? Close this page: nothing happens without the button.</p>`,
  })
}

export function resetPasswordDonePage(): string {
  return page({
    title: 'Your password is set',
    tone: 'success',
    body: html`<p>Sign in with it, for example with <code>quiva login</code>. You can close this page.</p>
<p>All sessions that there were have ended. API keys go on until they are deleted: if somebody may have known your password, look through them with <code>quiva keys list</code>.</p>`,
  })
}

/** A link that is wrong, used, replaced or older than 15 minutes: nobody needs to know which, the way on is the same. */
export function resetPasswordFailedPage(): string {
  return page({
    title: 'This link does not work any more',
    tone: 'problem',
    body: html`<p>It was used already, a newer mail has replaced it, it is older than 15 minutes, or a part of it is missing.</p>
<ul>
<li>You have just set a password? Then <strong>sign in</strong> with it, for example with <code>quiva login</code>.</li>
<li>Otherwise <strong>ask for a new mail</strong> with <code>quiva password reset</code> and use the newest one.</li>
</ul>`,
  })
}
