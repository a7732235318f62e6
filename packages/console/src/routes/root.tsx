import { ConnectionError } from '@quiva/client'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import type { Gateway } from '../gateway-context.tsx'
import { configQuery } from '../session/config.ts'
import { meQuery } from '../session/me-query.ts'
import { takeWay } from '../session/way.ts'
import { NotFound } from '../shell/not-found.tsx'
import { UnexpectedProblem } from '../shell/unexpected.tsx'
import { type CatalogueName, loadTexts } from '../texts/texts.ts'

export type RouteContext = {
  gateway: Gateway
  queries: QueryClient
  /** The search of the address with which the page was opened; asked for once, the second time there is nothing. */
  arrivedWith: () => Record<string, string>
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What an OpenID provider has sent back, on its way to the sign-in; never a part of the address for long. */
    oauth?: { code: string; state: string }
  }
}

/**
 * OpenID providers (docs/oauth.md) and Stripe's checkout send the browser to the gateway's "/", and that leads here; from
 * here it goes on to where it came from.
 */
function leadOnFromProvider({ code, state, error, checkout }: Record<string, string>): void {
  if (checkout === 'success' || checkout === 'cancelled')
    throw redirect({ to: '/billing', search: { checkout }, replace: true })
  if (code && state)
    throw redirect({ to: '/sign-in', search: takeWay(), state: { oauth: { code, state } }, replace: true })
  if (error === 'oauth_failed')
    throw redirect({ to: '/sign-in', search: { ...takeWay(), problem: 'oauth' }, replace: true })
}

export const root = createRootRouteWithContext<RouteContext>()({
  beforeLoad: async ({ context: { gateway, queries, arrivedWith } }) => {
    leadOnFromProvider(arrivedWith())
    if (gateway.session.getState().kind !== 'unknown') return
    await Promise.all([gateway.session.resume(), queries.ensureQueryData(configQuery(gateway.client))])
  },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: UnexpectedProblem,
})

/** Where a sign-in returns to, so that a link from a mail or a colleague leads where it should. */
export type SignInSearch = { to?: string; problem?: 'oauth' }

/** Screens for everybody: the sign-in and what belongs to it. */
export const publicScreens = createRoute({
  getParentRoute: () => root,
  id: 'public',
  component: lazyRouteComponent(() => import('../shell/public-frame.tsx'), 'PublicFrame'),
})

/** Screens for somebody who is signed in. */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ context: { gateway, queries }, location }) => {
    const state = gateway.session.getState()
    if (state.kind === 'suspended') throw redirect({ to: '/suspended' })
    if (state.kind !== 'in') {
      const to = location.href === '/' ? {} : { to: location.href }
      throw redirect({ to: '/sign-in', search: to })
    }
    // The sign-in has just answered who it is; after a change, the query asks again.
    const { queryKey } = meQuery(gateway.client)
    if (queries.getQueryData(queryKey) === undefined) queries.setQueryData(queryKey, state.user)
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
})

/**
 * The component of a route: loaded with the texts of its area when somebody first goes there.
 * `component: screen('keys', () => import('./keys-screen.tsx'), 'KeysScreen')`
 */
export function screen<Name extends string, Module extends Record<Name, React.ComponentType>>(
  texts: CatalogueName,
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    // The router would reload the page for a file that did not come, which leaves nothing on it without a connection.
    const [module] = await Promise.all([load(), loadTexts(texts)]).catch((cause: unknown) => {
      throw new ConnectionError('no_answer', 'a part of the page did not come', { cause })
    })
    return module as Record<string, React.ComponentType>
  }, name)
}
