import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

type KeysSearch = { search?: string; sort?: string }

const keys = createRoute({
  getParentRoute: () => app,
  path: '/keys',
  validateSearch: ({ search, sort }: Record<string, unknown>): KeysSearch => ({
    ...(typeof search === 'string' && search && { search }),
    ...(typeof sort === 'string' && { sort }),
  }),
  component: screen('keys', () => import('./keys-screen.tsx'), 'KeysScreen'),
})

export const keysRoutes = [keys] as const
