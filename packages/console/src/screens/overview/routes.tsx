import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: screen('overview', () => import('./overview-screen.tsx'), 'OverviewScreen'),
})

export const overviewRoutes = [overview] as const
