import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

const NAMES = ['search', 'action', 'person', 'target', 'from', 'to'] as const

/** The filters of the log, in the address. `from` and `to` are days: 2026-11-29. */
export type AuditSearch = Partial<Record<(typeof NAMES)[number], string>>

const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  validateSearch: (given: Record<string, unknown>): AuditSearch =>
    Object.fromEntries(NAMES.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : []))),
  component: screen('audit', () => import('./audit-screen.tsx'), 'AuditScreen'),
})

export const auditRoutes = [audit] as const
