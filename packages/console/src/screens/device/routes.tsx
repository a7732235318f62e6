import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const device = createRoute({
  getParentRoute: () => app,
  path: '/device',
  // RFC 8628, section 3.3.1: verification_uri_complete has the code.
  validateSearch: ({ user_code: code }: Record<string, unknown>): { user_code?: string } =>
    typeof code === 'string' && code !== '' ? { user_code: code.slice(0, 64) } : {},
  component: screen('device', () => import('./device-screen.tsx'), 'DeviceScreen'),
})

export const deviceRoutes = [device] as const
