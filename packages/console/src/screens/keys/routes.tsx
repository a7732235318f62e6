import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'
import { type KeysSearch, readKeysSearch } from './keys-search.ts'

const keys = createRoute({
  getParentRoute: () => app,
  path: '/keys',
  validateSearch: (search: Record<string, unknown>): KeysSearch => readKeysSearch(search),
  component: screen('keys', () => import('./keys-screen.tsx'), 'KeysScreen'),
})

const issue = createRoute({
  getParentRoute: () => app,
  path: '/keys/issue',
  component: screen('keys', () => import('./issue-key-screen.tsx'), 'IssueKeyScreen'),
})

const key = createRoute({
  getParentRoute: () => app,
  path: '/keys/$id',
  component: screen('keys', () => import('./key-screen.tsx'), 'KeyScreen'),
})

export const keysRoutes = [keys, issue, key] as const
