import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const you = createRoute({
  getParentRoute: () => app,
  path: '/you',
  component: screen('you', () => import('./you-screen.tsx'), 'YouScreen'),
})

export const youRoutes = [you] as const
