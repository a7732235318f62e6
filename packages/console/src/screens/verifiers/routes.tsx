import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const verifiers = createRoute({
  getParentRoute: () => app,
  path: '/verifiers',
  component: screen('verifiers', () => import('./verifiers-screen.tsx'), 'VerifiersScreen'),
})

export const verifiersRoutes = [verifiers] as const
