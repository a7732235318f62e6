import { type Html, html } from '../../platform/values/html.ts'
import { inWords } from './in-words.ts'
import { openConsole, type Page, page } from './page.ts'
import { pageTexts } from './words.ts'

export const approveEmailChangeTexts = pageTexts('approve-email-change-page', {
  title: 'Allow the change of your email address',
  paragraph_1:
    'The mail with this link names the new address. To change to it, press the button. We then send a second mail to the new address, and the link in that mail makes the change.',
  button: 'Allow the change',
  paragraph_2:
    'If you did not request this, close this page and change your password: nothing happens unless you press the button, but somebody is signed in as you.',
})

/**
 * The page to which the mail to the old address links. Showing it uses nothing up and does not look up the token; the
 * one button posts the token to /approve-email-change.
 */
export function approveEmailChangePage({ token }: { token: string }): Page {
  return page({
    texts: approveEmailChangeTexts,
    body: (say) => html`<p>${say('paragraph_1')}</p>
${button({ action: '/approve-email-change', token, text: say('button') })}
<p class="hint">${say('paragraph_2')}</p>`,
  })
}

export const confirmEmailChangeTexts = pageTexts('confirm-email-change-page', {
  title: 'Use this email address',
  paragraph_1:
    'Press the button to sign in with the address that received this link, instead of the address that the mail names. Your other sessions are revoked; API keys still work.',
  button: 'Use this address',
  paragraph_2: 'If you did not request this, close this page: nothing happens unless you press the button.',
})

/** The page to which the mail to the new address links; its button posts the token to /confirm-email-change. */
export function confirmEmailChangePage({ token }: { token: string }): Page {
  return page({
    texts: confirmEmailChangeTexts,
    body: (say) => html`<p>${say('paragraph_1')}</p>
${button({ action: '/confirm-email-change', token, text: say('button') })}
<p class="hint">${say('paragraph_2')}</p>`,
  })
}

export const emailChangeDoneTexts = pageTexts('email-change-done-page', {
  title_approved: 'The change was allowed',
  paragraph_1:
    'We have sent a mail to the new address. **Open the link in that mail** to complete the change. Until then, sign in with your current address. You can close this page.',
  title: 'Your address is changed',
  paragraph_2:
    'Sign in with the new address from now on, for example with `quiva login`; your password stays the same. You can close this page.',
  paragraph_3:
    'Your other sessions were revoked. API keys still work until they are deleted: `quiva keys list` shows them.',
})

/** The page after the button of either page was pressed. */
export function emailChangeDonePage(outcome: 'approved' | 'changed', servesConsole?: boolean): Page {
  const texts = emailChangeDoneTexts
  if (outcome === 'approved')
    return page({ texts, title: 'title_approved', tone: 'success', body: (say) => html`<p>${say('paragraph_1')}</p>` })
  return page({
    texts,
    tone: 'success',
    body: (say, words) => html`<p>${say('paragraph_2')}</p>
<p>${say('paragraph_3')}</p>${openConsole(words, servesConsole)}`,
  })
}

export const emailChangeFailedTexts = pageTexts('email-change-failed-page', {
  title: 'This link does not work any more',
  paragraph_1:
    'It was used already, a newer request has replaced it, it is older than 24 hours, a part of it is missing, or the new address is not available. Nothing has changed.',
  sign_in: 'If you have just used the link, look for the next mail, or **sign in** with the new address.',
  new_mail: 'Otherwise **request the change again** where you are signed in, and use the newest mail.',
  title_too_many_tries: 'Too many tries',
  paragraph_2:
    'Try again in {wait}: go back and press the button again. The link works until the time that the mail says.',
})

/** For a link that is wrong, used, replaced or too old, or an address that is taken: the page does not say which. */
export function emailChangeFailedPage(): Page {
  return page({
    texts: emailChangeFailedTexts,
    tone: 'problem',
    body: (say) => html`<p>${say('paragraph_1')}</p>
<ul>
<li>${say('sign_in')}</li>
<li>${say('new_mail')}</li>
</ul>`,
  })
}

export function emailChangeThrottledPage({ retryAfterSeconds }: { retryAfterSeconds: number }): Page {
  return page({
    texts: emailChangeFailedTexts,
    title: 'title_too_many_tries',
    tone: 'problem',
    body: (say, { language }) => html`<p>${say('paragraph_2', { wait: inWords(retryAfterSeconds, language) })}</p>`,
  })
}

function button({ action, token, text }: { action: string; token: string; text: Html }) {
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">
<button type="submit">${text}</button>
</form>`
}
