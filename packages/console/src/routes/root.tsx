import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import type { Gateway } from '../gateway-context.tsx'
import { configQuery } from '../session/config.ts'
import { meQuery } from '../session/me.ts'
import { NotFound } from '../shell/not-found.tsx'
import { UnexpectedProblem } from '../shell/unexpected.tsx'
import { type CatalogueName, loadTexts } from '../texts/texts.ts'

export type RouteContext = { gateway: Gateway; queries: QueryClient }

export const root = createRootRouteWithContext<RouteContext>()({
  beforeLoad: async ({ context: { gateway, queries } }) => {
    if (gateway.session.getState().kind !== 'unknown') return
    await Promise.all([gateway.session.resume(), queries.ensureQueryData(configQuery)])
  },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: UnexpectedProblem,
})

/** Where a sign-in returns to, so that a link from a mail or a colleague leads where it should. */
export type SignInSearch = { to?: string }

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
    if (gateway.session.getState().kind !== 'in') {
      const to = location.href === '/' ? {} : { to: location.href }
      throw redirect({ to: '/sign-in', search: to })
    }
    await queries.ensureQueryData(meQuery(gateway.client))
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
    const [module] = await Promise.all([load(), loadTexts(texts)])
    return module as Record<string, React.ComponentType>
  }, name)
}
