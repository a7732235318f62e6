import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const RESULTS = ['success', 'cancelled'] as const

const billing = createRoute({
  getParentRoute: () => app,
  path: '/billing',
  // How somebody comes back from Stripe's checkout.
  validateSearch: ({ checkout }: Record<string, unknown>): { checkout?: (typeof RESULTS)[number] } => {
    const result = RESULTS.find((known) => known === checkout)
    return result ? { checkout: result } : {}
  },
  component: screen('billing', () => import('./billing-screen.tsx'), 'BillingScreen'),
})

export const billingRoutes = [billing] as const
