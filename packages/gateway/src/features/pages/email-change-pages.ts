import { html } from '../../platform/values/html.ts'
import { inWords } from './in-words.ts'
import { openConsole, type Page, page } from './page.ts'

/**
 * The page to which the mail to the old address links. Showing it uses nothing up and does not look up the token; the
 * one button posts the token to /approve-email-change.
 */
export function approveEmailChangePage({ token }: { token: string }): Page {
  return page({
    title: 'Allow the change of your email address',
    body: html`<p>The mail with this link names the new address. To change to it, press the button. We then send a second mail to the new address, and the link in that mail makes the change.</p>
${button({ action: '/approve-email-change', token, text: 'Allow the change' })}
<p class="hint">If you did not request this, close this page and change your password: nothing happens unless you press the button, but somebody is signed in as you.</p>`,
  })
}

/** The page to which the mail to the new address links; its button posts the token to /confirm-email-change. */
export function confirmEmailChangePage({ token }: { token: string }): Page {
  return page({
    title: 'Use this email address',
    body: html`<p>Press the button to sign in with the address that received this link, instead of the address that the mail names. Your other sessions are revoked; API keys still work.</p>
${button({ action: '/confirm-email-change', token, text: 'Use this address' })}
<p class="hint">If you did not request this, close this page: nothing happens unless you press the button.</p>`,
  })
}

/** The page after the button of either page was pressed. */
export function emailChangeDonePage(outcome: 'approved' | 'changed', servesConsole?: boolean): Page {
  if (outcome === 'approved')
    return page({
      title: 'The change was allowed',
      tone: 'success',
      body: html`<p>We have sent a mail to the new address. <strong>Open the link in that mail</strong> to complete the change. Until then, sign in with your current address. You can close this page.</p>`,
    })
  return page({
    title: 'Your address is changed',
    tone: 'success',
    body: html`<p>Sign in with the new address from now on, for example with <code>quiva login</code>; your password stays the same. You can close this page.</p>
<p>Your other sessions were revoked. API keys still work until they are deleted: <code>quiva keys list</code> shows them.</p>${openConsole(servesConsole)}`,
  })
}

/** For a link that is wrong, used, replaced or too old, or an address that is taken: the page does not say which. */
export function emailChangeFailedPage(): Page {
  return page({
    title: 'This link does not work any more',
    tone: 'problem',
    body: html`<p>It was used already, a newer request has replaced it, it is older than 24 hours, a part of it is missing, or the new address is not available. Nothing has changed.</p>
<ul>
<li>If you have just used the link, look for the next mail, or <strong>sign in</strong> with the new address.</li>
<li>Otherwise <strong>request the change again</strong> where you are signed in, and use the newest mail.</li>
</ul>`,
  })
}

export function emailChangeThrottledPage({ retryAfterSeconds }: { retryAfterSeconds: number }): Page {
  return page({
    title: 'Too many tries',
    tone: 'problem',
    body: html`<p>Try again in ${inWords(retryAfterSeconds)}: go back and press the button again. The link works until the time that the mail says.</p>`,
  })
}

function button({ action, token, text }: { action: string; token: string; text: string }) {
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">
<button type="submit">${text}</button>
</form>`
}
