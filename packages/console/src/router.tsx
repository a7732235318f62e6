import { createRouter } from '@tanstack/react-router'
import type { Gateway } from './gateway-context.tsx'
import { app, publicScreens, root } from './routes/root.tsx'
import { accountRoutes } from './screens/account/routes.tsx'
import { auditRoutes } from './screens/audit/routes.tsx'
import { billingRoutes } from './screens/billing/routes.tsx'
import { busRoutes } from './screens/bus/routes.tsx'
import { deviceRoutes } from './screens/device/routes.tsx'
import { keysRoutes } from './screens/keys/routes.tsx'
import { membersRoutes } from './screens/members/routes.tsx'
import { operatorRoutes } from './screens/operator/routes.tsx'
import { overviewRoutes } from './screens/overview/routes.tsx'
import { signInRoutes } from './screens/sign-in/routes.tsx'
import { verifiersRoutes } from './screens/verifiers/routes.tsx'
import { webhooksRoutes } from './screens/webhooks/routes.tsx'
import { youRoutes } from './screens/you/routes.tsx'
import { UnexpectedProblem } from './shell/unexpected.tsx'

// Each area of screens has its routes in its own folder.
const tree = root.addChildren([
  publicScreens.addChildren([...signInRoutes]),
  app.addChildren([
    ...overviewRoutes,
    ...keysRoutes,
    ...membersRoutes,
    ...auditRoutes,
    ...busRoutes,
    ...webhooksRoutes,
    ...verifiersRoutes,
    ...accountRoutes,
    ...youRoutes,
    ...deviceRoutes,
    ...billingRoutes,
    ...operatorRoutes,
  ]),
])

/** Read before the router is made: it keeps of an address only what its screen takes, and no screen takes these. */
function createArrivedWith(): () => Record<string, string> {
  const { pathname, search } = window.location
  let values = pathname === import.meta.env.BASE_URL ? Object.fromEntries(new URLSearchParams(search)) : {}
  return () => {
    const once = values
    values = {}
    return once
  }
}

export const createConsoleRouter = (gateway: Gateway) =>
  createRouter({
    routeTree: tree,
    basepath: '/console',
    context: { gateway, queries: gateway.queries, arrivedWith: createArrivedWith() },
    defaultErrorComponent: UnexpectedProblem,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    // Only what a screen has checked is in its search: an address can be made by anybody.
    search: { strict: true },
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
