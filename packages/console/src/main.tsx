import '@fontsource-variable/inter/wght.css'
import './styles/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { DirectionProvider } from '@base-ui/react/direction-provider'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createGateway, GatewayProvider } from './gateway-context.tsx'
import { Toasts } from './parts/toast.tsx'
import { createConsoleRouter } from './router.tsx'
import { directionOf } from './texts/locale.ts'
import { i18n, loadTexts, locale } from './texts/texts.ts'

const gateway = createGateway()
const router = createConsoleRouter(gateway)

// Whoever signs in or out, or changes to another account, here or in another tab, is shown what is theirs now. Who is
// signed in at first, the first screen waits for: to begin it anew would ask everything twice.
let known = false
let shownFor: string | undefined
gateway.session.subscribe(() => {
  const state = gateway.session.getState()
  const who = state.kind === 'in' ? `${state.user.user_id} in ${state.account.id}` : undefined
  const isOther = shownFor !== undefined && who !== undefined && who !== shownFor
  const wasKnown = known
  known = true
  shownFor = who
  // Nothing of what was loaded for somebody else may stay: an act on the screen would be done in the wrong account.
  if (isOther) return location.assign(import.meta.env.BASE_URL)
  if (!wasKnown) return
  void router.invalidate().then(() => {
    // Only now, because the screen that was there would ask anew. What the gateway has switched on is nobody's.
    if (who === undefined) gateway.queries.removeQueries({ predicate: ({ queryKey: [name] }) => name !== 'config' })
  })
})

const element = document.getElementById('root')
if (!element) throw new Error('the page has no root')
document.documentElement.lang = locale
document.documentElement.dir = directionOf(locale)
// Until the first screen is there, what stands in index.html is. Not awaited here: the files of screens import this one,
// and would wait for it.
void Promise.all([loadTexts('common'), router.load()]).then(() => {
  createRoot(element).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <GatewayProvider value={gateway}>
          <QueryClientProvider client={gateway.queries}>
            <I18nProvider i18n={i18n}>
              <DirectionProvider direction={directionOf(locale)}>
                <Toasts>
                  <RouterProvider router={router} />
                </Toasts>
              </DirectionProvider>
            </I18nProvider>
          </QueryClientProvider>
        </GatewayProvider>
      </CSPProvider>
    </StrictMode>,
  )
})
