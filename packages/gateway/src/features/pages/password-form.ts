import { type Html, html } from '../../platform/values/html.ts'
import { inWords } from './in-words.ts'
import { pageTexts, type Words } from './words.ts'

/** Why a password was refused although the link is valid, so that the user can try again at once. */
export type PasswordProblem =
  | { reason: 'weak' }
  | { reason: 'common' }
  | { reason: 'unchanged' }
  /** The user has a password already, and typed another one. */
  | { reason: 'not-yours' }
  | { reason: 'too-many-tries'; retryAfterSeconds: number }

/** What every page with a password says. `rule`: the contract's, for new ones (platform/values/password-policy.ts). */
export const passwordTexts = pageTexts('password-field', {
  rule: '8 to 99 characters, with an upper-case letter, a lower-case letter, a digit and a special character such as !',
  weak: 'This password does not follow the rule. Choose another one.',
  common: 'Attackers try this password first. Choose another one, such as several unrelated words.',
  unchanged: 'This is your current password. Choose another one.',
  not_yours: 'This address already has a password, and this is not it. Type the password that you sign in with.',
  too_many_tries: 'Too many tries. Try again in {wait}. The link works until the time that the mail says.',
})

type PasswordForm = {
  words: Words
  action: '/reset-password' | '/set-password' | '/confirm-email'
  token: string
  /** The user of the password, for browsers that store passwords. */
  username?: string | undefined
  /** Which password a browser may fill in; a new one by default. */
  autocomplete?: 'new-password' | 'current-password'
  label: Html
  hint: Html
  button: Html
  /** Content between the field and the button. */
  extra?: Html | undefined
  /** Further attributes of the field, beside those that each password field has. */
  field?: Html
  problem?: PasswordProblem | undefined
}

/** A form with one field for a password; it also sends the token of the link. It never shows what was typed. */
export function passwordForm({
  words,
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
  const error =
    problem && html`<p class="error" id="password-error" role="alert">${passwordProblemText(problem, words)}</p>\n`
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">${username !== undefined && html`\n<input type="text" name="username" value="${username}" autocomplete="username" hidden>`}
<label for="password">${label}</label>
<p class="hint" id="password-hint">${hint}</p>
${error}<input id="password" name="password" type="password" autocomplete="${autocomplete}" required${field && html` ${field}`} aria-describedby="password-hint${problem && ' password-error'}"${isInvalid && html` aria-invalid="true"`}>${extra && html`\n${extra}`}
<button type="submit">${button}</button>
</form>`
}

/** The rule for new passwords, within a sentence. */
export const passwordRule = (words: Words): Html => words.say(passwordTexts)('rule')

export function passwordProblemText(problem: PasswordProblem, words: Words): Html {
  const say = words.say(passwordTexts)
  if (problem.reason === 'too-many-tries')
    return say('too_many_tries', { wait: inWords(problem.retryAfterSeconds, words.language) })
  return say(problem.reason === 'not-yours' ? 'not_yours' : problem.reason)
}
