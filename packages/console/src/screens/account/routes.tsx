import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const account = createRoute({
  getParentRoute: () => app,
  path: '/account',
  component: screen('account', () => import('./account-screen.tsx'), 'AccountScreen'),
})

export const accountRoutes = [account] as const
