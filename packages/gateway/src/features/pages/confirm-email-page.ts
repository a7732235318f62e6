import { type Html, html } from '../../platform/values/html.ts'
import { moment } from '../../transport/mail/content.ts'
import { shownAddress } from '../../transport/mail/shown-address.ts'
import type { SignUpShown } from '../accounts/confirmation.ts'
import {
  confirmByCodeTexts,
  confirmEmailDoneTexts,
  confirmEmailFailedTexts,
  confirmEmailTexts,
} from './confirm-email-texts.ts'
import { inWords } from './in-words.ts'
import { openConsole, type Page, page } from './page.ts'
import { type PasswordProblem, passwordForm, passwordProblemText, passwordRule } from './password-form.ts'
import type { Say, Words } from './words.ts'

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
    texts: confirmEmailTexts,
    body: (say, words) => html`<p>${say('paragraph_1', {
      asked_at: moment(signUp.askedAt, words.language),
      account: html`<bdi>${signUp.account}</bdi>`,
      email: shownAddress(signUp.email),
    })}</p>
${passwordForm({
  words,
  action: '/confirm-email',
  token,
  username: signUp.email,
  label: say('password'),
  hint: say('password_hint', { rule: passwordRule(words) }),
  button: say('button'),
  problem,
})}
<p class="hint">${say('paragraph_2')}</p>`,
  })
}

/** The same with the code of the mail, for users who cannot open the link in this browser. */
export function confirmByCodePage({ problem }: { problem?: CodeProblem } = {}): Page {
  const isRefused = problem?.reason === 'code-refused'
  return page({
    texts: confirmByCodeTexts,
    title: isRefused ? 'title_refused' : 'title',
    tone: isRefused ? 'problem' : 'neutral',
    body: (say, words) =>
      html`${codeForm(say, words, problem)}${isRefused && html`\n<p>${say('paragraph_1')}</p>\n${whatToDo(words)}`}`,
  })
}

/** `account` is the account's display name. */
type Joined = { email: string; account: string; servesConsole?: boolean }

/** After a confirmation: what is confirmed now and what comes next. */
export function confirmEmailDonePage({ email, account, servesConsole }: Joined): Page {
  return page({
    texts: confirmEmailDoneTexts,
    tone: 'success',
    body: (say, words) =>
      html`<p>${say('paragraph_1', { email: shownAddress(email), account: html`<bdi>${account}</bdi>` })}</p>
<p>${say('paragraph_2')}</p>${openConsole(words, servesConsole)}`,
  })
}

/** After a refusal: the possible reason, and what to do now. */
export function confirmEmailFailedPage(failure: ConfirmEmailFailure): Page {
  const tone = 'problem'
  const texts = confirmEmailFailedTexts
  switch (failure.reason) {
    case 'link-refused':
      return page({ texts, tone, body: (say, words) => html`<p>${say('paragraph_1')}</p>\n${whatToDo(words)}` })
    case 'name-taken':
      return page({
        texts,
        title: 'title_name_taken',
        tone,
        body: (say) => html`<p>${say('paragraph_2')}</p>\n<p>${say('paragraph_3')}</p>`,
      })
    case 'too-many-attempts':
      return page({
        texts,
        title: 'title_too_many_tries',
        tone,
        body: (say, { language }) =>
          html`<p>${say('paragraph_4', { wait: inWords(failure.retryAfterSeconds, language) })}</p>
<p><a href="/confirm-email">${say('again')}</a></p>`,
      })
  }
}

function codeForm(say: Say<typeof confirmByCodeTexts.texts>, words: Words, problem: CodeProblem | undefined): Html {
  const isOfCode = problem?.reason === 'code-refused'
  const ofCode = isOfCode && say('code_refused')
  const ofPassword =
    problem &&
    !isOfCode &&
    (problem.reason === 'elsewhere' ? say('password_refused') : passwordProblemText(problem, words))
  return html`<form method="post" action="/confirm-email">
<label for="code">${say('code')}</label>
<p class="hint" id="code-hint">${say('code_hint')}</p>
${ofCode && html`<p class="error" id="code-error" role="alert">${ofCode}</p>\n`}<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" required maxlength="24" aria-describedby="code-hint${ofCode && ' code-error'}"${ofCode && html` aria-invalid="true"`}>
<label for="password">${say('password')}</label>
<p class="hint" id="password-hint">${say('password_hint')}</p>
${ofPassword && html`<p class="error" id="password-error" role="alert">${ofPassword}</p>\n`}<input id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="password-hint${ofPassword && ' password-error'}"${ofPassword && html` aria-invalid="true"`}>
<button type="submit">${say('button')}</button>
</form>`
}

function whatToDo(words: Words): Html {
  const say = words.say(confirmEmailFailedTexts)
  return html`<ul>
<li>${say('sign_in')}</li>
<li>${say('new_mail')}</li>
<li>${say('sign_up_again')}</li>
</ul>`
}
