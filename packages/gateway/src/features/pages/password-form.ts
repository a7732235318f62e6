import { type Html, html } from '../../platform/values/html.ts'
import { inWords } from './in-words.ts'

/** Why a password was refused although the link is valid, so that the user can try again at once. */
export type PasswordProblem =
  | { reason: 'weak' }
  | { reason: 'common' }
  | { reason: 'unchanged' }
  /** The user has a password already, and typed another one. */
  | { reason: 'not-yours' }
  | { reason: 'too-many-tries'; retryAfterSeconds: number }

type PasswordForm = {
  action: '/reset-password' | '/set-password' | '/confirm-email'
  token: string
  /** The user of the password, for browsers that store passwords. */
  username?: string | undefined
  /** Which password a browser may fill in; a new one by default. */
  autocomplete?: 'new-password' | 'current-password'
  label: string
  hint: Html
  button: string
  /** Content between the field and the button. */
  extra?: Html | undefined
  /** Further attributes of the field, beside those that each password field has. */
  field?: Html
  problem?: PasswordProblem | undefined
}

/** A form with one field for a password; it also sends the token of the link. It never shows what was typed. */
export function passwordForm({
  action,
  token,
  username,
  autocomplete = 'new-password',
  label,
  hint,
  button,
  extra,
  field,
  problem,
}: PasswordForm): Html {
  const isInvalid = problem !== undefined && problem.reason !== 'too-many-tries'
  const error = problem && html`<p class="error" id="password-error" role="alert">${passwordProblemText(problem)}</p>\n`
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">${username !== undefined && html`\n<input type="text" name="username" value="${username}" autocomplete="username" hidden>`}
<label for="password">${label}</label>
<p class="hint" id="password-hint">${hint}</p>
${error}<input id="password" name="password" type="password" autocomplete="${autocomplete}" required${field && html` ${field}`} aria-describedby="password-hint${problem && ' password-error'}"${isInvalid && html` aria-invalid="true"`}>${extra && html`\n${extra}`}
<button type="submit">${button}</button>
</form>`
}

/** The contract's rule for new passwords (platform/values/password-policy.ts), for users. */
export const PASSWORD_RULE =
  '8 to 99 characters, with an upper-case letter, a lower-case letter, a digit and a special character such as !'

export function passwordProblemText(problem: PasswordProblem): string {
  switch (problem.reason) {
    case 'weak':
      return 'This password does not follow the rule. Choose another one.'
    case 'common':
      return 'Attackers try this password first. Choose another one, such as several unrelated words.'
    case 'unchanged':
      return 'This is your current password. Choose another one.'
    case 'not-yours':
      return 'This address already has a password, and this is not it. Type the password that you sign in with.'
    case 'too-many-tries':
      return `Too many tries. Try again in ${inWords(problem.retryAfterSeconds)}. The link works until the time that the mail says.`
  }
}
