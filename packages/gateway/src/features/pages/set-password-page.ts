import { html } from '../../platform/values/html.ts'
import { shownAddress } from '../../transport/mail/shown-address.ts'
import { openConsole, type Page, page } from './page.ts'
import { type PasswordProblem, passwordForm, passwordRule } from './password-form.ts'
import { pageTexts } from './words.ts'

type Shown = { token: string; email?: string | undefined; problem?: PasswordProblem }

export const setPasswordTexts = pageTexts('set-password-page', {
  title: 'Accept the invitation',
  paragraph_1: 'You were invited to an account, at **{email}**. Accept it with your password.',
  paragraph_2: 'You were invited to an account, at the address that received this link. Accept it with your password.',
  new_here: '**New here?** Choose a password: {rule}.',
  here_already: '**Do you sign in here with this address already?** Type your current password. It does not change.',
  password: 'Password',
  password_hint: 'A new password, or your current one.',
  button: 'Accept the invitation',
  paragraph_3: 'If you do not want to join, close this page: nothing happens unless you press the button.',
})

/**
 * The page to which an invitation links. Whoever has the link must not learn whether the user is new or has a password
 * already: so the page has one field, with words for both cases. The field has no `minlength`, since an existing
 * password is only compared. Showing the page uses nothing up; the button posts `token` and `password` to
 * /set-password.
 */
export function setPasswordPage({ token, email, problem }: Shown): Page {
  return page({
    texts: setPasswordTexts,
    body: (
      say,
      words,
    ) => html`<p>${email === undefined ? say('paragraph_2') : say('paragraph_1', { email: shownAddress(email) })}</p>
<ul>
<li>${say('new_here', { rule: passwordRule(words) })}</li>
<li>${say('here_already')}</li>
</ul>
${passwordForm({
  words,
  action: '/set-password',
  token,
  username: email,
  // Most users have a password here already; if the browser suggested a new one, they would send the wrong one.
  autocomplete: 'current-password',
  label: say('password'),
  hint: say('password_hint'),
  button: say('button'),
  problem,
})}
<p class="hint">${say('paragraph_3')}</p>`,
  })
}

export const setPasswordDoneTexts = pageTexts('set-password-done-page', {
  title: 'You have joined the account',
  paragraph_1: '**{email}** is now a member of the account **{account}**.',
  paragraph_2: 'Sign in with your address and password, for example with `quiva login`. You can close this page.',
})

/** After an invitation was accepted. `account` is the account's name, which somebody else has chosen. */
export function setPasswordDonePage(joined: { email: string; account: string; servesConsole?: boolean }): Page {
  const { email, account, servesConsole } = joined
  return page({
    texts: setPasswordDoneTexts,
    tone: 'success',
    body: (say, words) =>
      html`<p>${say('paragraph_1', { email: shownAddress(email), account: html`<bdi>${account}</bdi>` })}</p>
<p>${say('paragraph_2')}</p>${openConsole(words, servesConsole)}`,
  })
}

export const setPasswordFailedTexts = pageTexts('set-password-failed-page', {
  title: 'This invitation does not work any more',
  paragraph_1:
    'It was accepted already, a newer mail has replaced it, it was withdrawn, it has expired, or a part of the link is missing.',
  sign_in: 'If you have accepted it before, **sign in**, for example with `quiva login`.',
  reset: 'If you have forgotten your password, **reset it** with `quiva password reset`.',
  new_invitation: 'Otherwise **ask the person who invited you** for a new invitation.',
})

/** For a link that is wrong, used, replaced or too old, or an invitation that was revoked. */
export function setPasswordFailedPage(): Page {
  return page({
    texts: setPasswordFailedTexts,
    tone: 'problem',
    body: (say) => html`<p>${say('paragraph_1')}</p>
<ul>
<li>${say('sign_in')}</li>
<li>${say('reset')}</li>
<li>${say('new_invitation')}</li>
</ul>`,
  })
}
