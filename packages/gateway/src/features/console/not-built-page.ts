import { html } from '../../platform/values/html.ts'
import { type Page, page } from '../pages/page.ts'

/** Where the console would be, if it could not be built. Everything else works. */
export function notBuiltPage(): Page {
  return page({
    title: 'The console is not built',
    tone: 'problem',
    body: html`<p>The gateway runs, but the files of its console are missing. Its log says why they could not be built. Build them where the gateway was started, then load this page again:</p>
<p><code>npm ci && npm run build -w packages/console</code></p>
<p class="hint">The API, the command line and the links in mails work without the console. <code>CONSOLE=off</code> switches it off.</p>`,
  })
}
