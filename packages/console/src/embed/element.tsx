import '../styles/tokens.css'
import '../styles/elements.css'
import './embed.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { I18nProvider } from '@lingui/react'
import { type EmbedSession, QuivaError } from '@quiva/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot, type Root } from 'react-dom/client'
import { createConsoleClient } from '../api/client.ts'
import { createQueries } from '../api/queries.ts'
import { type Gateway, GatewayProvider } from '../gateway-context.tsx'
import { Callout } from '../parts/callout.tsx'
import { type Embedding, EmbeddingProvider } from '../parts/embedding.ts'
import { Skeleton } from '../parts/states.tsx'
import { Toasts } from '../parts/toast.tsx'
import { i18n, loadTexts, text } from '../texts/texts.ts'
import { InElement } from './in-element.tsx'
import { seed } from './seed.ts'
import { createEmbeddedSession, type EmbeddedSession, type GetToken } from './session.ts'

/** The style sheet of all screens; the build puts it here (vite/embed.ts). */
declare const __QUIVA_STYLES__: string

const styles = new CSSStyleSheet()
styles.replaceSync(__QUIVA_STYLES__)
const texts = Promise.all([loadTexts('common'), loadTexts('keys'), loadTexts('embed')])
const ownGateway = new URL(import.meta.url).origin

type Shown = { kind: 'waiting' } | { kind: 'open'; opened: EmbedSession } | { kind: 'over' }

/**
 * `<quiva-keys>`: the key screens on a page of another product (docs/embedding.md). It asks `getToken`, or its
 * `token-url`, for a token, and opens a session with it.
 */
class QuivaKeys extends HTMLElement {
  /** Asks the page's server for a token; in place of the attribute `token-url`. */
  getToken: GetToken | undefined
  #root: Root | undefined
  #container: HTMLElement | undefined
  #gateway: Gateway | undefined
  #session: EmbeddedSession | undefined
  #who: string | undefined

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets = [styles]
    const screens = document.createElement('div')
    screens.className = 'quiva-screens'
    this.#container = document.createElement('div')
    this.#container.className = 'quiva-floating'
    shadow.replaceChildren(screens, this.#container)
    this.#root = createRoot(screens)
    // A framework sets properties right after it has put the element into the page.
    queueMicrotask(() => void this.#begin())
  }

  disconnectedCallback(): void {
    this.#session?.stop()
    this.#root?.unmount()
    this.#session = this.#root = this.#gateway = this.#who = undefined
  }

  /** Begins a new session, for example after `quiva-keys:expired`. */
  async renew(): Promise<void> {
    this.#session?.stop()
    await this.#begin()
  }

  async #begin(): Promise<void> {
    await texts
    if (!this.isConnected) return
    this.#show({ kind: 'waiting' })
    const getToken = this.#tokens()
    const session = createEmbeddedSession(ownGateway, getToken, {
      onOpened: (opened) => this.#open(session, opened),
      onExpired: () => {
        this.#tell('quiva-keys:expired')
        this.#show({ kind: 'over' })
      },
      onError: (error) => this.#fail(error),
    })
    this.#session = session
    try {
      const hosted = this.hasAttribute('hosted') ? takeFragment() : undefined
      if (hosted === undefined && !getToken) throw new Error('there is no token-url and no getToken')
      await session.open(hosted ?? (await (getToken as GetToken)()))
    } catch (error) {
      this.#fail(error)
      this.#show({ kind: 'over' })
    }
  }

  #tokens(): GetToken | undefined {
    if (this.getToken) return this.getToken
    const url = this.getAttribute('token-url')
    if (url === null) return undefined
    return async () => {
      const answer = await fetch(url, { method: 'POST', headers: { accept: 'application/json' } })
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
      const { token }: { token?: unknown } = await answer.json()
      if (typeof token !== 'string') throw new Error(`${url} answered no token`)
      return token
    }
  }

  #open(session: EmbeddedSession, opened: EmbedSession): void {
    const who = `${opened.user.id} in ${opened.account.id}`
    // Nothing of what was loaded for somebody else may stay.
    if (this.#who !== who) this.#gateway = undefined
    this.#who = who
    this.#gateway ??= { session, client: createConsoleClient(session, ownGateway), ...createQueries() }
    seed(this.#gateway.queries, opened)
    this.#show({ kind: 'open', opened })
    this.#tell('quiva-keys:ready')
  }

  #fail(error: unknown): void {
    const code = error instanceof QuivaError ? error.code : 'no_token'
    this.#tell('quiva-keys:error', { code, message: error instanceof Error ? error.message : String(error) })
  }

  #tell(name: string, detail?: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  #show(shown: Shown): void {
    const gateway = this.#gateway
    if (shown.kind !== 'open' || !gateway || !this.#container) {
      this.#root?.render(shown.kind === 'over' ? <Over /> : <Skeleton lines={6} />)
      return
    }
    const { scopes, key_scopes: keyScopes } = shown.opened
    const embedding: Embedding = { container: this.#container, scopes: new Set(scopes), keyScopes }
    this.#root?.render(
      <CSPProvider disableStyleElements>
        <EmbeddingProvider value={embedding}>
          <GatewayProvider value={gateway}>
            <QueryClientProvider client={gateway.queries}>
              <I18nProvider i18n={i18n}>
                <Toasts>
                  <InElement key={this.#who} gatewayUrl={ownGateway} />
                </Toasts>
              </I18nProvider>
            </QueryClientProvider>
          </GatewayProvider>
        </EmbeddingProvider>
      </CSPProvider>,
    )
  }
}

const Over = () => (
  <Callout tone="warn">
    <p>{text('embed.over')}</p>
  </Callout>
)

/** The token in the fragment of the gateway's own page, taken out of the address before anything else happens. */
function takeFragment(): string {
  const token = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  return token
}

if (!customElements.get('quiva-keys')) customElements.define('quiva-keys', QuivaKeys)
