import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

/** Of the deliveries that are listed; in the address, so that "what failed" can be sent to a colleague. */
export type DeliveriesSearch = { outcome?: 'delivered' | 'failed' }

const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks',
  component: screen('webhooks', () => import('./webhooks-screen.tsx'), 'WebhooksScreen'),
})

const webhook = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/$id',
  validateSearch: ({ outcome }: Record<string, unknown>): DeliveriesSearch =>
    outcome === 'delivered' || outcome === 'failed' ? { outcome } : {},
  component: screen('webhooks', () => import('./webhook-screen.tsx'), 'WebhookScreen'),
})

export const webhooksRoutes = [webhooks, webhook] as const
