import { html } from '../../platform/values/html.ts'
import { type Page, page } from '../pages/page.ts'
import { pageTexts } from '../pages/words.ts'

/** For the operator: no brand replaces them. */
const texts = pageTexts('console-not-built-page', {
  title: 'The console is not built',
  paragraph_1:
    'The gateway runs, but the files of its console are missing. Its log says why they could not be built. Build them where the gateway was started, then load this page again:',
  command: '`npm ci && npm run build -w packages/console`',
  paragraph_2:
    'The API, the command line and the links in mails work without the console. `CONSOLE=off` switches it off.',
})

/** Where the console would be, if it could not be built. Everything else works. */
export function notBuiltPage(): Page {
  return page({
    texts,
    tone: 'problem',
    body: (say) => html`<p>${say('paragraph_1')}</p>
<p>${say('command')}</p>
<p class="hint">${say('paragraph_2')}</p>`,
  })
}
