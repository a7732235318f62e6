import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const bus = createRoute({
  getParentRoute: () => app,
  path: '/bus',
  component: screen('bus', () => import('./bus-screen.tsx'), 'BusScreen'),
})

export const busRoutes = [bus] as const
