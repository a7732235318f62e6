import { createRouter } from '@tanstack/react-router'
import type { Gateway } from './gateway-context.tsx'
import { app, publicScreens, root } from './routes/root.tsx'
import { keysRoutes } from './screens/keys/routes.tsx'
import { signInRoutes } from './screens/sign-in/routes.tsx'

// Each area of screens has its routes in its own folder.
const tree = root.addChildren([publicScreens.addChildren([...signInRoutes]), app.addChildren([...keysRoutes])])

export const createConsoleRouter = (gateway: Gateway) =>
  createRouter({
    routeTree: tree,
    basepath: '/console',
    context: { gateway, queries: gateway.queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
