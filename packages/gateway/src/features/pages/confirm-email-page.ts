import { type Html, html } from '../../platform/values/html.ts'
import { moment } from '../../transport/mail/content.ts'
import { shownAddress } from '../../transport/mail/shown-address.ts'
import type { SignUpShown } from '../accounts/confirmation.ts'
import { inWords } from './in-words.ts'
import { openConsole, type Page, page } from './page.ts'
import { PASSWORD_RULE, type PasswordProblem, passwordForm, passwordProblemText } from './password-form.ts'

/** Why a confirmation was refused for good: the reasons that the user may know. */
type ConfirmEmailFailure =
  | { reason: 'link-refused' }
  | { reason: 'name-taken' }
  | { reason: 'too-many-attempts'; retryAfterSeconds: number }

/** Why a code and a password were refused, so that the user can try again at once. */
export type CodeProblem = { reason: 'code-refused' } | { reason: 'elsewhere' } | PasswordProblem

/**
 * The page to which a confirmation mail links. Showing it uses nothing up (mail scanners open links before users do);
 * the one button posts `token` and `password` to /confirm-email. It shows what was typed at the sign-up, since anybody
 * can sign up with anybody's address. The password that counts is the one typed here, not the one of the sign-up.
 */
export function confirmEmailPage(shown: { token: string; signUp: SignUpShown; problem?: PasswordProblem }): Page {
  const { token, signUp, problem } = shown
  return page({
    title: 'Confirm your email address',
    body: html`<p>On ${moment(signUp.askedAt)} somebody signed up for the account <strong><bdi>${signUp.account}</bdi></strong> with your address <strong>${shownAddress(signUp.email)}</strong>. <strong>Was it you?</strong> Then confirm the address with your password.</p>
${passwordForm({
  action: '/confirm-email',
  token,
  username: signUp.email,
  label: 'Your password',
  hint: html`The password from your sign-up, or a new one: ${PASSWORD_RULE}. You will sign in with the password that you type here.`,
  button: 'Confirm this address',
  problem,
})}
<p class="hint">If it was not you, or you do not know this account, close this page: nothing happens unless you press the button. If you signed up for another account, look for the mail that names that account.</p>`,
  })
}

/** The same with the code of the mail, for users who cannot open the link in this browser. */
export function confirmByCodePage({ problem }: { problem?: CodeProblem } = {}): Page {
  const isRefused = problem?.reason === 'code-refused'
  return page({
    title: isRefused ? 'That code was not accepted' : 'Confirm your email address',
    tone: isRefused ? 'problem' : 'neutral',
    body: html`${codeForm(problem)}${isRefused && html`\n<p>A code works once. If your code is right but is not accepted:</p>\n${whatToDo()}`}`,
  })
}

/** `account` is the account's display name. */
type Joined = { email: string; account: string; servesConsole?: boolean }

/** After a confirmation: what is confirmed now and what comes next. */
export function confirmEmailDonePage({ email, account, servesConsole }: Joined): Page {
  return page({
    title: 'Your address is confirmed',
    tone: 'success',
    body: html`<p><strong>${shownAddress(email)}</strong> is confirmed, and the account <strong><bdi>${account}</bdi></strong> is ready.</p>
<p>Sign in with your address and the password that you just typed, for example with <code>quiva login</code>. You can close this page.</p>${openConsole(servesConsole)}`,
  })
}

/** After a refusal: the possible reason, and what to do now. */
export function confirmEmailFailedPage(failure: ConfirmEmailFailure): Page {
  switch (failure.reason) {
    case 'link-refused':
      return page({
        title: 'This link does not work any more',
        tone: 'problem',
        body: html`<p>The link was used already, the address was confirmed in another way, or the link is too old.</p>
${whatToDo()}`,
      })
    case 'name-taken':
      return page({
        title: 'That account name is taken',
        tone: 'problem',
        body: html`<p>Somebody else has confirmed an account with this name in the meantime. Your sign-up was not confirmed.</p>
<p><strong>Sign up again</strong> with another name, for example with <code>quiva signup</code>.</p>`,
      })
    case 'too-many-attempts':
      return page({
        title: 'Too many tries',
        tone: 'problem',
        body: html`<p>The number of tries is limited, to protect the codes. Try again in ${inWords(failure.retryAfterSeconds)}.</p>
<p><a href="/confirm-email">Enter the code again</a></p>`,
      })
  }
}

function codeForm(problem: CodeProblem | undefined): Html {
  const isOfCode = problem?.reason === 'code-refused'
  const ofCode = isOfCode && 'Compare the ten digits with the newest mail and try again.'
  const ofPassword = problem && !isOfCode && textOf(problem)
  return html`<form method="post" action="/confirm-email">
<label for="code">Code from the mail</label>
<p class="hint" id="code-hint">Ten digits, such as 12345-67890, with or without the hyphen.</p>
${ofCode && html`<p class="error" id="code-error" role="alert">${ofCode}</p>\n`}<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" required maxlength="24" aria-describedby="code-hint${ofCode && ' code-error'}"${ofCode && html` aria-invalid="true"`}>
<label for="password">Your password</label>
<p class="hint" id="password-hint">The password from your sign-up. To choose another password, open the link in the mail.</p>
${ofPassword && html`<p class="error" id="password-error" role="alert">${ofPassword}</p>\n`}<input id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="password-hint${ofPassword && ' password-error'}"${ofPassword && html` aria-invalid="true"`}>
<button type="submit">Confirm</button>
</form>`
}

function textOf(problem: Exclude<CodeProblem, { reason: 'code-refused' }>): string {
  return problem.reason === 'elsewhere'
    ? 'This is not the password of the sign-up. Type that password, or open the link in the mail to choose another one. If you did not sign up, do not confirm the address.'
    : passwordProblemText(problem)
}

function whatToDo(): Html {
  return html`<ul>
<li>If you have confirmed the address before, <strong>sign in</strong>, for example with <code>quiva login</code>.</li>
<li>Otherwise <strong>request a new mail</strong> with <code>quiva confirm --resend</code> and use the newest mail.</li>
<li>A sign-up expires after 48 hours. After that, <strong>sign up again</strong> with <code>quiva signup</code>.</li>
</ul>`
}
