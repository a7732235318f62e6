import { type Html, html } from '../../platform/values/html.ts'
import { moment } from '../../transport/mail/content.ts'
import { shownAddress } from '../../transport/mail/shown-address.ts'
import type { RecentKey } from '../api-keys/recent-keys.ts'
import { openConsole, type Page, page } from './page.ts'
import { type PasswordProblem, passwordForm, passwordRule } from './password-form.ts'
import { pageTexts, type Words } from './words.ts'

export const resetPasswordTexts = pageTexts('reset-password-page', {
  title: 'Choose a new password',
  paragraph_1: 'For **{email}**.',
  paragraph_2: 'For the address that received this link.',
  password: 'New password',
  password_hint: '{rule}.',
  button: 'Set this password',
  keys: 'New API keys of yours',
  keys_hint:
    'These keys were issued after your last sign-in from a known place. If you do not know one of them, somebody else may have issued it.',
  key: '{name} (… {last_four}) in {account}, {created_at}',
  more_keys: 'and {count} more',
  delete_keys: 'Also delete these keys',
  paragraph_3:
    'This signs you out everywhere; your API keys still work. If you did not request this, close this page: nothing happens unless you press the button.',
  paragraph_4:
    'This signs you out everywhere; your other API keys still work. If you did not request this, close this page: nothing happens unless you press the button.',
})

/** How many keys the page names; it only counts the others. */
const MOST_NAMED = 20

type Shown = {
  token: string
  email?: string | undefined
  keys?: readonly RecentKey[]
  endKeys?: boolean
  problem?: PasswordProblem
}

/**
 * The page to which a reset mail links. Showing it uses nothing up; the button posts `token`, `password` and `end_keys`
 * to /reset-password. With a `problem`, it answers a POST that the user can correct. `keys` are the API keys that
 * somebody who knew the password may have issued.
 */
export function resetPasswordPage({ token, email, keys = [], endKeys = false, problem }: Shown): Page {
  return page({
    texts: resetPasswordTexts,
    body: (
      say,
      words,
    ) => html`<p>${email === undefined ? say('paragraph_2') : say('paragraph_1', { email: shownAddress(email) })}</p>
${passwordForm({
  words,
  action: '/reset-password',
  token,
  username: email,
  label: say('password'),
  hint: say('password_hint', { rule: passwordRule(words) }),
  button: say('button'),
  extra: keys.length > 0 ? keyChoice(words, keys, endKeys) : undefined,
  // No maxlength: browsers would silently cut a pasted password.
  field: html`minlength="8"`,
  problem,
})}
<p class="hint">${say(keys.length > 0 ? 'paragraph_4' : 'paragraph_3')}</p>`,
  })
}

function keyChoice(words: Words, keys: readonly RecentKey[], endKeys: boolean): Html {
  const say = words.say(resetPasswordTexts)
  const more = keys.length - MOST_NAMED
  return html`<fieldset>
<legend>${say('keys')}</legend>
<p class="hint">${say('keys_hint')}</p>
<ul>
${keys.slice(0, MOST_NAMED).map(
  ({ name, lastFour, account, createdAt }) =>
    html`<li>${say('key', {
      name: html`<bdi>${name}</bdi>`,
      last_four: lastFour,
      account: html`<bdi>${account}</bdi>`,
      created_at: moment(createdAt, words.language),
    })}</li>\n`,
)}${more > 0 && html`<li>${say('more_keys', { count: more })}</li>\n`}</ul>
<label class="choice"><input type="checkbox" name="end_keys" value="yes"${endKeys && html` checked`}> ${say('delete_keys')}</label>
</fieldset>`
}

export const resetPasswordDoneTexts = pageTexts('reset-password-done-page', {
  title: 'Your password is set',
  paragraph_1: 'Sign in with it, for example with `quiva login`. You can close this page.',
  paragraph_2:
    'All your sessions were revoked. API keys still work until they are deleted: if somebody may have known your password, check them with `quiva keys list`.',
  paragraph_3:
    'All your sessions were revoked, and the API keys on the list were deleted. Other keys still work until they are deleted: if somebody may have known your password, check them with `quiva keys list`.',
})

export function resetPasswordDonePage({ endedKeys = false, servesConsole = false } = {}): Page {
  return page({
    texts: resetPasswordDoneTexts,
    tone: 'success',
    body: (say, words) => html`<p>${say('paragraph_1')}</p>
<p>${say(endedKeys ? 'paragraph_3' : 'paragraph_2')}</p>${openConsole(words, servesConsole)}`,
  })
}

export const resetPasswordFailedTexts = pageTexts('reset-password-failed-page', {
  title: 'This link does not work any more',
  paragraph_1:
    'It was used already, a newer mail has replaced it, it is older than 15 minutes, or a part of it is missing.',
  sign_in: 'If you have just set a password, **sign in** with it, for example with `quiva login`.',
  new_mail: 'Otherwise **request a new mail** with `quiva password reset` and use the newest mail.',
})

/**
 * For a link that is wrong, used, replaced or older than 15 minutes: the next step is the same for all, so the page
 * does not say which.
 */
export function resetPasswordFailedPage(): Page {
  return page({
    texts: resetPasswordFailedTexts,
    tone: 'problem',
    body: (say) => html`<p>${say('paragraph_1')}</p>
<ul>
<li>${say('sign_in')}</li>
<li>${say('new_mail')}</li>
</ul>`,
  })
}
