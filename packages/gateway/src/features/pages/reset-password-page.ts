import { type Html, html } from '../../platform/values/html.ts'
import { moment } from '../../transport/mail/content.ts'
import { shownAddress } from '../../transport/mail/shown-address.ts'
import type { RecentKey } from '../api-keys/recent-keys.ts'
import { openConsole, type Page, page } from './page.ts'
import { PASSWORD_RULE, type PasswordProblem, passwordForm } from './password-form.ts'

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
    title: 'Choose a new password',
    body: html`<p>For ${email === undefined ? 'the address that received this link' : html`<strong>${shownAddress(email)}</strong>`}.</p>
${passwordForm({
  action: '/reset-password',
  token,
  username: email,
  label: 'New password',
  hint: html`${PASSWORD_RULE}.`,
  button: 'Set this password',
  extra: keys.length > 0 ? keyChoice(keys, endKeys) : undefined,
  // No maxlength: browsers would silently cut a pasted password.
  field: html`minlength="8"`,
  problem,
})}
<p class="hint">This signs you out everywhere; your ${keys.length > 0 && 'other '}API keys still work. If you did not request this, close this page: nothing happens unless you press the button.</p>`,
  })
}

function keyChoice(keys: readonly RecentKey[], endKeys: boolean): Html {
  const more = keys.length - MOST_NAMED
  return html`<fieldset>
<legend>New API keys of yours</legend>
<p class="hint">These keys were issued after your last sign-in from a known place. If you do not know one of them, somebody else may have issued it.</p>
<ul>
${keys
  .slice(0, MOST_NAMED)
  .map(
    ({ name, lastFour, account, createdAt }) =>
      html`<li><bdi>${name}</bdi> (… ${lastFour}) in <bdi>${account}</bdi>, ${moment(createdAt)}</li>\n`,
  )}${more > 0 && html`<li>and ${more} more</li>\n`}</ul>
<label class="choice"><input type="checkbox" name="end_keys" value="yes"${endKeys && html` checked`}> Also delete these keys</label>
</fieldset>`
}

export function resetPasswordDonePage({ endedKeys = false, servesConsole = false } = {}): Page {
  return page({
    title: 'Your password is set',
    tone: 'success',
    body: html`<p>Sign in with it, for example with <code>quiva login</code>. You can close this page.</p>
<p>All your sessions were revoked${endedKeys && ', and the API keys on the list were deleted'}. ${endedKeys ? 'Other' : 'API'} keys still work until they are deleted: if somebody may have known your password, check them with <code>quiva keys list</code>.</p>${openConsole(servesConsole)}`,
  })
}

/**
 * For a link that is wrong, used, replaced or older than 15 minutes: the next step is the same for all, so the page
 * does not say which.
 */
export function resetPasswordFailedPage(): Page {
  return page({
    title: 'This link does not work any more',
    tone: 'problem',
    body: html`<p>It was used already, a newer mail has replaced it, it is older than 15 minutes, or a part of it is missing.</p>
<ul>
<li>If you have just set a password, <strong>sign in</strong> with it, for example with <code>quiva login</code>.</li>
<li>Otherwise <strong>request a new mail</strong> with <code>quiva password reset</code> and use the newest mail.</li>
</ul>`,
  })
}
